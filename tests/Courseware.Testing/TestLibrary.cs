using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Testing;

/// <summary>A library for cells to name with #r, or a program, compiled in the test.</summary>
internal static class TestLibrary
{
    public static void Build(string path, string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary,
        params IEnumerable<string> references)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source)],
            [.. FrameworkAssemblies.References, .. references.Select(reference => MetadataReference.CreateFromFile(reference))],
            new CSharpCompilationOptions(kind));
        var result = compilation.Emit(path);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
