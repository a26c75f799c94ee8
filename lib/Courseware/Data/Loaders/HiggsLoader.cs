using System.Globalization;

namespace Courseware;

/// <summary>
/// HIGGS: particle collisions, 28 features, signal (1) or background (0). The first rows are held out for validation, the next train.
/// </summary>
internal static class HiggsLoader
{
    private const string Complete = "HIGGS.csv.gz";
    private const string Sample = "higgs-subset.csv.gz";
    private const string SampleUnpacked = "higgs-subset.csv";
    private const int MostOfSample = 20_000;
    private const int Features = 28;

    // Row files of earlier versions were written without these checks, and are made again.
    private const string Checked = "recognised, in range";
    private const string Expected = "HIGGS rows (label 0 or 1, then 28 numbers, comma-separated, no header)";

    /// <summary>Rows of the file's head that a download takes.</summary>
    public static int RowsOfHead(CatalogueEntry entry) => entry.File(Complete).Head!.Lines;

    public static TrainTest Load(DataStore store, CatalogueEntry entry, int train, int validation)
    {
        var needed = train + validation;
        var file = store.TryFind(entry, Sample)
            ?? store.ObtainHead(entry, entry.File(Complete), needed);
        var (features, labels) = Read(file.Path, needed, entry);
        // The sample comes first, so that the course's figures are the same for all; for more rows than it has there may be the complete
        // file next to it.
        if (labels.Length < needed && store.TryFind(entry, Complete) is { } complete && complete != file)
            (file, (features, labels)) = (complete, Read(complete.Path, needed, entry));
        if (labels.Length < needed)
        {
            throw new DataFileException(
                file.Path, $"{needed:N0} HIGGS rows ({train:N0} to train, {validation:N0} to validate)", $"{labels.Length:N0}",
                "Ask for fewer rows, or put the complete HIGGS.csv.gz beside it.");
        }

        using var hash = new ContentHash();
        var provenance = Provenances.Loaded(entry, hash.Add(features).Add(labels)
            .Finish(), needed, file.Place, Recognise(entry, file.Path, [labels[0], .. features.AsSpan(0, Features)]));
        return Parts(features, labels, validation, entry, provenance);
    }

    /// <summary>
    /// All rows of the file that is there (the complete one before the subset), left on disk: they are written once into a row file in the
    /// cache, and again when the file they come from is another.
    /// </summary>
    public static RowFile Rows(DataStore store, CatalogueEntry entry)
    {
        var file = store.TryFind(entry, Complete) ?? store.TryFind(entry, Sample)
            ?? store.ObtainHead(entry, entry.File(Complete));
        var target = Path.Combine(store.Settings.CacheFolder, entry.Folder, Path.GetFileName(file.Path) + ".rows");
        var facts = new FileInfo(file.Path);
        var from = string.Create(
            CultureInfo.InvariantCulture, $"{facts.Length} bytes, {facts.LastWriteTimeUtc:O}, {file.Place}, {Checked}");
        var found = TryOpen(target);
        if (found?.MadeFrom == from)
        {
            LoadedData.Note(entry.Id, found.Provenance);
            return found;
        }
        found?.Dispose();
        target = Path.Combine(store.FolderToWrite(entry), Path.GetFileName(file.Path) + ".rows");
        WriteRows(entry, file, target, from);
        return RowFile.OpenKnown(target);
    }

    // It is our own file: one that a crash has cut short, or that another version wrote, is made again.
    private static RowFile? TryOpen(string target)
    {
        try
        {
            return File.Exists(target) ? RowFile.OpenKnown(target) : null;
        }
        catch (DataFileException)
        {
            return null;
        }
    }

    private static void WriteRows(CatalogueEntry entry, FoundFile file, string target, string from)
    {
        var line = DataNotice.Progress($"{entry.Name}: {Path.GetFileName(file.Path)} is written once as rows that can be read in any order.");
        using var csv = new CsvFile(file.Path, Features + 1, Expected);
        using var rows = new RowFileWriter(target, Features, hasClasses: true, targetWidth: 0);
        Span<float> row = stackalloc float[Features + 1];
        float[] first = [];
        while (csv.TryReadNumbers(row))
        {
            entry.CheckRanges(csv, row[1..]);
            if (rows.Count == 0)
                first = [.. row];
            rows.Add(row[1..], Label(csv, row[0]), []);
            if (rows.Count % 100_000 == 0)
            {
                Notebook.Cancellation.ThrowIfCancellationRequested();
                DataNotice.Update(line, string.Create(CultureInfo.InvariantCulture, $"{entry.Name}: {rows.Count:N0} rows written"));
            }
        }
        if (rows.Count == 0)
            throw csv.Bad("no row");
        var provenance = Provenances.Loaded(entry, rows.Hash(), rows.Count, file.Place, Recognise(entry, file.Path, first));
        rows.Finish(new(entry.Name, rows.Count, [Features], true, 0, provenance, from));
        DataNotice.Update(line, string.Create(CultureInfo.InvariantCulture, $"{entry.Name}: {rows.Count:N0} rows written."));
    }

    public static TrainTest Parts(float[] features, int[] labels, int validation, CatalogueEntry entry, Provenance provenance)
    {
        var all = new Dataset(entry.Name, features, [Features], labels, classNames: [.. entry.Classes], featureNames: [.. entry.Columns],
            provenance: provenance);
        return new(all.Skip(validation).Named("HIGGS train"), all.Take(validation).Named("HIGGS validation"));
    }

    /// <summary>The first rows of a plain or gzip file, at most <paramref name="rows"/>; the rest is not unpacked.</summary>
    public static (float[] Features, int[] Labels) Read(string path, int rows, CatalogueEntry? entry = null)
    {
        using var csv = new CsvFile(path, Features + 1, Expected);
        var features = new float[rows * Features];
        var labels = new int[rows];
        Span<float> row = stackalloc float[Features + 1];
        var count = 0;
        while (count < rows && csv.TryReadNumbers(row))
        {
            labels[count] = Label(csv, row[0]);
            entry?.CheckRanges(csv, row[1..]);
            row[1..].CopyTo(features.AsSpan(count * Features));
            count++;
        }
        if (count == rows)
            csv.TryReadLine(out _); // if this is the end, the packing's own checks are made
        return count == rows ? (features, labels) : (features[..(count * Features)], labels[..count]);
    }

    private static int Label(CsvFile csv, float value) => value is 0 or 1 ? (int)value : throw csv.Bad($"label {value} in column 1");

    // Of the sample there is a checksum, and the hash of all its rows for a copy in another packing. Of the complete file none is
    // published: it is known by its first row, and its values by the ranges of their columns. Null: not recognised.
    private static string? Recognise(CatalogueEntry entry, string path, ReadOnlySpan<float> firstLine)
    {
        if (Path.GetFileName(path) is not (Sample or SampleUnpacked))
        {
            return entry.File(Complete).Head!.Begins(firstLine)
                ? "begins as the published file does, of which there is no checksum; all values in range" : null;
        }

        if (Checksums.Difference(path, entry.File(Sample)) is null)
            return "rows of the 0.1 % sample, whose SHA-256 was compared";
        using var hash = new ContentHash();
        var (features, labels) = Read(path, MostOfSample, entry);
        return entry.KnownContent.GetValueOrDefault(hash.Add(features).Add(labels).Finish());
    }
}
