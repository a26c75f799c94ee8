using Courseware.Host.Sessions;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Host.Tests.Support;

/// <summary>A library for cells to name with #r, compiled in the test.</summary>
internal static class TestLibrary
{
    public static void Build(string path, string source)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path), [CSharpSyntaxTree.ParseText(source)], ReferenceResolver.Framework, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(path);
        if (!result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
