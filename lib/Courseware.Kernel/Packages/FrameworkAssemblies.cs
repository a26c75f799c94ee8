using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Packages;

/// <summary>The assemblies that the running .NET brings. Of an assembly that a package or a library brings too, .NET's is used.</summary>
internal static class FrameworkAssemblies
{
    private static readonly Lazy<ImmutableArray<string>> s_paths = new(Find);
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references =
        new(() => [.. s_paths.Value.Select(Mapped)]);

    // As long as the process.
    private static readonly ConcurrentBag<MemoryMappedViewAccessor> s_views = [];

    private static readonly Lazy<Dictionary<string, string>> s_byName =
        new(() => s_paths.Value.ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase));

    /// <summary>To compile against.</summary>
    public static ImmutableArray<MetadataReference> References => s_references.Value;

    /// <summary>Whether there is an assembly of this file's name among them.</summary>
    public static bool Has(string path) => s_byName.Value.ContainsKey(Path.GetFileNameWithoutExtension(path));

    /// <summary>The file of an assembly; null when .NET brings none of that name.</summary>
    public static string? PathOf(string assemblyName) => s_byName.Value.GetValueOrDefault(assemblyName);

    /// <summary>
    /// An assembly to compile against, of which only what the compiler looks at is memory. <see cref="MetadataReference"/>'s own way reads
    /// each file whole: 50 MB for those of .NET. Only for files that nobody writes to while the process runs.
    /// </summary>
    public static unsafe MetadataReference Mapped(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        s_views.Add(view);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        var module = ModuleMetadata.CreateFromImage((nint)start, (int)new FileInfo(path).Length);
        return AssemblyMetadata.Create(module).GetReference(filePath: path, display: path);
    }

    private static ImmutableArray<string> Find()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        // .NET lists System.Private.CoreLib twice.
        return
        [
            .. trusted.Distinct().Where(path =>
                Path.GetDirectoryName(path) == runtime
                && !Path.GetFileName(path).StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal)),
        ];
    }
}
