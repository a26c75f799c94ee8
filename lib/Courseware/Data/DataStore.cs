namespace Courseware;

/// <summary>
/// Finds the files of a data set: in the folder COURSEWARE_DATA, in the course's own data/, in the per-user cache, or by download into that
/// cache.
/// </summary>
internal sealed class DataStore
{
    private const string Cache = "the cache of downloads";
    private const string PrivateCache = "this session's own folder";

    private readonly Downloader _downloader;

    /// <param name="catalogue">The data sets.</param>
    /// <param name="settings">Folders and policy.</param>
    public DataStore(Catalogue catalogue, DataSettings settings)
        : this(catalogue, settings, Network.OfProcess)
    {
    }

    internal DataStore(Catalogue catalogue, DataSettings settings, Network network)
        => (Catalogue, Settings, _downloader) = (catalogue, settings, new Downloader(network));

    /// <summary>The course's catalogue with the settings of this process, as they are now.</summary>
    public static DataStore Default
        => new(Catalogue.Course, DataSettings.FromEnvironment() is var s && Datasets.Policy is { } policy ? s with { Policy = policy } : s);

    /// <summary>The data sets.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Folders and policy.</summary>
    public DataSettings Settings { get; }

    /// <summary>Where a file of a data set is, or null; nothing is downloaded.</summary>
    public string? Find(string id, string file) => TryFind(Catalogue[id], file)?.Path;

    /// <summary>Downloads the files of a data set that are in no folder; gives the paths of all.</summary>
    /// <exception cref="DataUnavailableException">A file is not available; the message says what was tried.</exception>
    public IReadOnlyList<string> Fetch(string id)
    {
        var entry = Catalogue[id];
        return [.. entry.Files.Where(f => !f.Optional)
            .Select(f => f.Head is not null ? ObtainHead(entry, f).Path : Obtain(entry, f.Name).Path)];
    }

    /// <summary>Compares the files of a data set that are there with the catalogue's sizes and checksums: one line a file.</summary>
    public IReadOnlyList<string> Verify(string id)
    {
        var entry = Catalogue[id];
        return [.. entry.Files.Select(
            f => $"{entry.Folder}/{f.Name}: {(TryFind(entry, f.Name) is { } found ? Checksums.Verdict(found.Path, f) : f.Optional ? "not there (not needed)" : "not there")}")];
    }

    /// <summary>The real data by <paramref name="real"/>, or a stand-in where the policy allows one and says so.</summary>
    internal T Load<T>(string id, Func<CatalogueEntry, T> real, Func<CatalogueEntry, string, T>? standIn)
    {
        var entry = Catalogue[id];
        if (Settings.Policy == DataPolicy.StandInOnly && standIn is not null)
        {
            return StandIn("The policy StandInOnly asks for it.",
                "Set Datasets.Policy = DataPolicy.RealOrStandIn and run this cell again.");
        }

        try
        {
            return Recognised(real(entry), entry);
        }
        catch (DataUnavailableException reason) when (Settings.Policy == DataPolicy.RealOrStandIn && standIn is not null)
        {
            return StandIn(reason.Summary, reason.Advice);
        }

        T StandIn(string why, string forTheRealData)
        {
            var made = standIn!(entry, why);
            DataNotice.StandIn(entry, ProvenanceOf(made), why, forTheRealData);
            return made;
        }
    }

    private T Recognised<T>(T read, CatalogueEntry entry)
    {
        try
        {
            Recognise(ProvenanceOf(read), entry);
            return read;
        }
        catch (DataUnavailableException)
        {
            (read as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Says so where what was read is not the published data set.</summary>
    /// <exception cref="DataUnavailableException">The policy allows the published one alone.</exception>
    internal void Recognise(Provenance from, CatalogueEntry entry)
    {
        if (from.Kind != DataKind.Unrecognised)
            return;
        if (Settings.Policy == DataPolicy.RealOnly)
        {
            throw new DataUnavailableException(
                entry.Name, $"What is in {from.Source} differs from the published file (its content is {from.Hash}), and the policy RealOnly forbids it.",
                "Replace it by a fresh copy, or move it away.");
        }
        DataNotice.Unrecognised(entry, from);
    }

    private static Provenance ProvenanceOf<T>(T data) => data is TrainTest parts ? parts.Provenance : ((IRowSource)data!).Provenance;

    /// <summary>The entry for what has no stand-in, unless the policy forbids real data.</summary>
    internal CatalogueEntry RealOnly(string id, string why) => Settings.Policy != DataPolicy.StandInOnly ? Catalogue[id]
        : throw new DataUnavailableException(Catalogue[id].Name, $"The policy StandInOnly forbids it. {why}",
            "Unset COURSEWARE_DATA_POLICY.");

    /// <summary>The file, downloaded if it must be and may be.</summary>
    internal FoundFile Obtain(CatalogueEntry entry, string name, bool download = true)
    {
        if (TryFind(entry, name) is { } found)
            return found;
        var file = entry.File(name);
        return Fetching(entry, file, download ? target => _downloader.Download(entry, file, target) : null, file.Name);
    }

    /// <summary>
    /// The first lines of a large file, downloaded if they must be: <paramref name="lines"/>, or as many as the catalogue says where that
    /// is more.
    /// </summary>
    internal FoundFile ObtainHead(CatalogueEntry entry, CatalogueFile file, int lines = 0)
    {
        lines = Math.Max(lines, file.Head!.Lines);
        var head = HeadName(file, lines);
        return TryFind(entry, file.Name) ?? TryFind(entry, head)
            ?? Fetching(entry, file, target => _downloader.DownloadHead(entry, file, target, lines), head);
    }

    internal static string HeadName(CatalogueFile file, int lines) => $"{file.Name.Split('.')[0]}-first-{lines}.csv.gz";

    /// <summary>The file, if it is there.</summary>
    internal FoundFile? TryFind(CatalogueEntry entry, string name)
    {
        string[] names = [name, .. entry.Files.FirstOrDefault(f => f.Name == name)?.AlsoNamed ?? []];
        foreach (var (folder, place) in Places(entry))
        {
            foreach (var candidate in names.SelectMany(n => n.EndsWith(".gz", StringComparison.Ordinal) ? new[] { n, n[..^3] } : [n]))
            {
                if (Path.Combine(folder, candidate) is var path && File.Exists(path))
                    return new(path, place);
            }
        }

        return null;
    }

    /// <summary>
    /// The folder that files of a data set are written to: that of the cache, or where the user's own cannot be written to, a private one
    /// for this session.
    /// </summary>
    internal string FolderToWrite(CatalogueEntry entry)
    {
        var folder = Path.Combine(Settings.CacheFolder, entry.Folder);
        if (!Settings.MayFallBack || CanWrite(folder))
            return folder;
        if (!PrivateFolder.IsMade)
            DataNotice.Progress($"{FromHome(Settings.CacheFolder)} cannot be written to: what is downloaded goes to {PrivateFolder.Path}, for this session. COURSEWARE_CACHE names another folder.");
        return Path.Combine(PrivateFolder.Path, entry.Folder);
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using (new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0,
                FileOptions.DeleteOnClose))
            {
                return true;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The folders that may hold files of a data set, in order.</summary>
    internal IEnumerable<(string Folder, string Place)> Places(CatalogueEntry entry)
    {
        if (Settings.DataFolder is { } data)
        {
            if (!Directory.Exists(data))
            {
                throw new DataFileException(data, "the folder that COURSEWARE_DATA names", "no such folder",
                    "Correct the environment variable, or unset it.");
            }

            yield return (Path.Combine(data, entry.Folder), "the folder COURSEWARE_DATA");
        }
        if (entry.InCourse && Settings.CourseData is { } own)
            yield return (own, "the course's data folder");
        yield return (Path.Combine(Settings.CacheFolder, entry.Folder), Cache);
        if (Settings.MayFallBack && PrivateFolder.IsMade)
            yield return (Path.Combine(PrivateFolder.Path, entry.Folder), PrivateCache);
    }

    private FoundFile Fetching(CatalogueEntry entry, CatalogueFile file, Action<string>? download, string name)
    {
        var folder = Path.Combine(Settings.CacheFolder, entry.Folder);
        var here = $"{file.Name} is not in {string.Join(" or ", Places(entry).Select(p => p.Place))}";
        var put = $"put {WhatIsNeeded(entry)} into {FromHome(folder)} (or into {entry.Folder}/ of a folder that COURSEWARE_DATA names)";
        if (entry.ManualStep is { } step && file.Urls.Count == 0)
        {
            throw new DataUnavailableException(
                entry.Name, $"{here}, and it cannot be downloaded without an account.", $"{step} Then {put}.");
        }

        if (Settings.Offline)
        {
            throw new DataUnavailableException(
                entry.Name, $"{here}, and COURSEWARE_OFFLINE forbids a download.", $"Unset COURSEWARE_OFFLINE and start again, or {put}.");
        }

        if (file.Urls.Count == 0)
        {
            throw new DataUnavailableException(
                entry.Name, $"{here}, and there is no address to download it from.", $"{char.ToUpperInvariant(put[0])}{put[1..]}.");
        }

        if (download is null)
        {
            throw new DataUnavailableException(
                entry.Name, $"{here}.", $"Where there is a network it is downloaded once nothing else is missing; or {put}.");
        }

        folder = FolderToWrite(entry);
        try
        {
            download(Path.Combine(folder, name));
        }
        catch (DownloadException error)
        {
            var (summary, advice) = error.CannotBeWritten
                ? ("it cannot be written there",
                    "Make room on that disk and see that the folder may be written to, or name another folder by the environment variable COURSEWARE_CACHE")
                : error.HasNoNetwork
                ? ("there is no network", "Connect to the network, run Datasets.CheckNetworkAgain() and this cell again")
                : ("none of its addresses gave it", entry.Homepage is { } page
                    ? $"Try again later, or look at {page} for another way to get them" : "Try again later");
            throw new DataUnavailableException(
                entry.Name, $"{here}, and the download failed: {error.Message}", $"{advice}, or {put}.")
            { Summary = $"{here}, and {summary}." };
        }
        return new(Path.Combine(folder, name), folder.StartsWith(Settings.CacheFolder, StringComparison.Ordinal) ? Cache : PrivateCache);
    }

    private static string WhatIsNeeded(CatalogueEntry entry)
        => entry.Files.Count(f => !f.Optional) is > 1 and var n ? $"its {n} files" : "the file";

    // Short, and nobody's name is left in a notebook that is passed on.
    internal static string FromHome(string path)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 1 } home
            && path.StartsWith(home + Path.DirectorySeparatorChar, comparison)
            ? (OperatingSystem.IsWindows() ? "%USERPROFILE%" : "~") + path[home.Length..] : path;
    }
}
