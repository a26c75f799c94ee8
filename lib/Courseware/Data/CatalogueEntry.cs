namespace Courseware;

/// <summary>A published data set: its files, addresses, licence and shape. Read from data/catalogue.json.</summary>
internal sealed record CatalogueEntry
{
    /// <summary>Its short name: "fashion-mnist".</summary>
    public required string Id { get; init; }

    /// <summary>Its name in tables: "Fashion-MNIST".</summary>
    public required string Name { get; init; }

    /// <summary>The folder below COURSEWARE_DATA and below the cache.</summary>
    public required string Folder { get; init; }

    /// <summary>Rows and the shape of a row, in words.</summary>
    public string Shape { get; init; } = "";

    /// <summary>The licence or terms, in a few words.</summary>
    public required string Licence { get; init; }

    /// <summary>What the terms ask for, or what else to know.</summary>
    public string? LicenceNote { get; init; }

    /// <summary>The owner's page.</summary>
    public string? Homepage { get; init; }

    /// <summary>What to do by hand where no anonymous download exists.</summary>
    public string? ManualStep { get; init; }

    /// <summary>The files are in the course's own data/ folder.</summary>
    public bool InCourse { get; init; }

    /// <summary>Class names, class 0 first.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Column names.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>
    /// The lowest and the highest value that each column may have: some ten times what the published data have. Beyond them is no measure
    /// but a damaged file.
    /// </summary>
    public IReadOnlyList<float[]> Ranges { get; init; } = [];

    /// <summary>Content hashes (<see cref="Provenance.Hash"/>) that have been seen, and what each is.</summary>
    public IReadOnlyDictionary<string, string> KnownContent { get; init; } = new Dictionary<string, string>();

    /// <summary>The files.</summary>
    public required IReadOnlyList<CatalogueFile> Files { get; init; }

    /// <summary>Checks the features of a row that was just read.</summary>
    /// <exception cref="DataFileException">One is out of its column's range.</exception>
    internal void CheckRanges(CsvFile csv, ReadOnlySpan<float> row)
    {
        for (var j = 0; j < Ranges.Count; j++)
        {
            if (!(row[j] >= Ranges[j][0] && row[j] <= Ranges[j][1]))
            {
                throw csv.Bad(
                    FormattableString.Invariant($"{row[j]} for \"{Columns[j]}\", which is between {Ranges[j][0]} and {Ranges[j][1]}"));
            }
        }
    }

    /// <summary>The file called <paramref name="name"/>.</summary>
    public CatalogueFile File(string name) => Files.FirstOrDefault(f => f.Name == name)
        ?? throw new ArgumentException($"The catalogue knows no file '{name}' of {Name}; it knows {string.Join(", ", Files.Select(f => f.Name))}.");
}
