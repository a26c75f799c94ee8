using Xunit;

namespace Courseware.Tests.Data;

/// <summary>On real copies, in the folder that COURSEWARE_DATA names; skipped without.</summary>
public sealed class RealDataTests
{
    private static string Folder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("COURSEWARE_DATA");
            Assert.SkipWhen(string.IsNullOrEmpty(folder), "COURSEWARE_DATA names no folder with real data.");
            return folder!;
        }
    }

    private static DataStore Store => new(Catalogue.Course, new DataSettings
    {
        DataFolder = Folder,
        CacheFolder = Path.Combine(Path.GetTempPath(), "courseware-no-cache"),
        Policy = DataPolicy.RealOnly,
        Offline = true,
    });

    [Fact]
    public void Mnist_has_the_published_label_counts()
    {
        var (train, test) = Datasets.Mnist(Store);
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], train.ClassCounts());
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], test.ClassCounts());
        Assert.Equal([5, 0, 4, 1, 9], train.Labels.AsSpan(0, 5).ToArray());
        Assert.Equal([1, 28, 28], train.FeatureShape);
        Known(train);
    }

    [Fact]
    public void Fashion_mnist_has_equal_classes_and_pixels_from_0_to_1()
    {
        var (train, test) = Datasets.FashionMnist(Store);
        Assert.All(train.ClassCounts(), n => Assert.Equal(6000, n));
        Assert.All(test.ClassCounts(), n => Assert.Equal(1000, n));
        Assert.Equal([9, 0, 0, 3, 0], train.Labels.AsSpan(0, 5).ToArray());
        Assert.Equal(1, train.Row(0).Max());
        Assert.Equal(0, train.Row(0).Min());
        Known(train);
    }

    [Fact]
    public void Reuters_has_keras_split_and_topic_counts()
    {
        var (train, test) = Datasets.Reuters(Store, 1000);
        Assert.Equal((8982, 2246), (train.Count, test.Count));
        Assert.Equal(
            [55, 432, 74, 3159, 1949, 17, 48, 16, 139, 101, 124, 390, 49, 172, 26, 20, 444, 39, 66, 549, 269, 100, 15, 41, 62,
             92, 24, 15, 48, 19, 45, 39, 32, 11, 50, 10, 49, 19, 19, 24, 36, 30, 13, 21, 12, 18], train.ClassCounts());
        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, "reuters", "reuters_topics.txt")).Where(l => l.Length > 0), train.ClassNames);
        Known(train);
    }

    [Fact]
    public void Reuters_first_document_is_the_one_that_Keras_prints()
    {
        // x_train[0] of keras.datasets.reuters.load_data(num_words=10000), known from many print-outs; its topic is 3.
        int[] published =
        [
            1, 2, 2, 8, 43, 10, 447, 5, 25, 207, 270, 5, 3095, 111, 16, 369, 186, 90, 67, 7, 89, 5, 19, 102, 6, 19, 124, 15, 90, 67, 84, 22,
                482, 26, 7, 48, 4, 49, 8,
            864, 39, 209, 154, 6, 151, 6, 83, 11, 15, 22, 155, 11, 15, 7, 48, 9, 4579, 1005, 504, 6, 258, 6, 272, 11, 15, 22, 134, 44, 11,
                15, 16, 8, 197, 1245, 90,
            67, 52, 29, 209, 30, 32, 132, 6, 109, 15, 17, 12,
        ];
        var train = Datasets.Reuters(Store, 10_000).Train;
        var row = train.Row(0);
        Assert.Equal(published.Distinct().Order(), Enumerable.Range(0, row.Length).Where(c => row[c] == 1));
        Assert.Equal(3, train.Labels[0]);
    }

    [Fact]
    public void Numpys_shuffle_with_Keras_seed_is_reproduced()
    {
        var expected = File.ReadAllLines(Path.Combine(Folder, "reuters", "keras-split-indices.txt")).Where(l => l.Length > 0)
            .Select(int.Parse);
        Assert.Equal(expected, new NumpyRandom(113).Permutation(11_228));
    }

    [Fact]
    public void Higgs_holds_the_first_rows_out()
    {
        var (train, validation) = Datasets.Higgs(Store, 10_000, 984);
        Assert.Equal((10_000, 984), (train.Count, validation.Count));
        Assert.Equal(0.34186098f, validation.Row(0)[0]);
        Assert.Equal(0.770485938f, validation.Row(0)[27]);
        Assert.Equal(1, validation.Labels[0]);
        Assert.Equal(5821, train.ClassCounts()[1] + validation.ClassCounts()[1]); // 52.995 % of 10,984
        Known(train);
    }

    [Fact]
    public void Higgs_with_more_rows_than_the_file_has_says_how_many_there_are()
    {
        var error = Assert.Throws<DataFileException>(() => Datasets.Higgs(Store, 10_500, 984));
        Assert.Contains("expected 11,484 HIGGS rows (10,500 to train, 984 to validate), found 10,984. Ask for fewer rows", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Mobile_prices_have_500_phones_in_each_range()
    {
        var phones = Datasets.MobilePrices(Store);
        Assert.All(phones.ClassCounts(), n => Assert.Equal(500, n));
        Assert.Equal("ram", phones.FeatureNames[13]);
        Assert.Equal(2549, phones.Row(0)[13]);
        Known(phones);
    }

    [Fact]
    public void Cifar_10_takes_batches_from_archive_and_folder()
    {
        var (train, test) = Datasets.Cifar10(Store);
        Assert.All(train.ClassCounts(), n => Assert.Equal(5000, n));
        Assert.All(test.ClassCounts(), n => Assert.Equal(1000, n));
        Assert.Equal([1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981], train.Take(10_000).ClassCounts());
        Assert.Equal([1014, 1014, 952, 1016, 997, 1025, 980, 977, 1003, 1022], train.Skip(40_000).ClassCounts());
        Assert.Equal([3, 32, 32], train.FeatureShape);
        Known(train);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    [InlineData("reuters")]
    [InlineData("higgs")]
    [InlineData("mobile-price")]
    public void Files_have_the_catalogues_checksums(string id)
        => Assert.All(Store.Verify(id), line =>
            Assert.True(line.Contains(": verified", StringComparison.Ordinal)
                || line.Contains(": not there", StringComparison.Ordinal), line));

    private static void Known(Dataset data)
    {
        Assert.Equal(DataKind.Real, data.Provenance.Kind);
        Assert.True(Catalogue.Course.Entries.Any(e => e.KnownContent.ContainsKey(data.Provenance.Hash)),
            $"{data.Provenance.Name}: content {data.Provenance.Hash} is not in the catalogue's knownContent.");
    }
}
