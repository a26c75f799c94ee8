using System.Collections.Concurrent;

namespace Courseware;

/// <summary>
/// Which published data sets this session has loaded, each as it was loaded last: claims about a data set ask here what it was.
/// </summary>
internal static class LoadedData
{
    private static readonly ConcurrentDictionary<string, Provenance> s_sets = new(StringComparer.Ordinal);

    /// <summary>Notes a data set under its id in the catalogue; gives the same provenance back.</summary>
    public static Provenance Note(string id, Provenance data) => s_sets[id] = data;

    /// <summary>Null if the data set was not loaded.</summary>
    public static Provenance? Find(string id) => s_sets.GetValueOrDefault(id);
}
