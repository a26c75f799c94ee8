using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Packages;

/// <summary>The packages of a session: what its cells asked for, and the one version of each package that it uses until it ends.</summary>
internal sealed class PackageSet(string folder)
{
    private readonly PackageCache _cache = new(folder);
    private readonly Dictionary<string, MetadataReference> _references = new(StringComparer.Ordinal);
    private readonly List<string> _sources = [];
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);
    private PackageState _committed = PackageState.Empty;

    /// <summary>Whether a cell was compiled against an assembly of that file, or has loaded it; told by whoever loads.</summary>
    public Func<string, bool> IsInUse { get; init; } = static _ => true;

    /// <summary>Whether a native library of that file is loaded.</summary>
    public Func<string, bool> IsLoaded { get; init; } = static _ => true;

    /// <summary>Restores what a cell asks for, together with all that earlier cells did.</summary>
    /// <param name="report">Told of the progress of a restore: the packages asked for, and whether it has ended. Null: nothing is fetched,
    /// only what the cache knows is used.</param>
    /// <returns>All packages of the session, if the cell is accepted.</returns>
    /// <exception cref="PackageException">They cannot be had, or not together with those in use.</exception>
    public PackageState Resolve(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources, Action<PackageProgress>? report,
        CancellationToken cancellation)
    {
        var fresh = new List<PackageRequest>();
        var kept = _committed.Requests.ToList();
        foreach (var request in requests)
        {
            if (!IsKnown(request, kept, fresh))
                fresh.Add(request);
        }
        _sources.AddRange(sources.Except(_sources));
        return fresh.Count == 0 ? _committed : Restore(kept, fresh, report, cancellation);
    }

    /// <summary>What to compile against. Of an assembly that the framework brings too, the framework's is used.</summary>
    public ImmutableArray<MetadataReference> References(PackageState state) =>
        [.. state.Set.Packages.SelectMany(package => package.Compile).Where(path => !FrameworkAssemblies.Has(path)).Select(Reference)];

    /// <summary>Adds sources for the cells that follow.</summary>
    public void AddSources(IEnumerable<string> sources) => _sources.AddRange(sources.Except(_sources));

    /// <summary>From now on the session uses these.</summary>
    public void Commit(PackageState state) => _committed = state;

    // .NET Interactive's rule too: without a version, the one in use will do.
    private bool IsKnown(PackageRequest request, List<PackageRequest> kept, List<PackageRequest> fresh)
    {
        var present = _committed.Set.VersionOf(request.Name);
        if (kept.Concat(fresh).FirstOrDefault(known => known.Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase)) is not { } same)
            return false;
        if (request.Version is null || request.Version == same.Version || request.Version == present)
            return true;
        if (fresh.Contains(same))
            throw new PackageException($"the cell asks for two versions of the package {request.Name}: {same.Version ?? "the newest"} and {request.Version}. Keep one of the two lines.");
        // Of which nothing was used, the later cell decides.
        if (_committed.Set.Packages.FirstOrDefault(package => package.Name.Equals(request.Name, StringComparison.OrdinalIgnoreCase))
            is { } package && IsUsed(package))
        {
            throw InUse(request.Name, package.Version, request.Version);
        }

        kept.Remove(same);
        return false;
    }

    // What a package has to compile against alone is used where it has nothing to load.
    private bool IsUsed(RestoredPackage package)
        => (package.Runtime.Count > 0 ? package.Runtime : package.Compile).Any(IsInUse) || package.Native.Any(IsLoaded);

    private PackageState Restore(List<PackageRequest> kept, List<PackageRequest> fresh, Action<PackageProgress>? report,
        CancellationToken cancellation)
    {
        List<PackageRequest> all = [.. kept, .. fresh];
        var asked = string.Join(", ", fresh);
        var cache = _cache.FolderOf(all, _sources);
        var known = PackageCache.Find(cache, all);
        if (known is not { IsFresh: true })
        {
            if (report is null)
            {
                return known is { } stale ? Checked(all, fresh, stale.Set)
                    : throw new PackageException($"the package {asked} is restored when the cell runs.");
            }

            report(new PackageProgress($"Restoring {asked} …", null));
            try
            {
                using var mine = PackageCache.Lock(cache, cancellation);
                // Another session may just have done it.
                known = PackageCache.Find(cache, all) is { IsFresh: true } done ? done
                    : (PackageRestore.Run(cache, folder, all, _sources, cancellation), true);
                PackageCache.Keep(cache, known.Value.Set);
            }
            catch (PackageException e) when (known is not null)
            {
                report(new PackageProgress($"{asked}: the restore of an earlier day is used ({Short(e.Message)})", null));
            }
            catch (PackageException)
            {
                report(new PackageProgress($"{asked} could not be restored.", null));
                throw;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PackageException($"the package {asked} could not be restored: {e.Message}");
            }
            var got = fresh.Select(request => $"{request.Name} {known.Value.Set.VersionOf(request.Name)}");
            report(new PackageProgress($"Restored {string.Join(", ", got)}", known.Value.Set.Notes.Where(_noted.Add)
                .ToList() is { Count: > 0 } notes ? string.Join('\n', notes) : null));
        }
        return Checked(all, fresh, known!.Value.Set);
    }

    // An assembly that cells were compiled against, or that is loaded, cannot be exchanged.
    private PackageState Checked(List<PackageRequest> all, List<PackageRequest> fresh, RestoredSet set)
    {
        foreach (var package in _committed.Set.Packages)
        {
            if (set.VersionOf(package.Name) is { } now && now != package.Version && IsUsed(package))
                throw InUse(package.Name, package.Version, $"{now}, as {string.Join(", ", fresh)} needs it");
        }
        return new PackageState(all, set);
    }

    private static PackageException InUse(string name, string version, string wanted) =>
        new($"{name} {version} is in use in this session and cannot become {wanted}. Restart the kernel, and name all packages in one cell at the head of the notebook.");

    private static string Short(string message) => message.Length <= 120 ? message : message[..120] + "…";

    private MetadataReference Reference(string path)
    {
        if (!_references.TryGetValue(path, out var reference))
            _references[path] = reference = MetadataReference.CreateFromFile(path);
        return reference;
    }
}
