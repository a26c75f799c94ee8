using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Sessions;

/// <summary>A first cell whose library is not built yet: which file is missing, and the one command that makes it.</summary>
internal static class MissingLibrary
{
    /// <summary>The advice for a cell that failed to compile; null when every file that it names is there.</summary>
    public static string? Advice(CompiledCell cell, ReferenceResolver references)
    {
        foreach (var path in MissingFiles(cell, references))
        {
            if (CourseFolder(path) is { } course)
                return $"{Path.GetFileName(path)} is not built yet. In the folder {course} run this command, then run the cell again:\n\n    dotnet build";
        }
        return null;
    }

    /// <summary>Full paths of the libraries that the cell's <c>#r</c>s name and that do not exist.</summary>
    public static IEnumerable<string> MissingFiles(CompiledCell cell, ReferenceResolver references) =>
        from tree in cell.Compilation.SyntaxTrees
        from directive in tree.GetCompilationUnitRoot().GetReferenceDirectives()
        let name = directive.File.ValueText
        where name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        let path = references.FullPath(name, tree.FilePath)
        where !File.Exists(path)
        select path;

    /// <summary>The nearest folder above <paramref name="path"/> that <c>dotnet build</c> can build; null when there is none.</summary>
    public static string? CourseFolder(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.sln").Any())
                return folder;
        }
        return null;
    }
}
