using System.Text;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>Rows in a file, and HIGGS made into one.</summary>
public sealed class RowFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dataset _data = new("small", [1, 2, 3, 4, 5, 6], [1, 2], [1, 0, 1], [0.5f, -1, 7], 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again_in_any_order()
    {
        using var rows = RowFile.Create(_folder.File("small.rows"), _data);
        Assert.Equal(("small", 3, 2, 1, true), (rows.Name, rows.Count, rows.FeatureCount, rows.TargetWidth, rows.HasClasses));
        Assert.Equal([1, 2], rows.FeatureShape);
        Assert.Equal(_data.Provenance, rows.Provenance);
        var (features, labels, targets) = (new float[6], new int[3], new float[3]);
        rows.Read([2, 0, 2], features, labels, targets);
        Assert.Equal([5, 6, 1, 2, 5, 6], features);
        Assert.Equal([1, 1, 1], labels);
        Assert.Equal([7, 0.5f, 7], targets);
        rows.Read([1], features, [], []);
        Assert.Equal([3, 4], features[..2]);
        Assert.Equal([_folder.File("small.rows")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_part_of_the_rows_reads_the_same_file()
    {
        using var rows = RowFile.Create(_folder.File("small.rows"), _data);
        var last = rows.Skip(1).Take(5).Slice(1, 1);
        var features = new float[2];
        last.Read([0], features, [], []);
        Assert.Equal(1, last.Count);
        Assert.Equal([5, 6], features);
        Assert.Contains("'small' was asked for row 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => last.Read([1], features, [], [])).Message, StringComparison.Ordinal);
        Assert.Contains("'small' has 3 rows, asked for 3 from row 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => rows.Slice(1, 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_file_is_an_error_and_no_crash()
    {
        var rows = RowFile.Create(_folder.File("small.rows"), _data);
        rows.Dispose();
        Assert.ThrowsAny<ObjectDisposedException>(() => rows.Read([0], new float[2], [], []));
    }

    [Fact]
    public void Every_cut_of_a_row_file_is_an_error_that_names_it()
    {
        RowFile.Create(_folder.File("small.rows"), _data).Dispose();
        var whole = File.ReadAllBytes(_folder.File("small.rows"));
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = _folder.Write("cut.rows", whole[..length]);
            Assert.Contains(cut, Assert.Throws<DataFileException>(() => RowFile.Open(cut)).Message, StringComparison.Ordinal);
        }
        Assert.Contains("found an HTML page",
            Assert.Throws<DataFileException>(() => RowFile.Open(_folder.Write("page", "<html>"u8.ToArray()))).Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<DataFileException>(() => RowFile.Open(_folder.File("nowhere"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"TargetWidth\":1", "\"TargetWidth\":-3", "-3 target values a row")]
    [InlineData("\"TargetWidth\":1", "\"TargetWidth\":-4", "-4 target values a row")]
    [InlineData("\"TargetWidth\":1", "\"TargetWidth\":2000000000", "rows of more than a gigabyte")]
    [InlineData("\"FeatureShape\":[1,2]", "\"FeatureShape\":[1,-2]", "a row of shape [1, -2]")]
    [InlineData("\"FeatureShape\":[1,2]", "\"FeatureShape\":[65536,65536]", "rows of more than a gigabyte")]
    [InlineData("\"FeatureShape\":[1,2]", "\"FeatureShape\":null", "a row of shape []")]
    [InlineData("\"Count\":3", "\"Count\":-1", "-1 rows")]
    [InlineData("\"Count\":3", "\"Count\":2000000000", "bytes for 2,000,000,000 rows")]
    [InlineData("\"Name\":\"small\"", "\"Name\":null", "members missing")]
    [InlineData("\"Kind\":2", "\"Kind\":77", "a provenance that cannot be")]
    public void What_a_description_says_is_checked_before_it_is_used(string from, string to, string found)
    {
        RowFile.Create(_folder.File("small.rows"), _data).Dispose();
        var whole = File.ReadAllBytes(_folder.File("small.rows"));
        var length = BitConverter.ToInt32(whole.AsSpan(whole.Length - 12));
        var text = Encoding.UTF8.GetString(whole, whole.Length - 12 - length, length);
        Assert.Contains(from, text, StringComparison.Ordinal);
        var other = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
        var path = _folder.Write("other.rows",
            [.. whole[..(whole.Length - 12 - length)], .. other, .. BitConverter.GetBytes(other.Length), .. "ROWFILE1"u8]);
        Assert.Contains(found, Assert.Throws<DataFileException>(() => RowFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DataKind.StandIn, "STAND-IN data")]
    [InlineData(DataKind.Unrecognised, "UNRECOGNISED data")]
    [InlineData(DataKind.None, null)]
    public void Opening_rows_of_other_than_published_data_says_so(DataKind kind, string? told)
    {
        var path = _folder.File("kind.rows");
        RowFile.Create(path, new Dataset("small", [1, 2], [2], [0],
            provenance: new Provenance("SMALL", kind, "0123456789abcdef", 1, "somewhere", "none"))).Dispose();
        using var display = new RecordingDisplay();
        RowFile.Open(path).Dispose();
        var said = string.Concat(display.Outputs.Select(output => output.Forms[MimeTypes.Plain]));
        Assert.Equal(told is not null, said.Contains("SMALL", StringComparison.Ordinal));
        Assert.Contains(told ?? "", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Higgs_rows_are_written_once_and_again_when_the_file_is_another()
    {
        Higgs(Line(1, 0.5f), Line(0, 0.25f));
        using (var rows = Datasets.HiggsRows(Store()))
        {
            var (features, labels) = (new float[56], new int[2]);
            rows.Read([1, 0], features, labels, []);
            Assert.Equal([0, 1], labels);
            Assert.Equal((0.25f, 0.5f), (features[27], features[55]));
            var same = new Dataset("HIGGS", [.. Enumerable.Repeat(0.5f, 28), .. Enumerable.Repeat(0.25f, 28)], [28], [1, 0]);
            Assert.Equal((same.HashNow(), 2, DataKind.Unrecognised), (rows.Provenance.Hash, rows.Provenance.Rows, rows.Provenance.Kind));
        }
        var made = _folder.File("cache/higgs/HIGGS.csv.rows");
        var time = File.GetLastWriteTimeUtc(made);
        Datasets.HiggsRows(Store()).Dispose();
        Assert.Equal(time, File.GetLastWriteTimeUtc(made));
        Higgs(Line(1, 1), Line(0, 2), Line(1, 3));
        using (var rows = Datasets.HiggsRows(Store()))
            Assert.Equal(3, rows.Count);
        Assert.Equal([made], Directory.GetFiles(_folder.File("cache/higgs")));
    }

    [Fact]
    public void Rows_in_the_cache_that_a_crash_has_cut_short_are_made_anew()
    {
        Higgs(Line(1, 0.5f), Line(0, 0.25f));
        Datasets.HiggsRows(Store()).Dispose();
        var made = _folder.File("cache/higgs/HIGGS.csv.rows");
        File.WriteAllBytes(made, File.ReadAllBytes(made)[..50]);
        using var rows = Datasets.HiggsRows(Store());
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void More_rows_than_the_sample_has_come_from_the_complete_file_beside_it()
    {
        var store = Store();
        _folder.Write("data/higgs/higgs-subset.csv", Encoding.ASCII.GetBytes(Line(1, 1) + "\n" + Line(0, 2) + "\n"));
        Assert.Contains("found 2", Assert.Throws<DataFileException>(() => Datasets.Higgs(store, train: 2, validation: 1)).Message,
            StringComparison.Ordinal);
        Higgs(Line(1, 3), Line(0, 4), Line(1, 5));
        Assert.Equal([4f, 5f], Datasets.Higgs(store, train: 2, validation: 1).Train.Features.Where((_, i) => i % 28 == 0));
        Assert.Equal([2f], Datasets.Higgs(store, train: 1, validation: 1).Train.Features.Where((_, i) => i % 28 == 0));
    }

    [Theory]
    [InlineData(2, "found label 2 in column 1 (line 2)")]
    [InlineData(float.NaN, "found \"NaN\" in column 1, not a number (line 2)")]
    public void A_bad_line_of_higgs_is_named_and_leaves_no_rows(float label, string found)
    {
        var file = Higgs(Line(1, 0.5f), Line(label, 0.25f));
        var error = Assert.Throws<DataFileException>(() => Datasets.HiggsRows(Store()));
        Assert.StartsWith($"{file}: expected HIGGS rows (label 0 or 1, then 28 numbers, comma-separated, no header), {found}",
            error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.File("cache"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Without_a_copy_the_stand_in_is_streamed_and_says_so()
    {
        using var display = new RecordingDisplay();
        using var rows = Datasets.HiggsRows(Store());
        Assert.Equal((DataKind.StandIn, HiggsLoader.RowsOfHead(Catalogue.Course["higgs"])), (rows.Provenance.Kind, rows.Count));
        Assert.Contains(display.Outputs, o => o.Text.Contains("HIGGS: STAND-IN DATA", StringComparison.Ordinal));
    }

    [Fact]
    public void The_real_sample_is_streamed_row_for_row()
    {
        var folder = Environment.GetEnvironmentVariable("COURSEWARE_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "COURSEWARE_DATA names no folder with real data.");
        var store = new DataStore(Catalogue.Course,
            new DataSettings { DataFolder = folder, CacheFolder = _folder.File("cache"), Policy = DataPolicy.RealOnly, Offline = true });
        var (train, held) = Datasets.Higgs(store, 10_000, 984);
        using var rows = Datasets.HiggsRows(store);
        Assert.Equal((train.Provenance.Hash, 10_984), (rows.Provenance.Hash, rows.Count));
        var (features, labels) = (new float[28], new int[1]);
        foreach (var i in new[] { 0, 983, 984, 10_983 })
        {
            rows.Read([i], features, labels, []);
            Assert.Equal(i < 984 ? held.Row(i) : train.Row(i - 984), features);
            Assert.Equal(i < 984 ? held.Labels[i] : train.Labels[i - 984], labels[0]);
        }
    }

    private string Higgs(params string[] lines)
        => _folder.Write("data/higgs/HIGGS.csv", Encoding.ASCII.GetBytes(string.Join("\n", lines) + "\n"));

    private static string Line(float label, float value)
        => FormattableString.Invariant($"{label},{string.Join(",", Enumerable.Repeat(FormattableString.Invariant($"{value}"), 28))}");

    private DataStore Store()
    {
        Directory.CreateDirectory(_folder.File("data"));
        Directory.CreateDirectory(_folder.File("cache"));
        return new(Catalogue.Course,
            new DataSettings { DataFolder = _folder.File("data"), CacheFolder = _folder.File("cache"), Offline = true });
    }
}
