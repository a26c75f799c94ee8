using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Courseware.ML.Tests;

public sealed class DataViewTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Kinds
        => ["classes", "one target", "three targets", "classes and targets", "features alone", "images", "names", "mostly zeros",
            "one row"];

    [Theory, MemberData(nameof(Kinds))]
    public void A_data_set_comes_back_as_it_went(string kind)
    {
        var data = kind switch
        {
            "classes" => Tables.Random(40, [5], classes: 3),
            "one target" => Tables.Random(40, [5], targets: 1),
            "three targets" => Tables.Random(40, [5], targets: 3),
            "classes and targets" => Tables.Random(40, [5], classes: 2, targets: 2),
            "features alone" => Tables.Random(40, [5]),
            "images" => Tables.Random(40, [2, 3, 4], classes: 4),
            "names" => Tables.Random(40, [5], classes: 2, names: true),
            "one row" => Tables.Random(1, [1], classes: 1),
            _ => Sparse(),
        };
        // TakeRows makes a view of another class, so that every row really passes through the cursor.
        Tables.Equal(data, _context.Data.TakeRows(data.ToDataView(), 1000).ToDataset());
    }

    [Fact]
    public void A_view_of_a_data_set_gives_that_data_set_itself()
    {
        var data = Tables.Random(10, [3], classes: 2);
        Assert.Same(data, data.ToDataView().ToDataset());
        Assert.Same(data, data.ToDataView(LabelForm.Boolean).ToDataset());
        Assert.NotSame(data, data.ToDataView(LabelForm.Number).ToDataset());
    }

    [Fact]
    public void A_view_of_a_view_of_some_rows_has_those_rows()
    {
        var data = Tables.Random(30, [3], classes: 3).Subset(5, 2, 29, 2);
        Tables.Equal(data, _context.Data.TakeRows(data.ToDataView(), 99).ToDataset());
    }

    [Fact]
    public void Rows_that_are_mostly_zeros_are_handed_over_sparse()
    {
        using var cursor = Sparse().ToDataView() is var view ? view.GetRowCursor(view.Schema) : throw new InvalidOperationException();
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[ColumnNames.Features]);
        VBuffer<float> row = default;
        Assert.True(cursor.MoveNext());
        getter(ref row);
        Assert.False(row.IsDense);
        Assert.Equal(2, row.GetValues().Length);
        Assert.True(cursor.MoveNext());
        getter(ref row);
        Assert.True(row.IsDense);
    }

    [Fact]
    public void Rows_on_disk_are_read_as_they_are_asked_for()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.rows");
        try
        {
            var data = Tables.Random(5000, [9], classes: 2, targets: 1);
            using var rows = RowFile.Create(path, data);
            var view = rows.ToDataView(LabelForm.Key, ["no", "yes"]);
            Assert.False(view.CanShuffle);
            var back = _context.Data.TakeRows(view, 9999).ToDataset();
            Assert.Equal(data.Features, back.Features);
            Assert.Equal(data.Labels, back.Labels);
            Assert.Equal(data.Targets, back.Targets);
            Assert.Equal(["no", "yes"], back.ClassNames);
            Assert.Equal(data.Labels, _context.Data.TakeRows(rows.ToDataView(LabelForm.Boolean), 9999).ToDataset().Labels);
            Assert.Contains("give classNames", Assert.Throws<ArgumentException>(() => rows.ToDataView(LabelForm.Key)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_shuffled_pass_has_every_row_once_whole_and_with_its_own_number()
    {
        var data = Tables.Random(300, [4], classes: 3);
        var view = data.ToDataView();
        using var cursor = view.GetRowCursor(view.Schema, new Random(5));
        var features = cursor.GetGetter<VBuffer<float>>(view.Schema[ColumnNames.Features]);
        var label = cursor.GetGetter<uint>(view.Schema[ColumnNames.Label]);
        var id = cursor.GetIdGetter();
        var seen = new List<int>();
        var (row, key, number) = (default(VBuffer<float>), 0u, default(DataViewRowId));
        while (cursor.MoveNext())
        {
            features(ref row);
            label(ref key);
            id(ref number);
            seen.Add((int)number.Low);
            Assert.Equal(data.Row(seen[^1]), row.DenseValues().ToArray());
            Assert.Equal(data.Labels[seen[^1]] + 1, (int)key);
        }
        Assert.NotEqual(Enumerable.Range(0, 300), seen);
        Assert.Equal(Enumerable.Range(0, 300), seen.Order());
        Assert.False(cursor.MoveNext());
    }

    [Theory]
    [InlineData(LabelForm.Key)]
    [InlineData(LabelForm.Number)]
    public void The_label_can_be_read_alone(LabelForm form)
    {
        var data = form == LabelForm.Key ? Tables.Random(500, [3], classes: 4) : Tables.Random(500, [3], targets: 1);
        var view = data.ToDataView();
        Assert.Equal(form, view.LabelForm);
        var read = form == LabelForm.Key ? view.GetColumn<uint>(ColumnNames.Label).Select(k => k - 1f)
            : view.GetColumn<float>(ColumnNames.Label);
        Assert.Equal(form == LabelForm.Key ? data.Labels.Select(l => (float)l) : data.Targets, read);
    }

    [Fact]
    public void A_column_that_was_not_asked_for_is_an_error()
    {
        var view = Tables.Random(4, [2], classes: 2).ToDataView();
        using var cursor = view.GetRowCursor([view.Schema[ColumnNames.Label]]);
        Assert.Contains("was not asked for",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema[ColumnNames.Features])).Message,
            StringComparison.Ordinal);
        Assert.Contains("cannot be read as Single",
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema[ColumnNames.Label])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_text_keep_their_names_through_a_key()
    {
        var view = _context.Data.LoadFromEnumerable<Flower>(
            [new() { Petal = 1, Sepal = 2, Kind = "rose" }, new() { Petal = 3, Sepal = 4, Kind = "aster" },
                new() { Petal = 5, Sepal = 6, Kind = "rose" }]);
        var pipeline = _context.Transforms.Concatenate("Features", "Petal", "Sepal")
            .Append(_context.Transforms.Conversion.MapValueToKey("Label", "Kind"));
        var data = pipeline.Fit(view).Transform(view).ToDataset("flowers");
        Assert.Equal([1f, 2, 3, 4, 5, 6], data.Features);
        Assert.Equal([0, 1, 0], data.Labels);
        Assert.Equal(["rose", "aster"], data.ClassNames);
        Assert.Equal(["Petal", "Sepal"], data.FeatureNames);
        Assert.Equal("flowers", data.Name);
    }

    [Fact]
    public void Numbers_as_classes_keep_their_names_through_a_key()
    {
        var view = _context.Data.LoadFromEnumerable<Flower>([new() { Petal = 1, Number = 30 }, new() { Petal = 3, Number = 10 }]);
        var data = _context.Transforms.Conversion.MapValueToKey("Number").Fit(view).Transform(view)
            .ToDataset(features: "Petal", label: "Number");
        Assert.Equal(["30", "10"], data.ClassNames);
        Assert.Equal(1, Assert.Single(data.FeatureShape));
    }

    [Fact]
    public void A_view_whose_length_nobody_knows_is_read_to_its_end()
    {
        var data = Tables.Random(1000, [3], targets: 1);
        var filtered = _context.Data.FilterRowsByColumn(data.ToDataView(), ColumnNames.Label, lowerBound: 0);
        Assert.Null(filtered.GetRowCount());
        var expected = data.Subset(Enumerable.Range(0, 1000).Where(i => data.Targets[i] >= 0));
        Assert.Equal(expected.Features, filtered.ToDataset().Features);
        Assert.Equal(expected.Targets, filtered.ToDataset().Targets);
    }

    [Fact]
    public void What_cannot_be_a_data_set_is_told_with_its_mend()
    {
        var flowers = _context.Data.LoadFromEnumerable<Flower>([new() { Petal = 1, Kind = "rose", Exact = [1, 2], Any = [1, 2, 3] }]);
        Says(() => flowers.ToDataset(), "no column 'Features'", "Petal (Single)");
        Says(() => flowers.ToDataset(features: "Exact"), "Vector<Double, 2>", "Concatenate");
        Says(() => flowers.ToDataset(features: "Any"), "no fixed length");
        Says(() => flowers.ToDataset(features: "Kind"), "holds String", "float");
        Says(() => flowers.ToDataset(features: "Petal", label: "Kind"), "holds text", "MapValueToKey");
        Says(() => flowers.ToDataset(features: "Petal", label: "Number"), "holds Int32", "ConvertType");
        Says(() => flowers.ToDataset(features: "Petal", label: "Colour"), "no column 'Colour' for the label");
        Says(() => _context.Data.FilterRowsByColumn(flowers, "Petal", lowerBound: 9).ToDataset(features: "Petal"), "has no row");

        var gaps = _context.Data.LoadFromEnumerable<Flower>([new() { Petal = 1, Kind = "rose" }, new() { Petal = 2, Kind = "fern" }]);
        var keys = _context.Data.LoadFromEnumerable<Name>([new() { Text = "rose" }]);
        var known = _context.Transforms.Conversion.MapValueToKey("Label", "Kind", keyData: keys).Fit(gaps).Transform(gaps);
        Says(() => known.ToDataset(features: "Petal"), "Row 1", "missing key");
    }

    [Fact]
    public void A_label_that_cannot_have_the_form_asked_for_is_told()
    {
        Says(() => Tables.Random(9, [2], classes: 3).ToDataView(LabelForm.Boolean), "two classes", "has 3");
        Says(() => Tables.Random(9, [2]).ToDataView(LabelForm.Key), "has none");
        Says(() => Tables.Random(9, [2], targets: 2).ToDataView(LabelForm.Number), "has 2");
        Says(() => Tables.Random(9, [2], classes: 3).ToDataView(LabelForm.Key, ["a"]), "3 classes", "1 classNames");
    }

    private static void Says(Action action, params string[] parts)
    {
        var text = Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    // The first row has two numbers of nine, the second seven.
    private static Dataset Sparse() => new("zeros", [0, 4, 0, 0, 0, 0, 0, 0, -1, 1, 2, 3, 4, 5, 6, 7, 0, 0], [9], [0, 1]);

    private sealed class Flower
    {
        public float Petal { get; set; }

        public float Sepal { get; set; }

        public string Kind { get; set; } = "";

        public int Number { get; set; }

        [VectorType(2)]
        public double[] Exact { get; set; } = [0, 0];

        public float[] Any { get; set; } = [];
    }

    private sealed class Name
    {
        public string Text { get; set; } = "";
    }
}
