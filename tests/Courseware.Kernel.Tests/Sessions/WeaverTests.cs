using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>What the check points do to a cell: nothing that its author could see.</summary>
public sealed class WeaverTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    /// <summary>Each form of syntax that is woven, with the value of its last expression.</summary>
    public static TheoryData<string, string> Forms => new()
    {
        { "var s = 0; for (var i = 0; i < 4; i++) s += i;\ns", "6" },
        { "var s = 0; foreach (var (a, b) in new[] { (1, 2), (3, 4) }) s += a * b;\ns", "14" },
        { "var s = 0; while (s < 3) if (s == 1) s += 2; else s++;\ns", "3" },
        { "var s = 0; do { s++; } while (s < 3);\ns", "3" },
        { "var s = 0; for (var i = 0; i < 2; i++) for (var j = 0; j < 3; j++) s++;\ns", "6" },
        { "var s = 0; again: s++; if (s < 5) goto again;\ns", "5" },
        { "int F(int n) { switch (n) { case 0: return 7; case 1: n = 0; goto case 0; default: goto case 1; } }\nF(9)", "7" },
        { "int F(int n) => n * 2;\nvoid G(ref int n) => n++;\nvar x = F(3); G(ref x);\nx", "7" },
        { "Func<int, Func<int, int>> f = a => b => a + b;\nf(1)(2)", "3" },
        { "var log = \"\"; Action<string> f = s => log += s; Action g = () => f(\"b\"); f(\"a\"); g();\nlog", "ab" },
        { "var xs = new[] { 1, 2, 3 }; var n = 0; xs.ToList().ForEach(x => n += x);\nn", "6" },
        { "Func<int> f = () => throw new Exception(\"no\"); var t = \"\"; try { f(); } catch (Exception e) { t = e.Message; }\nt", "no" },
        { "Func<Task> f = async () => await Task.Yield(); await f();\nFunc<Task<int>> g = async () => await Task.FromResult(5);\nawait g()", "5" },
        { "async Task F() => await Task.Yield();\nasync ValueTask<int> G() => await new ValueTask<int>(6);\nasync ValueTask H() => await new ValueTask();\nawait F(); await H();\nawait G()", "6" },
        { "async Task<int> F() { await Task.Delay(1).ConfigureAwait(false); return 8; }\nawait F()", "8" },
        { "static IEnumerable<int> Up() { for (var i = 0; ; i++) yield return i; }\nUp().Skip(2).First()", "2" },
        { "async IAsyncEnumerable<int> Up() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }\nvar s = 0; await foreach (var i in Up()) s += i;\ns", "3" },
        { "var s = \"\"; try { s += \"a\"; } catch { s += \"b\"; } finally { s += \"c\"; }\ns", "ac" },
        { "var s = \"\"; async Task F() { try { await Task.Yield(); } finally { await Task.Yield(); s += \"f\"; } }\nawait F();\ns", "f" },
        { "class D : IDisposable { public static string Log = \"\"; public void Dispose() => Log += \"d\"; }\nvoid F() { using var d = new D(); D.Log += \"u\"; }\nF();\nD.Log", "ud" },
        { "class P { int _x; public int X { get => _x; set => _x = value; } public int Y => X + 1; public int this[int i] => i + X; public int Z { get; init; } = 4; }\nvar p = new P { X = 2, Z = 5 };\np.Y + p[10] + p.Z", "20" },
        { "record R(int A) { public int Twice() => A * 2; public static R operator +(R a, R b) => new(a.A + b.A); public static implicit operator int(R r) => r.A; }\nint v = new R(1) + new R(2);\nv + new R(5).Twice()", "13" },
        { "struct C { public int N; public static C operator ++(C c) => new C { N = c.N + 1 }; public C(int n) => N = n; }\nvar c = new C(3); c++;\nc.N", "4" },
        { "interface IShape<T> where T : IShape<T> { static abstract int Sides(); int Twice() => 2 * T.Sides(); }\nclass Square : IShape<Square> { public static int Sides() => 4; }\n((IShape<Square>)new Square()).Twice()", "8" },
        { "class B { protected int V; public B(int v) { V = v; } ~B() { } }\nclass K : B { public K() : base(((Func<int>)(() => 9))()) { } public int Get() => V; }\nnew K().Get()", "9" },
        { "ref int First(int[] a) => ref a[0];\nvar array = new[] { 1, 2 }; First(array) = 5;\narray[0]", "5" },
        { "unsafe int Sum(int[] a) { var s = 0; fixed (int* p = a) for (var i = 0; i < a.Length; i++) s += p[i]; return s; }\nSum([1, 2, 3])", "6" },
        { "Span<int> F(Span<int> s) => s[1..];\nint G() { Span<int> s = [1, 2, 3]; return F(s)[0]; }\nG()", "2" },
        { "Func<int, int> f = delegate(int n) { return n + 1; };\nf(1)", "2" },
        { "(from a in new[] { 3, 1, 2 } where a > 1 let b = a * 2 orderby b select new { a, b }).First().b", "4" },
        { "(from a in new[] { 1, 2 } from b in new[] { 3, 4 } group a * b by a into g select g.Sum()).Last()", "14" },
        { "System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1;\ne.ToString()", "x => (x + 1)" },
        { "(from a in new[] { 1, 2, 3 }.AsQueryable() where a > 1 select a * 2).Sum()", "10" },
        { "$\"{new[] { 1, 2 }.Select(x => x + 1).Sum():000}\"", "005" },
        { "string F(object o) => o switch { int n when n > 1 => \"big\", int => \"small\", _ => \"?\" };\nF(2) + F(1) + F(\"\")",
            "bigsmall?" },
        { "T Id<T>(T x) where T : class => x;\nId(\"t\")", "t" },
        { "var fs = new List<Func<int>>(); for (var i = 0; i < 3; i++) { var j = i; fs.Add(() => j); }\nfs.Sum(f => f())", "3" },
        { "dynamic d = Task.FromResult(3);\n(int)await d", "3" },
        { "#nullable enable\nstring? F(string? s) => s?.Trim();\nF(\" a \")", "a" },
        { "event Action Rang; Rang += () => Console.Write(\"\"); Rang();\n1", "1" },
        { "Enumerable.InfiniteSequence(1, 2).Take(3).Sum()", "9" },
        { "var x = 0; void F() { lock (typeof(int)) { x++; } checked { x++; } } F();\nx", "2" },
        { "int Even(int n) => n == 0 ? 1 : Odd(n - 1); int Odd(int n) => n == 0 ? 0 : Even(n - 1);\nEven(1000)", "1" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_woven_cell_has_the_same_value(string code, string value)
    {
        var outcome = await _session.RunAsync(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, string.Join('\n', outcome.Outputs));
        Assert.Equal(value, outcome.Value?.Trim('"'));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_compiles_with_its_check_points_and_keeps_its_lines(string code, string value)
    {
        Assert.NotEmpty(value);
        var cell = new CellCompiler(_session.Folder.Root).Compile(new CellSource("cell 1", code), TestContext.Current.CancellationToken);
        Assert.Empty(cell.Errors);
        Assert.Empty(cell.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error));
        var text = cell.Texts["cell 1"];
        Assert.Equal(text.Original.Lines.Count, text.Woven().Lines.Count);
        foreach (var edit in text.Edits)
            Assert.DoesNotContain('\n', edit.Inserted);
    }

    [Theory]
    [InlineData("1 + 1")]
    [InlineData("var x = 5;")]
    [InlineData("using System.Net;")]
    [InlineData("record Point(int X, int Y);")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, bool>> e = x => x > 1;")]
    public void A_cell_without_loops_and_functions_is_left_as_it_is(string code)
    {
        var cell = new CellCompiler(_session.Folder.Root).Compile(new CellSource("cell 1", code), TestContext.Current.CancellationToken);
        Assert.Empty(cell.Texts["cell 1"].Edits);
        Assert.Same(cell.Plain, cell.Compilation);
    }

    [Fact]
    public async Task Compile_errors_have_the_authors_columns()
    {
        var outcome = await _session.RunAsync("while (true) { int F() => foo; }");
        Assert.Contains("cell 1, line 1, column 27: error CS0103", outcome.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_frame_names_the_column_where_its_line_holds_several_statements()
    {
        var outcome = await _session.RunAsync("int F(int n) { var m = n - 1; return 1 / m; }\nfor (var i = 0; ; i++) F(i);");
        Assert.Contains("at F, cell 1, line 1, column 31: int F", outcome.Trace, StringComparison.Ordinal);
        Assert.Contains("at cell 1, line 2, column 24: for (", outcome.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_are_the_authors_again()
    {
        const string code = "int F(int n) => n < 0 ? 0 : 1 / n; for (var i = 2; ; i--) F(i);";
        var cell = new CellCompiler(_session.Folder.Root).Compile(new CellSource("cell 1", code), TestContext.Current.CancellationToken);
        var text = cell.Texts["cell 1"];
        var woven = text.Woven().ToString();
        foreach (var piece in (string[])["n < 0", "1 / n", "var i", "F(i)"])
        {
            Assert.Equal(code.IndexOf(piece, StringComparison.Ordinal),
                text.OriginalColumn(0, woven.IndexOf(piece, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_loaded_file_has_check_points_too()
    {
        _session.Folder.Write("endless.csx", "void Spin()\n{\n    while (true) { }\n}");
        await _session.RunAsync("#load \"endless.csx\"");
        using var stop = new CancellationTokenSource();
        var outcome = new SessionHarness.Outcome();
        var running = _session.RunStoppableAsync("Console.Write(1);\nSpin();", outcome, stop.Token);
        await outcome.FirstOutput.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        stop.Cancel();
        await running.WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        Assert.Equal(CellStatus.Interrupted, outcome.Status);
    }
}
