using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Courseware.Kernel.Packages;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>Finds what <c>#r</c> names: a path relative to the notebook's folder, or a framework assembly's name.</summary>
internal sealed class ReferenceResolver(string folder) : MetadataReferenceResolver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Loaded> _byOriginal = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pathByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _natives = new(StringComparer.Ordinal);
    private readonly List<string> _probed = [];
    // Of packages: where each assembly is, and the names of those that some cell has used.
    private readonly Dictionary<string, string> _packaged = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Told when a file named again has other content than the copy that the session holds.</summary>
    public Action<string>? Changed { get; set; }

    public override bool ResolveMissingAssemblies => true;

    /// <summary>The copy to load for an assembly's simple name; null when no cell named it.</summary>
    public string? PathOf(string assemblyName)
    {
        lock (_gate)
        {
            _used.Add(assemblyName);
            return _pathByName.TryGetValue(assemblyName, out var path) ? path : Probe(assemblyName)?.Path;
        }
    }

    /// <summary>
    /// Whether a cell was compiled against a package's assembly, or has loaded it. One of the same name that .NET or another package brings
    /// is another.
    /// </summary>
    public bool IsInUse(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        lock (_gate)
            return _used.Contains(name) && !FrameworkAssemblies.Has(path) && _pathByName.GetValueOrDefault(name, path) == path;
    }

    /// <summary>Takes note of what a cell was compiled against, where packages are in play.</summary>
    public void TakeNote(byte[] image)
    {
        lock (_gate)
        {
            if (_packaged.Count == 0)
                return;
            using var file = new PEReader(new MemoryStream(image));
            var metadata = file.GetMetadataReader();
            foreach (var handle in metadata.AssemblyReferences)
                _used.Add(metadata.GetString(metadata.GetAssemblyReference(handle).Name));
        }
    }

    /// <summary>The reference that a cell made to a file, if one did.</summary>
    public PortableExecutableReference? Known(string fullPath)
    {
        lock (_gate)
            return _byOriginal.GetValueOrDefault(fullPath)?.Reference;
    }

    /// <summary>The translated texts of an assembly; null when no package has them.</summary>
    public string? PathOfTranslation(string assemblyName, string culture)
    {
        lock (_gate)
            return _pathByName.GetValueOrDefault($"{culture}/{assemblyName}");
    }

    /// <summary>
    /// The native library for a name as <c>DllImport</c> gives it: that of a package, or one beside a library that a cell named (what is
    /// loaded is its copy); null when there is none.
    /// </summary>
    public string? PathOfNative(string name)
    {
        lock (_gate)
        {
            return _natives.GetValueOrDefault(name) ?? _natives.GetValueOrDefault("lib" + name)
                ?? (Path.GetExtension(name) is ".dll" or ".so" or ".dylib"
                    ? _natives.GetValueOrDefault(Path.GetFileNameWithoutExtension(name)) : null)
                ?? NativesBeside(name).FirstOrDefault(File.Exists);
        }
    }

    /// <summary>The native libraries of all packages.</summary>
    public IReadOnlyList<string> Natives
    {
        get
        {
            lock (_gate)
                return [.. _natives.Values.Distinct()];
        }
    }

    /// <summary>
    /// Takes note of what packages bring. What is known stays as it is, but where nothing of an earlier version was used.
    /// </summary>
    /// <param name="set">All packages of the session.</param>
    public void AddPackages(RestoredSet set)
    {
        lock (_gate)
        {
            var present = set.Packages.SelectMany(package => package.Native).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, path) in _natives.Where(known => !present.Contains(known.Value)).ToList())
            {
                if (!NativeLoading.IsLoaded(path))
                    _natives.Remove(name);
            }
            foreach (var package in set.Packages)
            {
                foreach (var path in package.Runtime.Where(path => !FrameworkAssemblies.Has(path)))
                {
                    var name = Path.GetFileNameWithoutExtension(path);
                    var key = name.EndsWith(".resources", StringComparison.Ordinal)
                        ? $"{Path.GetFileName(Path.GetDirectoryName(path))}/{name}" : name;
                    if (_packaged.TryGetValue(key, out var earlier) && earlier != path && _pathByName.GetValueOrDefault(key) == earlier
                        && !_used.Contains(name))
                    {
                        _pathByName.Remove(key);
                    }

                    if (_pathByName.TryAdd(key, path))
                        _packaged[key] = path;
                }
                foreach (var path in package.Native)
                {
                    _natives.TryAdd(Path.GetFileName(path), path);
                    _natives.TryAdd(Path.GetFileNameWithoutExtension(path), path);
                }
            }
        }
    }

    /// <summary>What the libraries that a cell names bring along.</summary>
    /// <param name="paths">The libraries' full paths.</param>
    public IReadOnlyList<MetadataReference> CompanionsOf(IEnumerable<string> paths)
    {
        lock (_gate)
        {
            return [.. paths.Where(File.Exists).SelectMany(Companions.Of).Distinct().Where(path => !FrameworkAssemblies.Has(path))
                .Select(path => Load(path).Reference)];
        }
    }

    /// <summary>The full path that a reference means, whether the file is there or not.</summary>
    public string FullPath(string reference, string? baseFile)
    {
        var from = baseFile is not null && Path.IsPathRooted(baseFile) ? Path.GetDirectoryName(baseFile)! : folder;
        return Path.GetFullPath(reference, from);
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath,
        MetadataReferenceProperties properties)
    {
        // Its assemblies are references of the compilation; the directive needs one that is there.
        if (PackageRequest.IsPackage(reference))
            return [(PortableExecutableReference)FrameworkAssemblies.References[0]];
        var path = FullPath(reference, baseFilePath);
        if (File.Exists(path))
        {
            lock (_gate)
                return [Load(path).Reference];
        }
        return FrameworkAssemblies.PathOf(reference) is { } inFramework ? [MetadataReference.CreateFromFile(inFramework)] : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        lock (_gate)
            return Probe(referenceIdentity.Name)?.Reference;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private Loaded Load(string path)
    {
        var (copy, hash) = ShadowCopy.Of(path);
        if (_byOriginal.TryGetValue(path, out var known))
        {
            if (known.Hash != hash)
                Changed?.Invoke(path);
            return known;
        }
        var loaded = new Loaded(copy, hash, MetadataReference.CreateFromFile(copy));
        _byOriginal[path] = loaded;
        _pathByName.TryAdd(Path.GetFileNameWithoutExtension(path), copy);
        _probed.Add(Path.GetDirectoryName(path)!);
        return loaded;
    }

    private IEnumerable<string> NativesBeside(string name)
    {
        var file = Path.GetExtension(name) is ".dll" or ".so" or ".dylib" ? name
            : OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
        // A library's build puts those of its packages into a folder for each system.
        return Path.GetFileName(name) != name ? []
            : _probed.Distinct()
            .SelectMany(folder =>
                new[] { Path.Combine(folder, file), Path.Combine(folder, "runtimes", PackageRestore.Runtime, "native", file) });
    }

    // A dependency is looked for beside the libraries that were named.
    private Loaded? Probe(string assemblyName)
    {
        foreach (var beside in _probed)
        {
            var path = Path.Combine(beside, assemblyName + ".dll");
            if (File.Exists(path))
                return Load(path);
        }
        return null;
    }

    private sealed record Loaded(string Path, string Hash, PortableExecutableReference Reference);
}
