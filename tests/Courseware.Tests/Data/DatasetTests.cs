using Xunit;

namespace Courseware.Tests.Data;

public sealed class DatasetTests
{
    // Ten rows of (i, 10 i), classes 0 1 2 0 1 2 …
    private static Dataset Ten { get; } = new("ten", [.. Enumerable.Range(0, 10).SelectMany(i => new float[] { i, 10 * i })], [2],
        [.. Enumerable.Range(0, 10).Select(i => i % 3)], classNames: ["a", "b", "c"]);

    private static Dataset Bytes { get; } = new("bytes", new ByteStore([0, 51, 102, 255], 2, ByteStore.Pixels), [2], 2, [0, 1]);

    [Fact]
    public void A_batch_is_gathered_in_the_order_asked_for()
    {
        var (features, labels) = (new float[6], new int[3]);
        Ten.Gather([7, 0, 7], features, labels);
        Assert.Equal([7, 70, 0, 0, 7, 70], features);
        Assert.Equal([1, 0, 1], labels);
    }

    [Theory]
    [InlineData("pixels")]
    [InlineData("counts")]
    [InlineData("from -1 to 1")]
    [InlineData("standardised")]
    [InlineData("constant")]
    [InlineData("in reverse")]
    [InlineData("no line")]
    public void Bytes_mean_to_the_bit_what_their_table_says_in_rows_of_any_length(string name)
    {
        float[] meaning = [.. Enumerable.Range(0, 256).Select(b => name switch
        {
            "pixels" => ByteStore.Pixels[b],
            "counts" => ByteStore.Counts[b],
            "from -1 to 1" => 2 * ByteStore.Pixels[b] - 1,
            "standardised" => (ByteStore.Pixels[b] - 0.2860f) / 0.3530f,
            "constant" => 3f,
            "in reverse" => 1 - ByteStore.Pixels[b],
            _ => MathF.Sqrt(b),
        })];
        byte[] bytes = [.. Enumerable.Range(0, 3 * 256).Select(b => (byte)(b * 7))];
        foreach (var width in new[] { 1, 31, 32, 33, 256, 384 })
        {
            var store = new ByteStore(bytes[..(bytes.Length / width * width)], width, meaning);
            var rows = new Dataset("bytes", store, [width], store.Rows, new int[store.Rows]);
            var features = new float[store.Rows * width];
            rows.Gather([.. Enumerable.Range(0, store.Rows)], features);
            Assert.Equal(bytes[..features.Length].Select(b => BitConverter.SingleToInt32Bits(meaning[b])),
                features.Select(BitConverter.SingleToInt32Bits));
        }
        if (name is "pixels" or "counts" or "constant")
            Assert.NotNull(ByteLine.Of(meaning));
        if (name == "no line")
            Assert.Null(ByteLine.Of(meaning));
    }

    [Fact]
    public void A_large_batch_of_bytes_is_gathered_as_a_small_one()
    {
        var store = new ByteStore([.. Enumerable.Range(0, 784 * 300).Select(i => (byte)(i * 31 >> 3))], 784, ByteStore.Pixels);
        var rows = new Dataset("bytes", store, [784], 300, new int[300]);
        int[] indices = [.. Enumerable.Range(0, 300).Select(i => i * 7 % 300)];
        var features = new float[300 * 784];
        rows.Gather(indices, features);
        Assert.Equal(indices.SelectMany(rows.Row), features);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Gather([0, 300], features));
    }

    [Fact]
    public void What_a_data_set_says_of_itself_is_the_same_in_every_culture()
    {
        var data = new Dataset("wide", new float[2400], [1], [.. Enumerable.Range(0, 2400).Select(i => i % 2)]);
        var before = System.Globalization.CultureInfo.CurrentCulture;
        var persian = (System.Globalization.CultureInfo)before.Clone();
        persian.NumberFormat.NumberGroupSeparator = "٬";
        var here = Said();
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = persian;
            Assert.Equal(here, Said());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
        Assert.Contains("2,400 rows", here, StringComparison.Ordinal);

        string Said() => string.Join('\n', [data.ToString(), data.Provenance.Line, .. data.ToMimeBundle().Values]);
    }

    [Fact]
    public void Views_of_views_show_the_right_rows()
    {
        var view = Ten.Skip(2).Take(6).Subset(5, 0, 3).Skip(1);
        Assert.Equal([2, 20, 5, 50], view.Features);
        Assert.Equal([2, 2], view.Labels);
        Assert.Equal([5, 50], view.Row(1));
    }

    [Fact]
    public void Views_share_the_store_and_whole_float_sets_their_array()
    {
        var values = new float[] { 1, 2, 3, 4 };
        var data = new Dataset("shared", values, [2]);
        Assert.Same(values, data.Features);
        values[2] = 9;
        Assert.Equal([9, 4], data.Skip(1).Row(0));
    }

    [Fact]
    public void Bytes_are_read_as_pixels_from_0_to_1()
    {
        Assert.Equal([0, 0.2f, 0.4f, 1], Bytes.Features);
        Assert.Equal([-1, 1], [.. Bytes.Normalize(0.5f, 0.5f).Features.Where((_, i) => i is 0 or 3)]);
    }

    [Fact]
    public void A_split_takes_every_row_once_and_the_same_ones_for_the_same_seed()
    {
        var (train, test) = Ten.Split(0.7, seed: 3);
        Assert.Equal((7, 3), (train.Count, test.Count));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), train.Features.Concat(test.Features).Where((_, i) => i % 2 == 0)
            .Order());
        Assert.Equal(train.Features, Ten.Split(0.7, seed: 3).Train.Features);
        Assert.NotEqual(train.Features, Ten.Split(0.7, seed: 4).Train.Features);
    }

    [Fact]
    public void A_stratified_subset_keeps_the_share_of_each_class_and_a_larger_one_contains_it()
    {
        var data = new Dataset("many", new float[1000], [1], [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? 1 : 0)]);
        Assert.Equal([45, 5], data.StratifiedSubset(0.05, 1).ClassCounts());
        Assert.Equal([1, 1], data.StratifiedSubset(0.0001, 1).ClassCounts());
        var numbered = new Dataset("many", [.. Enumerable.Range(0, 1000).Select(i => (float)i)], [1], data.Labels);
        Assert.Subset(numbered.StratifiedSubset(0.2, 1).Features.ToHashSet(), numbered.StratifiedSubset(0.05, 1).Features.ToHashSet());
        Assert.Equal([7, 7], data.PerClass(7).ClassCounts());
    }

    [Fact]
    public void Classes_are_filtered_and_renumbered()
    {
        var two = Ten.OnlyClasses(0, 2);
        Assert.Equal([4, 0, 3], two.ClassCounts());
        var renumbered = two.Relabelled();
        Assert.Equal(["a", "c"], renumbered.ClassNames);
        Assert.Equal([4, 3], renumbered.ClassCounts());
    }

    [Fact]
    public void One_hot_has_a_one_at_the_class_and_is_gathered_with_the_rows()
    {
        var hot = Ten.OneHot().Skip(1);
        var (features, targets) = (new float[4], new float[6]);
        hot.Gather([0, 1], features, targets);
        Assert.Equal([0, 1, 0, 0, 0, 1], targets);
    }

    [Fact]
    public void Standardizing_uses_the_training_part_alone()
    {
        var scaled = new TrainTest(new("train", [1, 5, 3, 5], [2]), new("test", [5, 7], [2])).Standardize();
        Assert.Equal([-1, 0, 1, 0], scaled.Train.Features);
        Assert.Equal([3, 2], scaled.Test.Features);
        Assert.Equal([0, 0, 1, 0], new Dataset("train", [1, 5, 3, 5], [2]).Normalize().Features);
    }

    [Fact]
    public void A_scaled_set_keeps_the_provenance_of_what_was_loaded_and_tells_its_own_hash()
    {
        var scaled = Ten.Standardize();
        Assert.Equal(Ten.Provenance, scaled.Provenance);
        Assert.NotEqual(Ten.HashNow(), scaled.HashNow());
        Assert.Equal(Ten.HashNow(), Ten.Take(10).HashNow());
    }

    [Theory]
    [InlineData("labels", "needs one label a row: 'bad' has 2 rows and 3 labels")]
    [InlineData("rows", "must fill whole rows: 3 numbers do not divide into rows of 2 = 2")]
    [InlineData("range", "must be a class from 0 to 1: 'bad' has label 7 in row 1")]
    [InlineData("negative", "must be a class from 0 to 0: 'bad' has label -1 in row 0")]
    [InlineData("targets", "needs targetWidth target values a row: 'bad' has 2 rows, targetWidth 3 and 4 target values")]
    public void What_does_not_fit_is_an_error_that_tells_both_numbers(string what, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => what switch
        {
            "labels" => new Dataset("bad", new float[4], [2], [0, 1, 0]),
            "rows" => new Dataset("bad", new float[3], [2]),
            "range" => new Dataset("bad", new float[4], [2], [0, 7], classNames: ["x", "y"]),
            "negative" => new Dataset("bad", new float[4], [2], [-1, 0]),
            _ => new Dataset("bad", new float[4], [2], targets: new float[4], targetWidth: 3),
        });
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_requests_say_what_is_possible()
    {
        Says("A row index must be from 0 to 9: 'ten' was asked for row 10", () => Ten.Row(10));
        Says("The buffer 'features' must hold 4 numbers for this batch of 'ten', and has 3", () => Ten.Gather([0, 1], new float[3]));
        Says("'ten' has no targets to gather. For classes use OneHot() first", () => Ten.Gather([0], new float[2], new float[3]));
        Says("A split needs a share above 0 and below 1, not 80", () => Ten.Split(80.0));
        Says("'ten' has 10 rows, asked for 8 + 5", () => Ten.Split(8, 5));
        Says("A class of 'ten' is a number from 0 to 2, not 3", () => Ten.OnlyClasses(3));
        Says("it cannot be read as 3 = 3", () => Ten.Reshape(3));
        Says("OneHot needs classes, and 'plain' has none", () => new Dataset("plain", [1], [1]).OneHot());
    }

    private static void Says(string message, Action act)
        => Assert.Contains(message, Assert.ThrowsAny<Exception>(act).Message, StringComparison.Ordinal);
}
