namespace Courseware;

/// <summary>
/// Finds a file of pretrained weights as data sets are found: in the folder COURSEWARE_DATA, in the cache, or by a download that shows its
/// progress and ends soon where there is no network.
/// </summary>
internal static class PretrainedWeights
{
    /// <summary>The file, after its shape was checked.</summary>
    /// <param name="store">Where to look.</param>
    /// <param name="id">The weights' id in the catalogue.</param>
    /// <param name="download">May they be downloaded? If not, they are missing where they are in no folder.</param>
    /// <exception cref="DataUnavailableException">It is in no folder, and cannot be downloaded.</exception>
    /// <exception cref="DataFileException">The file that is there is cut off, or another.</exception>
    public static string Obtain(DataStore store, string id, bool download = true)
    {
        var entry = store.RealOnly(id, "Weights have no stand-in.");
        var file = entry.Files[0];
        var path = store.Obtain(entry, file.Name, download).Path;
        return Checksums.Difference(path, file) is { } difference
            ? throw new DataFileException(path, $"the {entry.Name} ({entry.Shape})", difference) : path;
    }
}
