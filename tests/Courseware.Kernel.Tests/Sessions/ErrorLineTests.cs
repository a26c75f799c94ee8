using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>The line of an error that no <c>throw</c> made: the runtime by itself knows it badly in optimised code.</summary>
public sealed class ErrorLineTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("an index", "int F(int[] a, int i)\n{\n    var s = 0;\n    s += 1;\n    s += a[i];\n    return s;\n}", "F(new int[3], 7)",
        "at F, cell 1, line 5: s += a[i];")]
    [InlineData("an index written to", "void F(double[] a, int i)\n{\n    var s = i + 1;\n    a[s] = 2;\n}", "F(new double[3], 7)",
        "at F, cell 1, line 4: a[s] = 2;")]
    [InlineData("a span's index", "int F(int[] a)\n{\n    Span<int> s = a;\n    var x = 1;\n    return s[x];\n}", "F(new int[1])",
        "at F, cell 1, line 5: return s[x];")]
    [InlineData("a string's index", "char F(string a)\n{\n    var x = 1;\n    return a[x];\n}", "F(\"\")",
        "at F, cell 1, line 4: return a[x];")]
    [InlineData("an index in a lambda", "var f = (int[] q) =>\n{\n    var k = 1;\n    return q[k];\n};", "f(new int[1])",
        "at lambda, cell 1, line 4: return q[k];")]
    [InlineData("an index in an async function",
        "async Task<int> F(int[] a)\n{\n    await Task.Yield();\n    var x = 1;\n    return a[x];\n}", "await F(new int[1])",
        "at F, cell 1, line 5: return a[x];")]
    [InlineData("an index in an optimised function",
        "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]\nint F(int[] a)\n{\n    var s = 1;\n    for (var i = 0; i < 4; i++)\n        s += a[i];\n    return s;\n}", "F(new int[2])", "at F, cell 1, line 6: s += a[i];")]
    [InlineData("a foreach beside an index",
        "int F(int[] a)\n{\n    var s = 0;\n    foreach (var x in a)\n        s += x;\n    return s + a[9];\n}", "F(new int[2])",
        "at F, cell 1, line 6: return s + a[9];")]
    [InlineData("a division", "int F(int a, int b)\n{\n    var x = a + 1;\n    return x / b;\n}", "F(1, 0)",
        "at F, cell 1, line 4: return x / b;")]
    [InlineData("null", "int F(string s)\n{\n    var x = 1;\n    return x + s.Length;\n}", "F(null)",
        "at F, cell 1, line 4: return x + s.Length;")]
    [InlineData("a checked sum", "int F(int a)\n{\n    var x = 1;\n    x++;\n    return checked(x + a);\n}", "F(int.MaxValue)",
        "at F, cell 1, line 5: return checked(x + a);")]
    public async Task The_line_is_that_of_the_statement(string what, string code, string call, string frame)
    {
        Assert.NotEmpty(what);
        await _session.RunAsync(code);
        var trace = (await _session.RunAsync(call)).Error.Trace;
        Assert.Equal(["   " + frame, $"   at cell 2, line 1: {call}"], trace.Skip(1));
    }

    [Theory]
    [InlineData("var b = new int[3];\nvar t = 1;\nt += b[t + 4];\nt++;", "at cell 1, line 3: t += b[t + 4];")]
    [InlineData("var b = new int[3];\nvar t = 1;\nfor (var i = 0; i <= b.Length; i++)\n    t += b[i];", "at cell 1, line 4: t += b[i];")]
    [InlineData("var b = new int[3]; var t = 1; t += b[t + 4];",
        "at cell 1, line 1, column 32: var b = new int[3]; var t = 1; t += b[t + 4];")]
    public async Task So_it_is_in_the_cell_itself(string code, string frame)
    => Assert.Equal(["   " + frame], (await _session.RunAsync(code)).Error.Trace.Skip(1));

    [Fact]
    public async Task Where_several_lines_come_into_question_they_are_named_and_none_is_guessed()
    {
        await _session.RunAsync("int F(int[] a, int i)\n{\n    var s = a[0];\n    s += 1;\n    s += a[i];\n    return s;\n}");
        Assert.Equal("""
            IndexOutOfRangeException: Index was outside the bounds of the array.
               at F, cell 1, line 3 or 5:
                  line 3: var s = a[0];
                  line 5: s += a[i];
               at cell 2, line 1: F(new int[3], 7)
            """.ReplaceLineEndings("\n"), (await _session.RunAsync("F(new int[3], 7)")).Trace);
    }

    [Fact]
    public async Task A_function_that_may_have_been_put_into_its_caller_comes_into_question_too()
    {
        await _session.RunAsync(
            "class Table\n{\n    double[] _x = new double[3];\n    public double At(int i) => _x[i];\n}\ndouble F(Table t, double[] a)\n{\n    var s = t.At(1);\n    return s + a[5];\n}");
        Assert.Contains("at F, cell 1, line 8 or 9:", (await _session.RunAsync("F(new Table(), new double[1])")).Trace,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_begins_with_the_error_is_told_without_its_brace()
    {
        var trace = (await _session.RunAsync("int Down(int n)\n{\n    return Down(n + 1) + 1;\n}\nDown(0)")).Trace;
        Assert.DoesNotContain("{", trace, StringComparison.Ordinal);
        Assert.Contains("at Down, cell 1, line 3: return Down(n + 1) + 1;", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_of_a_table_comes_into_question_beside_one_of_an_array()
    {
        const string Optimised =
            "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]\n";
        await _session.RunAsync(Optimised
            + "double F(double[] r, double[,] m, int n)\n{\n    var s = r[0];\n    for (var i = 0; i < n; i++)\n        s += m[0, i];\n    return s;\n}");
        await _session.RunAsync(Optimised
            + "int G(int[] r, System.Collections.Immutable.ImmutableArray<int> m, int n)\n{\n    var s = r[0];\n    for (var i = 0; i < n; i++)\n        s += m[i];\n    return s;\n}");
        Assert.Contains("at F, cell 1, line 4 or 6:", (await _session.RunAsync("F(new double[3], new double[2, 2], 5)")).Trace,
            StringComparison.Ordinal);
        Assert.Contains("at G, cell 2, line 4 or 6:", (await _session.RunAsync("G(new int[3], [1, 2], 5)")).Trace,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_the_cell_does_not_have_is_no_error_of_its_own()
        => Assert.StartsWith("IndexOutOfRangeException",
            (await _session.RunAsync(
                "int F(int[] a, int i)\n{\n    var s = 0;\n#line 200\n    s += a[i];\n    return s;\n}\nF(new int[3], 7)")).Trace,
                StringComparison.Ordinal);
}
