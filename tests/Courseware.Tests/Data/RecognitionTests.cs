using System.IO.Compression;
using System.Text;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>"Real" is said of recognised content alone, in whatever packing it comes; what is there in its place says so.</summary>
public sealed class RecognitionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_that_differs_is_used_and_says_so_once_a_cell()
    {
        using var display = new RecordingDisplay();
        Edited(iris => iris.Replace("5.1,3.5,1.4,0.2", "5.2,3.5,1.4,0.2", StringComparison.Ordinal));
        var data = Iris();
        Assert.Equal((DataKind.Unrecognised, "unrecognised", false),
            (data.Provenance.Kind, data.Provenance.KindText, data.Provenance.IsReal));
        var line = Assert.Single(display.Outputs).Text;
        Assert.Contains("Iris: NOT THE PUBLISHED DATA. What is in the folder COURSEWARE_DATA differs from the published file", line,
            StringComparison.Ordinal);
        Assert.Contains("UNRECOGNISED data · content", data.ToMimeBundle()[MimeTypes.Plain], StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"unrecognised\"", data.Provenance.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("real data", data.ToMimeBundle()[MimeTypes.Plain], StringComparison.Ordinal);
    }

    [Fact]
    public void Real_only_refuses_what_differs()
    {
        Edited(iris => iris.Replace("5.1,3.5,1.4,0.2", "5.2,3.5,1.4,0.2", StringComparison.Ordinal));
        Assert.Contains("differs from the published file", Assert.Throws<DataUnavailableException>(() => Iris(DataPolicy.RealOnly)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_content_in_another_form_is_real()
    {
        using var display = new RecordingDisplay();
        Edited(iris => "\uFEFF" + iris.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(DataKind.Real, Iris(DataPolicy.RealOnly).Provenance.Kind);
        Assert.Empty(display.Outputs);
    }

    [Fact]
    public void Values_that_can_be_no_measure_are_an_error_with_line_and_column()
    {
        Edited(iris => iris.Replace("5.1,3.5,1.4,0.2", "5.1,1e30,1.4,0.2", StringComparison.Ordinal));
        Assert.Contains("found 1E+30 for \"sepal width (cm)\", which is between 0 and 50 (line 1)",
            Assert.Throws<DataFileException>(() => Iris()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pixel_and_a_digit_are_whole_numbers()
    {
        var own = Path.Combine(Repository.Root, "data", "digits.csv.gz");
        using var packed = new GZipStream(File.OpenRead(own), CompressionMode.Decompress);
        var text = new StreamReader(packed).ReadToEnd();
        foreach (var (from, to, found) in new[] { ("0,0,5,13", "0,0,5.5,13", "pixel 5.5"), (",0\n", ",0.7\n", "digit 0.7") })
        {
            var at = text.IndexOf(from, StringComparison.Ordinal);
            _folder.Write("uci/digits.csv", Encoding.ASCII.GetBytes(text[..at] + to + text[(at + from.Length)..]));
            Assert.Contains(found, Assert.Throws<DataFileException>(() => TableLoader.Digits(Store(), Catalogue.Course["digits"])).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Columns_in_another_order_are_not_read_as_the_published_ones()
    {
        var columns = Catalogue.Course["mobile-price"].Columns.ToArray();
        (columns[0], columns[1]) = (columns[1], columns[0]);
        _folder.Write("mobile-price/train.csv", Encoding.ASCII.GetBytes(string.Join(',', columns) + ",price_range\n"));
        Assert.Contains("found \"blue\" as the name of column 1, which is \"battery_power\"",
            Assert.Throws<DataFileException>(() => Datasets.MobilePrices(Store())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_before_the_header_is_no_part_of_the_first_name()
    {
        var columns = Catalogue.Course["mobile-price"].Columns;
        var rows = string.Concat(Enumerable.Range(0, 2000)
            .Select(i => string.Join(',', Enumerable.Repeat("1", 20)) + FormattableString.Invariant($",{i % 4}\n")));
        _folder.Write("mobile-price/train.csv", Encoding.UTF8.GetBytes("\uFEFF" + string.Join(',', columns) + ",price_range\n" + rows));
        using var display = new RecordingDisplay();
        var phones = Datasets.MobilePrices(Store());
        Assert.Equal("battery_power", phones.FeatureNames[0]);
        Assert.Equal(DataKind.Unrecognised, phones.Provenance.Kind);
    }

    [Fact]
    public void Mnists_other_file_names_are_found()
    {
        var entry = Catalogue.Course["mnist"];
        foreach (var name
            in new[] { "train-images.idx3-ubyte", "train-labels.idx1-ubyte.gz", "t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte" })
        {
            _folder.Write($"mnist/{name}", [1]);
        }

        Assert.Equal(
            ["train-images.idx3-ubyte", "train-labels.idx1-ubyte.gz", "t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte"],
            entry.Files.Select(f => Path.GetFileName(Store().Obtain(entry, f.Name, download: false).Path)));
    }

    [Fact]
    public void A_part_of_the_sample_of_Higgs_is_recognised_by_the_whole_in_any_packing()
    {
        var folder = Environment.GetEnvironmentVariable("COURSEWARE_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "COURSEWARE_DATA names no folder with real data.");
        var real = new DataStore(Catalogue.Course,
            new DataSettings { DataFolder = folder, CacheFolder = _folder.File("cache"), Policy = DataPolicy.RealOnly, Offline = true });
        Assert.True(Datasets.Higgs(real, 500, 50).Provenance.IsReal);

        using var packed = new GZipStream(File.OpenRead(Path.Combine(folder!, "higgs", "higgs-subset.csv.gz")), CompressionMode.Decompress);
        var text = new StreamReader(packed).ReadToEnd();
        _folder.Write("higgs/higgs-subset.csv", Encoding.ASCII.GetBytes(text));
        Assert.True(Datasets.Higgs(Store(), 500, 50).Provenance.IsReal);
        var at = text.LastIndexOf(',');
        _folder.Write("higgs/higgs-subset.csv", Encoding.ASCII.GetBytes(text[..at] + ",1.5\n"));
        Assert.False(Datasets.Higgs(Store(), 500, 50).Provenance.IsReal);
    }

    [Fact]
    public void A_claim_about_real_data_is_not_tested_on_what_differs()
    {
        using var display = new RecordingDisplay();
        Edited(iris => iris.Replace("5.1,3.5,1.4,0.2", "5.2,3.5,1.4,0.2", StringComparison.Ordinal));
        Assert.Equal(DataKind.Unrecognised, Iris().Provenance.Kind);
        Assert.Equal(DataKind.Unrecognised, LoadedData.Find("iris")?.Kind);
    }

    private Dataset Iris(DataPolicy policy = DataPolicy.RealOrStandIn)
        => Store(policy).Load("iris", entry => TableLoader.Iris(Store(policy), entry), null);

    private void Edited(Func<string, string> change)
        => _folder.Write("uci/iris.data",
            Encoding.UTF8.GetBytes(change(File.ReadAllText(Path.Combine(Repository.Root, "data", "iris.data")))));

    private DataStore Store(DataPolicy policy = DataPolicy.RealOrStandIn)
        => new(Catalogue.Course,
            new DataSettings { DataFolder = _folder.Path, CacheFolder = _folder.File("cache"), Policy = policy, Offline = true });
}
