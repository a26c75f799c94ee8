using System.Runtime.CompilerServices;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>
/// In a long session (here: more than three cells) a cell is compiled after those that it needs only. What they mean must be what it was in
/// a short one.
/// </summary>
public sealed class LongSessionTests : IDisposable
{
    private const int Few = 3;
    private const int Many = Few + 5;
    private readonly SessionHarness _session = new(wholeUpTo: Few);
    private int _declared;

    public static TheoryData<string, string, string, bool> Uses
    {
        get
        {
            (string Cells, string Use, string Value)[] cases =
            [
                ("var a = 1;\n---\na = 7;", "a", "7"),
                ("var a = new { X = 3 };", "a.X", "3"),
                ("var a = new { X = 3 };\n---\na = new { X = 4 };\n---\nvar b = a;", "b.X", "4"),
                ("var a = new[] { 1, 2 }.Select(i => new { X = i }).ToList();", "a.Append(new { X = 5 }).Sum(p => p.X)", "8"),
                ("var f = (ref int v) => { v++; };", "var w = 1; f(ref w); w", "2"),
                ("static int Thrice(this int a) => 3 * a;", "4.Thrice()", "12"),
                ("static int Thrice(this int a) => 2 * a;\n---\nstatic int Thrice(this int a) => 3 * a;", "4.Thrice()", "12"),
                ("int F(int a) => 1;\n---\nint F(string a) => 2;\n---\nint F(int a) => 3;", "F(0) * 10 + F(\"\")", "32"),
                ("using System.Numerics;", "new Vector2(1, 2).Y", "2"),
                ("using Vector = System.Numerics.Vector2;\n---\nvar v = new Vector(3, 4);", "v.Length()", "5"),
                ("class P { public int V = 4; }\n---\nclass P<T> : P { }\n---\nvar p = new P<int>();", "p.V", "4"),
                ("class P { public int V = 4; }\n---\nP Make() => new P();\n---\nvar p = Make();\n---\nclass P { }", "p.V", "4"),
                ("[AttributeUsage(AttributeTargets.All)] class NoteAttribute : Attribute { }",
                    "[Note] class Q { }\nAttribute.IsDefined(typeof(Q), typeof(NoteAttribute))", "True"),
                ("var n = 1;\n---\nint N() => n;\n---\nn = 6;", "N()", "6"),
                ("var n = 1;\n---\nint N() => n;\n---\nvar n = 6;", "N() + n", "12"),
                ("const int Size = 3;\n---\nvar data = new int[Size];", "data.Length + Size", "6"),
                ("var (a, b) = (1, (Left: 2, Right: 3));", "b.Left + a", "3"),
                ("int.TryParse(\"12\", out var parsed);", "parsed", "12"),
                ("dynamic d = 5;\n---\nvar e = d;", "(int)e + 1", "6"),
                ("enum Level { Low, High }\n---\nvar level = Level.High;", "(int)level + (int)Level.Low", "1"),
                ("interface ISized { int Size { get; } }\n---\nrecord Box(int Size) : ISized;\n---\nISized sized = new Box(9);",
                    "sized.Size + ((Box)sized).Size", "18"),
                ("int Total { get; set; } = 3;\n---\nTotal += 4;", "Total", "7"),
                ("var @class = 3;", "@class", "3"),
            ];
            var data = new TheoryData<string, string, string, bool>();
            foreach (var (cells, use, value) in cases)
            {
                data.Add(cells, use, value, false);
                data.Add(cells, use, value, true);
            }
            return data;
        }
    }

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Uses))]
    public async Task What_an_old_cell_declared_means_the_same_much_later(string cells, string use, string value, bool late)
    {
        await DeclareAsync(late ? Many : 0);
        foreach (var cell in cells.Split("\n---\n"))
            await AcceptAsync(cell);
        await DeclareAsync(Many);
        Assert.Equal(value, (await AcceptAsync(use)).Value);
        Assert.Equal(value, (await AcceptAsync(use)).Value);
    }

    [Fact]
    public async Task A_file_that_a_cell_loaded_stays_as_it_was()
    {
        _session.Folder.Write("more.csx", "int More() => 1;");
        await AcceptAsync("#load \"more.csx\"\nvar used = More();");
        await DeclareAsync(Many);
        _session.Folder.Write("more.csx", "string Less() => \"\";");
        Assert.Equal("2", (await AcceptAsync("More() + used")).Value);
    }

    [Fact]
    public async Task A_stopped_or_failed_cell_declares_its_variables_there_too()
    {
        await DeclareAsync(Many);
        await _session.RunAsync("var half = 5; var other = half / 0.0; throw new Exception();");
        Assert.Equal("5", (await AcceptAsync("half")).Value);
    }

    [Theory]
    [InlineData("x + 1")]
    [InlineData("var y = x + 1;")]
    [InlineData("var sum = new[] { 1, 2 }.Select(i => i * x).Sum(); Console.Write(\"\");")]
    [InlineData("new Point { X = Twice(x) }.X")]
    [InlineData("last.ToString()")]
    public void A_cell_follows_no_more_cells_with_every_cell_between(string code)
    {
        var compiler = new CellCompiler(_session.Folder.Root, Few);
        Accept("using System.Numerics;");
        Accept("var x = 1; int Twice(int a) => 2 * a; class Point { public int X; }");
        Accept("var last = x;");
        for (var i = 0; i < 30; i++)
        {
            Accept($"var v{i} = {i};");
            Accept("var last = last0 + 1;".Replace("last0", i % 2 == 0 ? "x" : $"v{i - 1}", StringComparison.Ordinal));
            Accept("static int Same(this int a) => a;");
        }
        // The cell with x, the newest of the last and of the extensions; usings have no object.
        Assert.InRange(compiler.Compile(new CellSource("cell", code), TestContext.Current.CancellationToken).Follows.Cells.Count, 1, 4);

        void Accept(string text)
        {
            var cell = compiler.Compile(new CellSource("cell", text), TestContext.Current.CancellationToken);
            Assert.True(cell.Succeeded, string.Join('\n', cell.Errors));
            compiler.Accept(cell);
        }
    }

    [Fact]
    public void Earlier_compilations_of_a_cell_that_is_run_again_in_other_words_are_let_go()
    {
        var compiler = new CellCompiler(_session.Folder.Root);
        // Of another type each time: so the cell is compiled anew.
        var all = Enumerable.Range(0, 200).Select(i => Accept(i % 2 == 0 ? $"var answer = {i};" : $"var answer = \"{i}\";")).ToList();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.InRange(all.Take(100).Count(compilation => compilation.IsAlive), 0, 10);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Accept(string text)
        {
            var cell = compiler.Compile(new CellSource("cell 1", text, "id"), TestContext.Current.CancellationToken);
            Assert.True(cell.Succeeded, string.Join('\n', cell.Errors));
            compiler.Accept(cell);
            return new WeakReference(cell.Compilation);
        }
    }

    private async Task DeclareAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await AcceptAsync($"var between{_declared} = {_declared++};");
    }

    private async Task<SessionHarness.Outcome> AcceptAsync(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Succeeded ? "" : code + "\n" + outcome.Trace);
        return outcome;
    }
}
