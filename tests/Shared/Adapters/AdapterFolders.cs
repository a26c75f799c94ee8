using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Courseware.Tests;

/// <summary>
/// Loads the adapters and their packages from the folders that notebooks load them from: tests are compiled against them, and have no
/// copies.
/// </summary>
internal static class AdapterFolders
{
    private static readonly string[] s_names = ["ml", "torchsharp", "polyglot"];

#pragma warning disable CA2255 // A test program is no library, and this must be done before a test's types are looked at.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Use() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        s_names.Select(folder => Path.Combine(Of(folder), $"{name.Name}.dll")).FirstOrDefault(File.Exists) is { } file
        ? context.LoadFromAssemblyPath(file) : null;

    /// <summary>An adapter's folder.</summary>
    public static string Of(string name) => Path.Combine(Repository.Root, "artifacts", "lib", name);
}
