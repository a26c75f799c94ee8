using System.Text.Json;

namespace Courseware;

/// <summary>
/// The catalogue of the course's data sets and of the trained weights that it can start from: data/catalogue.json, of which the library
/// carries a copy.
/// </summary>
internal sealed class Catalogue
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };
    private static readonly Lazy<Catalogue> s_own = new(() =>
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("catalogue.json")
            ?? throw new InvalidOperationException(
                "The library was built without its catalogue of data sets (data/catalogue.json). Build it again from a complete clone.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    });

    private Catalogue(Root root) => (Entries, Weights) = (root.Datasets!, root.Weights ?? []);

    /// <summary>The course's catalogue.</summary>
    public static Catalogue Course => s_own.Value;

    /// <summary>Every data set.</summary>
    public IReadOnlyList<CatalogueEntry> Entries { get; }

    /// <summary>Trained weights: files as a data set's, but no data.</summary>
    public IReadOnlyList<CatalogueEntry> Weights { get; }

    /// <summary>The data set (or the weights) with the short name <paramref name="id"/>.</summary>
    public CatalogueEntry this[string id]
        => Entries.Concat(Weights).FirstOrDefault(e => string.Equals(e.Id, id, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"The catalogue knows no data set '{id}'. It knows {string.Join(", ", Entries.Select(e => e.Id))}.");

    /// <summary>Reads a catalogue: {"datasets":[…]}.</summary>
    public static Catalogue Parse(string json) => JsonSerializer.Deserialize<Root>(json, s_json) is { Datasets: not null } root ? new(root)
        : throw new FormatException("A catalogue is a JSON object with the member \"datasets\".");

    private sealed record Root(IReadOnlyList<CatalogueEntry>? Datasets, IReadOnlyList<CatalogueEntry>? Weights);
}
