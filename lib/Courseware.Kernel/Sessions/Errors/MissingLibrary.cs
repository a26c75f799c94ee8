using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>A first cell whose library is not built yet: which file is missing, and the one command that makes it.</summary>
internal static class MissingLibrary
{
    /// <summary>The advice for a cell that failed to compile; null when every file that it names is there.</summary>
    public static string? Advice(CompiledCell cell, ReferenceResolver references)
    {
        if (MissingFiles(cell, references).FirstOrDefault() is not { } path)
            return null;
        return CourseFolder(path) is { } course
            ? $"{Path.GetFileName(path)} is not built yet. In the folder {course} run this command, then run the cell again:\n\n    {Command(path)}"
            : $"There is no {path}. A path in #r counts from the notebook's folder: write the whole path, or the way from there to the file.";
    }

    /// <summary>
    /// The command that makes a library, in its course's folder: an adapter is not part of what <c>dotnet build</c> builds.
    /// </summary>
    public static string Command(string library)
    {
        if (ProjectOf(library) is null)
            return "dotnet build";
        var name = Path.GetFileNameWithoutExtension(library);
        var isBuiltWithAll = Directory.EnumerateFiles(CourseFolder(library)!, "*.sln")
            .Any(solution => File.ReadAllText(solution).Contains($"\"{name}\"", StringComparison.Ordinal));
        return isBuiltWithAll ? "dotnet build" : $"dotnet build lib/{name}";
    }

    /// <summary>The project that makes a library: <c>lib/NAME/NAME.csproj</c> of the course around it; null when there is none.</summary>
    public static string? ProjectOf(string library)
    {
        if (CourseFolder(library) is not { } course)
            return null;
        var name = Path.GetFileNameWithoutExtension(library);
        var project = Path.Combine(course, "lib", name, name + ".csproj");
        return File.Exists(project) ? project : null;
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
