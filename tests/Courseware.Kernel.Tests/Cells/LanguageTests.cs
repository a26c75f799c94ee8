using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Cells;

/// <summary>C# over several cells, as people write it.</summary>
public sealed class LanguageTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    /// <summary>Runs cells in order; the last one's value counts.</summary>
    [Theory]
    [InlineData("2", "await Task.Delay(1);\nvar x = await Task.FromResult(1);", "x + 1")]
    [InlineData("Point { X = 1, Y = 5 }", "record Point(int X, int Y);", "var p = new Point(1, 2);", "p with { Y = 5 }")]
    [InlineData("3", "public class Counter { public int N; public int Next() => ++N; }", "var c = new Counter { N = 2 };", "c.Next()")]
    [InlineData("text", "var x = 1;", "var x = \"text\";", "x")]
    [InlineData("new", "string F() => \"old\";", "string F() => \"new\";", "F()")]
    [InlineData("2", "class A { public int V => 1; }", "class A { public int V => 2; }", "new A().V")]
    [InlineData("6", "using System.Globalization;\nusing static System.Math;", "Abs(-6)")]
    [InlineData("[1, 2]", "using Numbers = System.Collections.Generic.List<int>;", "new Numbers { 1, 2 }")]
    [InlineData("Invariant", "using System.Globalization;", "var name = nameof(CultureInfo.InvariantCulture)[..9];", "name")]
    [InlineData("olleh", "public static string Reversed(this string s) => new string(s.Reverse().ToArray());", "\"hello\".Reversed()")]
    [InlineData("Point { X = 1, Y = 5 }", "record Point(int X, int Y);",
        "var p = new Point(1, 2);\n// the same, but\np with\n{\n    Y = 5,\n} // done")]
    [InlineData("b", "T Second<T>(T a, T b) => b;", "Second(\"a\", \"b\")")]
    [InlineData("120", "int Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);", "Factorial(5)")]
    [InlineData("9", "int Outer(int x) { int Inner(int y) => y * y; return Inner(x); }", "Outer(3)")]
    [InlineData("5", "Func<int, Task<int>> later = async x => { await Task.Yield(); return x + 1; };", "await later(4)")]
    [InlineData("10", "async Task<int> Sum(IAsyncEnumerable<int> xs) { var s = 0; await foreach (var x in xs) s += x; return s; }",
        "async IAsyncEnumerable<int> Four() { for (var i = 1; i <= 4; i++) { await Task.Yield(); yield return i; } }", "await Sum(Four())")]
    [InlineData("3", "unsafe int Third(int[] a) { fixed (int* p = a) return p[2]; }", "Third(new[] { 1, 2, 3 })")]
    [InlineData("a \"b\" 1", "var n = 1;", "$\"\"\"a \"b\" {n}\"\"\"")]
    [InlineData("[1, 2, 3, 4]", "int[] head = [1, 2];", "int[] all = [.. head, 3, 4];", "all")]
    [InlineData("null", "string? s = null;", "s?.Length is null ? \"null\" : \"set\"")]
    [InlineData("4", "dynamic d = 3;", "d + 1")]
    [InlineData("one", "var (a, b) = (1, \"one\");", "b")]
    [InlineData("small", "string Size(int n) => n switch { < 10 => \"small\", _ => \"large\" };", "Size(3)")]
    [InlineData("[0, 2, 4]", "from i in Enumerable.Range(0, 3) select 2 * i")]
    [InlineData("2", "enum Colour { Red, Green, Blue }", "(int)Colour.Blue")]
    [InlineData("Green", "enum Colour { Red, Green, Blue }", "Colour.Green")]
    [InlineData("hi Ann", "interface IGreets { string Hi(); }\nclass Ann : IGreets { public string Hi() => \"hi Ann\"; }",
        "IGreets g = new Ann();", "g.Hi()")]
    [InlineData("12", "struct Size { public required int W { get; init; } public int H { get; set; } }",
        "var s = new Size { W = 3, H = 4 };", "s.W * s.H")]
    [InlineData("4", "class P { public int Q { get; set => field = value * 2; } }", "var p = new P { Q = 2 };", "p.Q")]
    [InlineData("42", "return 42;")]
    [InlineData("1", "if (true) return 1;\nreturn 2;")]
    [InlineData("1", "var x = 1;\nx")]
    [InlineData("3", "var x = 1;", "x += 2;", "x")]
    [InlineData("6", "var f = (int a, int b = 5) => a + b;", "f(1)")]
    [InlineData("2", "static int s_n = 1;", "s_n + 1")]
    [InlineData("3", "const int N = 3;", "N")]
    [InlineData("True", "1 is int and > 0")]
    [InlineData("5", "int x = 2;\nint Twice() => 2 * x;", "x = 5;", "Twice() / 2")]
    [InlineData("0", "int.TryParse(\"7\", out var parsed);", "parsed - 7")]
    public async Task Cells_read_as_one_program(string value, params string[] cells)
    {
        for (var i = 0; i < cells.Length - 1; i++)
        {
            var outcome = await _session.RunAsync(cells[i]);
            Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Succeeded ? "" : outcome.Trace);
        }
        var last = await _session.RunAsync(cells[^1]);
        Assert.Equal(value, last.Status == CellStatus.Succeeded ? last.Value : last.Trace);
    }

    [Theory]
    [InlineData("var x = 1;")]
    [InlineData("int F() => 1;")]
    [InlineData("// nothing")]
    [InlineData("")]
    [InlineData("   \n\n")]
    public async Task A_cell_that_ends_in_a_statement_shows_nothing(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Succeeded, outcome.Status);
        Assert.Empty(outcome.Outputs);
    }

    [Theory]
    [InlineData("public static class More { public static int Plus(this int a, int b) => a + b; }", "leave out the static class around it")]
    [InlineData("namespace A { class B { } }", "leave out the namespace")]
    [InlineData("using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;", "Write HTML(")]
    [InlineData("print(1)", "Console.WriteLine")]
    [InlineData("Kernel.Root", "This kernel has no Kernel class")]
    public async Task What_a_cell_does_not_take_is_answered_with_what_to_write(string code, string advice) =>
        Assert.Contains(advice, (await _session.RunAsync(code)).Trace, StringComparison.Ordinal);

    [Fact]
    public async Task Usings_of_NET_Interactive_do_no_harm()
    {
        var outcome =
            await _session.RunAsync(
                "using Microsoft.DotNet.Interactive;\nusing Microsoft.DotNet.Interactive.Formatting;\nFormatter.Register<int>(i => \"n\", \"text/plain\");\n1");
        Assert.Equal("n", outcome.Status == CellStatus.Succeeded ? outcome.Value : outcome.Trace);
    }
}
