namespace Courseware;

/// <summary>The small tables: iris, wine, breast cancer, the 8 × 8 digits, and mobile prices.</summary>
internal static class TableLoader
{
    public static Dataset Iris(DataStore store, CatalogueEntry entry)
        => Named(store, entry, "iris.data", 150, 5, 4, text => Array.IndexOf(["Iris-setosa", "Iris-versicolor", "Iris-virginica"], text));

    public static Dataset Wine(DataStore store, CatalogueEntry entry)
        => Named(store, entry, "wine.data", 178, 14, 0, text => Array.IndexOf(["1", "2", "3"], text));

    /// <summary>Column 1 is an identity, column 2 the class: M or B.</summary>
    public static Dataset BreastCancer(DataStore store, CatalogueEntry entry)
        => Named(store, entry, "wdbc.data", 569, 32, 1, text => Array.IndexOf(["M", "B"], text), skip: 1);

    public static Dataset Digits(DataStore store, CatalogueEntry entry)
    {
        const int rows = 1797, width = 64;
        var file = store.Obtain(entry, "digits.csv.gz");
        using var csv = new CsvFile(file.Path, width + 1, $"{rows:N0} rows of 64 pixels (0 to 16) and the digit, comma-separated");
        var (pixels, labels, row) = (new byte[rows * width], new int[rows], new float[width + 1]);
        var count = Rows(csv, rows, () => csv.TryReadNumbers(row), i =>
        {
            for (var j = 0; j < width; j++)
            {
                pixels[i * width + j] = row[j] is >= 0 and <= 16 && row[j] == (byte)row[j] ? (byte)row[j]
                    : throw csv.Bad($"pixel {row[j]}");
            }

            labels[i] = row[width] is >= 0 and <= 9 && row[width] == (int)row[width] ? (int)row[width]
                : throw csv.Bad($"digit {row[width]}");
        });
        using var hash = new ContentHash();
        float[] sixteenths = [.. Enumerable.Range(0, 256).Select(b => b / 16f)];
        return new(entry.Name, new ByteStore(pixels, width, sixteenths), [1, 8, 8], count, labels, classNames: [.. entry.Classes],
            provenance: Provenances.Loaded(entry, hash.Add(pixels).Add(labels).Finish(), count, file.Place));
    }

    public static Dataset MobilePrices(DataStore store, CatalogueEntry entry)
    {
        const int rows = 2000, width = 20;
        var file = store.Obtain(entry, "train.csv");
        using var csv = new CsvFile(file.Path, width + 1, "a header with 21 names (price_range last) and 2,000 rows of numbers");
        var header = csv.ReadHeader();
        if (header[^1] != "price_range")
            throw csv.Bad($"a last column \"{header[^1]}\"", "Kaggle's train.csv is needed; test.csv has no prices.");
        for (var j = 0; j < width; j++)
        {
            if (header[j] != entry.Columns[j])
                throw csv.Bad($"\"{header[j]}\" as the name of column {j + 1}, which is \"{entry.Columns[j]}\"");
        }
        var (features, labels, row) = (new float[rows * width], new int[rows], new float[width + 1]);
        Rows(csv, rows, () => csv.TryReadNumbers(row), i =>
        {
            entry.CheckRanges(csv, row);
            row.AsSpan(0, width).CopyTo(features.AsSpan(i * width));
            labels[i] = row[width] is 0 or 1 or 2 or 3 ? (int)row[width] : throw csv.Bad($"price range {row[width]}");
        });
        return Table(entry, features, width, labels, header[..^1], file.Place);
    }

    private static Dataset Named(DataStore store, CatalogueEntry entry, string name, int rows, int columns, int classColumn,
        Func<string, int> classOf, int skip = 0)
    {
        var file = store.Obtain(entry, name);
        using var csv =
            new CsvFile(file.Path, columns, $"{rows:N0} rows of {columns} comma-separated fields, the class in field {classColumn + 1}");
        var width = columns - 1 - skip;
        var (features, labels, row, text) = (new float[rows * width], new int[rows], new float[columns - 1], "");
        Rows(csv, rows, () => csv.TryReadWithText(row, classColumn, out text), i =>
        {
            entry.CheckRanges(csv, row.AsSpan(skip));
            row.AsSpan(skip, width).CopyTo(features.AsSpan(i * width));
            labels[i] = classOf(text) is >= 0 and var label ? label : throw csv.Bad($"class \"{text}\"");
        });
        return Table(entry, features, width, labels, [.. entry.Columns], file.Place);
    }

    private static Dataset Table(CatalogueEntry entry, float[] features, int width, int[] labels, string[] columns, string place)
    {
        using var hash = new ContentHash();
        return new(entry.Name, features, [width], labels, classNames: [.. entry.Classes], featureNames: columns.Length == width
            ? columns : null,
            provenance: Provenances.Loaded(entry, hash.Add(features).Add(labels).Finish(), labels.Length, place));
    }

    // Exactly the known number of rows, no fewer and no more.
    private static int Rows(CsvFile csv, int rows, Func<bool> next, Action<int> take)
    {
        var count = 0;
        for (; next(); count++)
        {
            if (count < rows)
                take(count);
            else
                throw csv.Bad($"more than {rows:N0} rows");
        }

        return count == rows ? count : throw csv.Bad($"the end after {count:N0} rows");
    }
}
