using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>
/// What the compiler makes up for a cell and other cells share. Each session is run short, where a cell follows all of those before it, and
/// long, where it follows few.
/// </summary>
public sealed class SharedTypesTests
{
    public static TheoryData<string, string> Cells
    {
        get
        {
            (string Cells, string Value)[] cases =
            [
                ("record Pt(int X); var pt = new Pt(3); Console.Write(new { pt, k = 1 });\n---\nrecord Pt(int X); var pt = new Pt(3); Console.Write(new { pt, k = 1 });\n---\nnew { pt, k = 1 }.pt.X", "3"),
                ("var a = new { X = 3, Y = new { Z = 1 } };\n---\na = new { X = 4, Y = new { Z = 5 } };\n---\na.X + a.Y.Z", "9"),
                ("var list = new[] { 1, 2 }.Select(i => new { X = i, S = \"s\" + i }).ToList();\n---\nlist.Add(new { X = 9, S = \"z\" });\n---\nlist.Sum(p => p.X)", "12"),
                ("var array = new[] { new { K = 2 }, new { K = 3 } };\n---\nvar pair = (Name: \"n\", One: new { K = 1 });\n---\narray[0] = pair.One;\narray.Sum(x => x.K)", "4"),
                ("var known = new Dictionary<object, int>(); known[new { A = 1 }] = 5;\n---\nknown[new { B = 1 }] = 6;\n---\nknown[new { A = 1 }] + known[new { B = 1 }]", "11"),
                ("var q = from u in new[] { 1, 2 } from v in new[] { 3, 4 } let w = u * v where w > 3 select new { u, v, w };\n---\n(from u in new[] { 1 } let z = u + 1 select z).Sum() + q.First().w", "6"),
                ("(from u in new[] { 1 } let z = u + 1 select z).Sum()\n---\nvar s = (from u in new[] { 1 } let z = u + 2 select z).Sum();\n---\n(from u in new[] { 1 } let z = u + 3 select z).Sum() + s", "7"),
                ("var f = (ref int x, string s) => { x += s.Length; };\n---\nvar g = (ref int x, string s) => { x -= s.Length; };\n---\nvar n = 5; f(ref n, \"abc\");\n---\nf = g;\n---\nf(ref n, \"ab\"); n", "6"),
                ("var f = (ref int x) => x + 1;\n---\nf = (ref int x) => x + 2;\n---\nvar n = 5;\nf(ref n)", "7"),
                ("var f = (int x = 5) => 2 * x;\n---\nf() + f(1)", "12"),
                ("var make = () => new { R = 1 };\n---\nmake().R + make().R", "2"),
                ("dynamic d = new { W = 5 };\n---\nd.W + 1", "6"),
                ("void Swap(ref int a, ref int b) => (a, b) = (b, a);\n---\ndynamic one = 1; int x = 1, y = 2; Swap(ref x, ref y);\n---\nint Plus(ref int a, dynamic b) => a + b;\n---\nPlus(ref x, one)", "3"),
                ("IEnumerable<int> three = [1, 2, 3]; ReadOnlySpan<int> Three() => [1, 2, 3];\n---\nthree.Sum() + Three().Length", "9"),
                ("IEnumerable<int> Count() { yield return 1; yield return 2; }\n---\nasync IAsyncEnumerable<int> Later() { await Task.Yield(); yield return Count().Sum(); }\n---\nvar sum = 0; await foreach (var i in Later()) sum += i; sum", "3"),
                ("class F { public int P { get => field; set => field = value + 1; } = 3; }\n---\nvar f = new F { P = 5 };\n---\nf.P", "6"),
                ("[AttributeUsage(AttributeTargets.Class)] class NoteAttribute(string text) : Attribute { public string Text => text; }\n---\n[Note(\"n\")] class Noted;\n---\n((NoteAttribute)Attribute.GetCustomAttribute(typeof(Noted), typeof(NoteAttribute))).Text", "n"),
                ("abstract record Shape(string Name) { public abstract double Area(); public static implicit operator double(Shape s) => s.Area(); }\n---\nrecord Disc(double R) : Shape(\"disc\") { public override double Area() => 3 * R * R; }\n---\nShape shape = new Disc(2);\n---\n(double)shape + (shape with { Name = \"\" }).Area()", "24"),
                ("string Kind(object o) => o switch { int and > 3 => \"big\", string { Length: > 2 } s => s, null => \"none\", _ => \"other\" };\n---\nKind(5) + Kind(\"abc\") + Kind(null)", "bigabcnone"),
                ("struct V(int x) { public readonly int this[int i] => x + i; public void Deconstruct(out int a, out int b) => (a, b) = (x, x); }\n---\nvar (a, b) = new V(3);\n---\na + b + new V(1)[2]", "9"),
            ];
            var data = new TheoryData<string, string>();
            foreach (var (cells, value) in cases)
                data.Add(cells, value);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Cells_share_what_the_compiler_makes_up(string cells, string value)
    {
        foreach (var (wholeUpTo, between) in ((int, int)[])[(30, 0), (0, 0), (2, 3)])
        {
            using var session = new SessionHarness(wholeUpTo: wholeUpTo);
            var last = default(SessionHarness.Outcome);
            foreach (var cell in cells.Split("\n---\n"))
            {
                for (var i = 0; i < between; i++)
                    await session.RunAsync($"var between{i} = {i};");
                last = await session.RunAsync(cell);
                Assert.True(last.Status == CellStatus.Succeeded, last.Status == CellStatus.Succeeded ? ""
                    : $"whole up to {wholeUpTo}: {cell}\n{last.Trace}");
            }
            Assert.Equal(value, last!.Value);
        }
    }

    [Fact]
    public async Task A_cell_that_was_run_after_many_others_shares_its_anonymous_types_with_later_ones()
    {
        const string cell = "record Pt(int X); var pt = new Pt(3); Console.Write(new { pt, k = 1 });";
        using var session = new SessionHarness();
        await session.RunAsync(cell);
        for (var i = 0; i < 32; i++)
            await session.RunAsync($"var v{i} = {i};");
        foreach (var again in (string[])[cell, "Console.Write(new { pt, k = 1 });", cell])
            Assert.Equal("{ pt = Pt { X = 3 }, k = 1 }", (await session.RunAsync(again)).Text);
    }
}
