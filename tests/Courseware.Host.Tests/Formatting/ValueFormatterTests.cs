using System.Collections;
using Courseware.Host.Formatting;
using Xunit;

namespace Courseware.Host.Tests.Formatting;

public sealed class ValueFormatterTests
{
    private static string Text(object? value) => ValueFormatter.ToBundle(value)["text/plain"];

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture() => Assert.Equal("1234.5", Text(1234.5));

    [Fact]
    public void A_string_is_itself() => Assert.Equal("a\nb", Text("a\nb"));

    [Fact]
    public void A_short_sequence_of_numbers_is_one_line() => Assert.Equal("[1, 2.5]", Text(new[] { 1, 2.5 }));

    [Fact]
    public void A_long_sequence_is_cut_and_says_its_length() => Assert.EndsWith("18, 19, … (1000 items)]", Text(Enumerable.Range(0, 1000).ToArray()), StringComparison.Ordinal);

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

        var bundle = ValueFormatter.ToBundle(Endless());
        Assert.Equal(20, bundle["text/html"].Split("<tr><td>").Length - 1);
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

        Assert.Equal("[1⚠ InvalidOperationException: no more]", Text(Broken()));
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
        Assert.Equal("[[[…]]]", Text(list));
    }

    [Fact]
    public void A_property_that_throws_stands_as_its_exception() =>
        Assert.Contains("⚠ InvalidOperationException: not ready", ValueFormatter.ToBundle(new Throwing())["text/html"], StringComparison.Ordinal);

    [Fact]
    public void A_text_that_throws_stands_as_its_exception() => Assert.Equal("⚠ InvalidOperationException: no text", Text(new Mute()));

    [Fact]
    public void A_bundle_that_throws_is_told() => Assert.Contains("could not be shown: InvalidOperationException: no picture", Text(new BrokenChart()), StringComparison.Ordinal);

    [Fact]
    public void Anonymous_objects_are_a_table_with_a_column_per_property()
    {
        var bundle = ValueFormatter.ToBundle(new[] { new { Name = "<a>", Loss = 0.5 }, new { Name = "b", Loss = 0.25 } });
        Assert.Equal("<table><thead><tr><th>Name</th><th>Loss</th></tr></thead><tbody><tr><td>&lt;a&gt;</td><td>0.5</td></tr><tr><td>b</td><td>0.25</td></tr></tbody></table>", bundle["text/html"]);
        Assert.Equal("Name  Loss\n<a>   0.5\nb     0.25", bundle["text/plain"]);
    }

    [Fact]
    public void A_dictionary_is_a_table_of_keys_and_values() =>
        Assert.Equal("key  value\na    1", Text(new Dictionary<string, int> { ["a"] = 1 }));

    [Fact]
    public void A_matrix_is_a_table() => Assert.Equal("0  1\n1  2\n3  4", Text(new[,] { { 1, 2 }, { 3, 4 } }));

    [Fact]
    public void Types_are_written_as_in_CSharp() => Assert.Equal("Dictionary<string, List<int?>>", TypeNames.Of(typeof(Dictionary<string, List<int?>>)));

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
