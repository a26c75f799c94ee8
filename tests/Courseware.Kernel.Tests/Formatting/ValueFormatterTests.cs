using System.Collections;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Courseware.Kernel.Formatting;
using Xunit;

namespace Courseware.Kernel.Tests.Formatting;

public sealed partial class ValueFormatterTests
{
    private static IReadOnlyDictionary<string, string> Bundle(object? value) => ValueFormatter.ToBundle(value, FormattingContext.Outside);

    private static string Text(object? value) => Bundle(value)["text/plain"];

    private static string Bare(string html) => StyleOf().Replace(html, "");

    [GeneratedRegex(" style=\"[^\"]*\"")]
    private static partial Regex StyleOf();

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture() => Assert.Equal("1234.5", Text(1234.5));

    [Fact]
    public void A_string_is_itself() => Assert.Equal("a\nb", Text("a\nb"));

    [Fact]
    public void A_short_sequence_of_numbers_is_one_line() => Assert.Equal("[1, 2.5]", Text(new[] { 1, 2.5 }));

    [Fact]
    public void A_long_sequence_is_cut_and_says_its_length()
    => Assert.EndsWith("18, 19, … (1000 items)]", Text(Enumerable.Range(0, 1000).ToArray()), StringComparison.Ordinal);

    [Fact]
    public void An_endless_sequence_is_cut()
    {
        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i = (i + 1) % 10)
                yield return i;
        }

        Assert.EndsWith("…]", Text(Endless()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_sequence_of_objects_is_a_table_that_is_cut()
    {
        static IEnumerable<object> Endless()
        {
            while (true)
                yield return new { A = 1 };
        }

        var bundle = Bundle(Endless());
        Assert.Equal(20, bundle["text/html"].Split("<tr><td").Length - 1);
        Assert.EndsWith("… and more", bundle["text/plain"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_that_throws_shows_what_it_gave_and_why_it_stopped()
    {
        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidOperationException("no more");
        }

        Assert.Equal("[1, ⚠ InvalidOperationException: no more]", Text(Broken()));
    }

    [Fact]
    public void A_record_that_contains_itself_is_cut()
    {
        var node = new Node("a");
        node.Next = node;
        Assert.Equal("""Node { Name = "a", Next = Node { Name = "a", Next = Node { Name = "a", Next = … } } }""", Text(node));
    }

    [Fact]
    public void A_list_that_contains_itself_is_cut()
    {
        var list = new ArrayList();
        list.Add(list);
        Assert.Equal("[[[[…]]]]", Text(list));
    }

    [Fact]
    public void A_property_that_throws_stands_as_its_exception() =>
        Assert.Contains("⚠ InvalidOperationException: not ready", Bundle(new Throwing())["text/html"], StringComparison.Ordinal);

    [Fact]
    public void A_text_that_throws_stands_as_its_exception() => Assert.Equal("⚠ InvalidOperationException: no text", Text(new Mute()));

    [Fact]
    public void A_bundle_that_throws_is_told()
    => Assert.Contains("could not be shown: InvalidOperationException: no picture", Text(new BrokenChart()), StringComparison.Ordinal);

    [Fact]
    public void Anonymous_objects_are_a_table_with_a_column_per_property()
    {
        var bundle = Bundle(new[] { new { Name = "<a>", Loss = 0.5 }, new { Name = "b", Loss = 0.25 } });
        Assert.Equal(
            "<table><thead><tr><th>Name</th><th>Loss</th></tr></thead><tbody><tr><td>&lt;a&gt;</td><td>0.5</td></tr><tr><td>b</td><td>0.25</td></tr></tbody></table>", Bare(bundle["text/html"]));
        Assert.Equal("Name  Loss\n<a>    0.5\nb     0.25", bundle["text/plain"]);
    }

    [Fact]
    public void A_dictionary_is_a_table_of_keys_and_values() =>
        Assert.Equal("key  value\na        1", Text(new Dictionary<string, int> { ["a"] = 1 }));

    [Fact]
    public void A_matrix_is_a_table() => Assert.Equal("0  1\n1  2\n3  4", Text(new[,] { { 1, 2 }, { 3, 4 } }));

    [Fact]
    public void Types_are_written_as_in_CSharp()
    => Assert.Equal("Dictionary<string, List<int?>>", TypeNames.Of(typeof(Dictionary<string, List<int?>>)));

    [Fact]
    public void Tuples_are_a_table_with_a_column_per_field()
    => Assert.Equal("Item1  Item2\nAdam     0.1\nSGD     0.25", Text(new[] { ("Adam", 0.1), ("SGD", 0.25) }));

    [Fact]
    public void Rows_of_numbers_are_a_table() => Assert.Equal("0  1  2\n1  2\n3  4  5", Text(new[] { new[] { 1, 2 }, [3, 4, 5] }));

    [Fact]
    public void Groups_stand_beside_their_keys() =>
        Assert.Equal("key    value\nFalse  [1, 3]\nTrue   [2, 4]", Text(new[] { 1, 2, 3, 4 }.GroupBy(i => i % 2 == 0)));

    [Fact]
    public void A_data_table_is_a_table()
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("model", typeof(string));
        table.Columns.Add("loss", typeof(double));
        table.Rows.Add("<SGD>", 0.5);
        table.Rows.Add("Adam", DBNull.Value);
        Assert.Equal("model  loss\n<SGD>   0.5\nAdam", Text(table));
        Assert.Contains("&lt;SGD&gt;", Bundle(table)["text/html"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("True", true)]
    [InlineData("x", 'x')]
    [InlineData("Monday", DayOfWeek.Monday)]
    [InlineData("byte[3] 01 02 FF", new byte[] { 1, 2, 255 })]
    [InlineData("[1, 2, 3]", new[] { 1, 2, 3 })]
    [InlineData("int?[]", typeof(int?[]))]
    public void Simple_values_read_as_one_would_write_them(string text, object? value) => Assert.Equal(text, Text(value));

    [Fact]
    public void Values_without_a_literal_read_as_one_would_write_them() =>
        Assert.Equal(
            ["12.50", "2026-05-04 13:00:00", "2026-05-04", "00:01:30", "00000000-0000-0000-0000-000000000000", "(1, \"a\")",
                "InvalidOperationException: no"],
            new object[] { 12.50m, new DateTime(2026, 5, 4, 13, 0, 0), new DateOnly(2026, 5, 4), TimeSpan.FromSeconds(90), Guid.Empty,
                (1, "a"), new InvalidOperationException("no") }.Select(Text));

    [Fact]
    public void Numbers_stand_on_the_right_and_words_on_the_left()
    {
        var html = Bundle(new[] { new { Name = "a", Loss = 0.5 } })["text/html"];
        Assert.Matches("text-align:left\">a</td>.*text-align:right\">0.5</td>", html);
    }

    [Fact]
    public void Something_nested_opens_in_place()
    {
        var nested = new { Name = "a", Layers = Enumerable.Range(0, 5).Select(i => new { Layer = $"dense {i}", Units = i }).ToList() };
        Assert.Contains("<details><summary>[{ Layer = &quot;dense 0&quot;", Bundle(nested)["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_items_are_not_read()
    {
        var read = 0;
        var text = Text(Enumerable.Range(0, 1_000_000).Select(i => new { Index = read = i }));
        Assert.EndsWith("… and more", text, StringComparison.Ordinal);
        Assert.Equal(20, read);
    }

    [Fact]
    public void A_sequence_is_enumerated_once()
    {
        var started = 0;
        IEnumerable<int> Once()
        {
            started++;
            yield return 1;
        }

        Bundle(Once());
        Assert.Equal(1, started);
    }

    [Fact]
    public void A_property_that_never_returns_is_given_up_with_a_note()
    {
        var watch = Stopwatch.StartNew();
        var text = Text(new Waiting());
        Assert.Equal("Waiting { Before = 1, … Waiting.Never did not return within 1 s; what it does goes on in the background }", text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.5, 60);
    }

    [Fact]
    public void Slow_items_are_shown_as_far_as_the_time_goes()
    {
        var text = Text(Enumerable.Range(1, 20).Select(i =>
        {
            Thread.Sleep(100);
            return i;
        }));
        Assert.StartsWith("[1, 2", text, StringComparison.Ordinal);
        Assert.EndsWith("…]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_changes_while_it_is_read_shows_what_it_gave()
    {
        var list = new List<object>();
        list.AddRange([1, new Adding(list), 3]);
        Assert.Contains("InvalidOperationException", Text(list), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_that_branch_without_end_are_cut() => Assert.InRange(Text(new Branching()).Length, 100, 5000);

    [Fact]
    public void A_long_string_is_cut_and_says_its_length()
    => Assert.EndsWith("… (3000000 characters)", Text(new string('x', 3_000_000)), StringComparison.Ordinal);

    [Fact]
    public void A_dictionary_of_paths_is_not_taken_for_a_bundle() =>
        Assert.Equal("key  value\na/b  1", Text(new Dictionary<string, string> { ["a/b"] = "1" }));

    [Fact]
    public void Negative_numbers_in_a_table_have_the_minus_sign_of_the_charts_and_a_single_one_is_as_code_has_it()
    {
        var bundle = ValueFormatter.ToBundle(new[] { (-1.5, -3), (1e-7, 4) }, FormattingContext.Outside);
        Assert.Contains(">−1.5<", bundle["text/html"], StringComparison.Ordinal);
        Assert.Contains(">1E−07<", bundle["text/html"], StringComparison.Ordinal);
        Assert.Equal("Item1  Item2\n −1.5     −3\n1E−07      4", bundle["text/plain"]);
        Assert.Equal("-1.5", ValueFormatter.ToBundle(-1.5, FormattingContext.Outside)["text/plain"]);
    }

    [Fact]
    public void Pictures_in_a_list_stand_below_each_other()
    {
        var bundle = Bundle(new[] { Courseware.Kernel.Cells.Helpers.HTML("<b>1</b>"), Courseware.Kernel.Cells.Helpers.HTML("<b>2</b>") });
        Assert.Equal("<div><b>1</b></div><div><b>2</b></div>", bundle["text/html"]);
    }

    private sealed class Waiting
    {
        public int Before { get; } = 1;

        public int Never
        {
            get
            {
                Thread.Sleep(Timeout.Infinite);
                return Before;
            }
        }
    }

    private sealed class Adding(List<object> list)
    {
        public override string ToString()
        {
            list.Add(4);
            return "adding";
        }
    }

    private sealed class Branching
    {
        private readonly int _depth;

        private Branching(int depth) => _depth = depth;

        public Branching()
        {
        }

        public IEnumerable<Branching> All => Enumerable.Range(0, 100).Select(_ => new Branching(_depth + 1));

        public Branching Left => new(_depth + 1);

        public Branching Right => new(_depth + 1);
    }

    private sealed record Node(string Name)
    {
        public Node? Next { get; set; }
    }

    private sealed class Throwing
    {
        private readonly int _good = 1;

        public int Good => _good;

        public int Bad => _good == 1 ? throw new InvalidOperationException("not ready") : 0;
    }

    private sealed class Mute
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }

    private sealed class BrokenChart
    {
        private readonly string _picture = "";

        public IReadOnlyDictionary<string, string> ToMimeBundle() => throw new InvalidOperationException("no picture" + _picture);
    }
}
