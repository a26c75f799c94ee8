using Courseware.Kernel.Sessions;
using Courseware.Testing;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>
/// A name is one thing: what becomes of it when it is declared again. Each session runs short and long (where a cell follows only those
/// that it needs).
/// </summary>
public sealed class RedeclarationTests
{
    public static TheoryData<string, string> Sessions
    {
        get
        {
            // Cells are "number: words"; the last one's value is compared.
            (string Cells, string Value)[] cases =
            [
                // Variables: those of the same type are one.
                ("1: var x = 1; --- 2: int F() => x; --- 1: var x = 5; --- 3: F()", "5"),
                ("1: var x = 1; --- 2: Func<int> f = () => x; --- 1: var x = 5; --- 3: f()", "5"),
                ("1: var x = 1; --- 2: int P => x; --- 1: int x = 5; --- 3: P", "5"),
                ("1: static int x = 1; --- 2: class C { public static int X => x; } --- 1: static int x = 5; --- 3: C.X", "5"),
                ("1: var x = 1; --- 2: Func<Task<int>> f = async () => { await Task.Yield(); return x; }; --- 1: var x = 5; --- 3: await f()", "5"),
                ("1: int a = 1, b = 2; --- 2: int F() => 10 * a + b; --- 1: int a = 3, b; --- 3: F()", "30"),
                ("1: int a = 1; --- 2: int F() => a; --- 1: int a = 3, c = 4; --- 3: F() + c", "7"),
                ("1: int[] a = { 1, 2 }; --- 2: int F() => a.Length; --- 1: int[] a = { 1, 2, 3 }; --- 3: F()", "3"),
                ("1: int[,] a = { { 1 }, { 2 } }; --- 2: int F() => a.Length; --- 1: int[,] a = { { 1, 2, 3 }, { 4, 5, 6 } }; --- 3: F()", "6"),
                ("1: List<int> a = new() { 1 }; --- 2: int F() => a.Count; --- 1: List<int> a = [1, 2, 3]; --- 3: F()", "3"),
                ("1: var (a, b) = (1, \"x\"); --- 2: string F() => a + b; --- 1: var (a, b) = (2, \"y\"); --- 3: F()", "2y"),
                ("1: var (a, (b, _)) = (1, (2, 3)); --- 2: int F() => 10 * a + b; --- 1: var (a, (b, c)) = (4, (5, 6)); --- 3: F() + c", "51"),
                ("1: (int a, var b) = (1, 2L); --- 2: long F() => a + b; --- 1: (int a, var b) = (3, 4L); --- 3: F()", "7"),
                ("1: int.TryParse(\"1\", out var n); --- 2: int F() => n; --- 1: int.TryParse(\"7\", out var n); --- 3: F()", "7"),
                ("1: if (!int.TryParse(\"1\", out int n)) throw new Exception(); --- 2: int F() => n; --- 1: if (!int.TryParse(\"8\", out int n)) throw new Exception(); --- 3: F()", "8"),
                ("1: object o = 1; var is1 = o is int n && n > 0; --- 2: string F() => $\"{n} {is1}\"; --- 1: object o = 9; var is1 = o is int n && n > 10; --- 3: F()", "9 False"),
                ("1: object o = 1; if (o is not int n) throw new Exception(); --- 2: int F() => n; --- 1: object o = 6; if (o is not int n) throw new Exception(); --- 3: F()", "6"),
                ("1: object o = (1, 2); var m = o is (int a, int b); --- 2: int F() => a + b; --- 1: object o = (3, 4); var m = o is (int a, int b); --- 3: F()", "7"),
                ("1: dynamic d = 1; --- 2: object F() => d + 1; --- 1: dynamic d = \"a\"; --- 3: F()", "a1"),
                ("1: int A { get; set; } = 1; --- 2: int F() => A; --- 1: int A { get; set; } = 5; --- 3: F()", "5"),
                ("1: var x = 1; --- 2: int F() => x; --- 1: var   x = 1 + 4; // other words, same type --- 3: F()", "5"),
                // Of another type: another one, and what uses it is compiled again.
                ("1: var x = 1; --- 2: string F() => x.ToString() + x.GetType().Name; --- 1: var x = 2.5; --- 3: F()", "2.5Double"),
                ("1: var x = 1; --- 2: var y = x; --- 3: string F() => y.GetType().Name; --- 1: var x = 1L; --- 2: var y = x; --- 4: F()",
                    "Int64"),
                ("1: (int A, int B) t = (1, 2); --- 2: int F() => t.Item1; --- 1: (int C, int D) t = (3, 4); --- 3: F() + t.D", "7"),
                ("1: const int N = 3; --- 2: int F() => N; --- 1: const int N = 4; --- 3: F()", "4"),
                ("1: readonly int r = 3; --- 2: int F() => r; --- 1: readonly int r = 4; --- 3: F()", "4"),
                // Functions.
                ("1: int F(int x) => x; --- 2: int G(int x) => F(x) * 10; --- 1: int F(int x) => x + 1; --- 3: G(1)", "20"),
                ("1: int F(int x) => x; --- 2: int G(int x) => F(x) * 10; --- 3: int H(int x) => G(x) + 1; --- 1: int F(int x) => x + 1; --- 4: H(1)", "21"),
                ("1: bool Even(int n) => n == 0; --- 2: bool Odd(int n) => n != 0 && Even(n - 1); --- 1: bool Even(int n) => n == 0 || Odd(n - 1); --- 3: $\"{Even(10)} {Odd(7)} {Odd(8)}\"", "True True False"),
                ("1: int F(int x) => 1; --- 2: int F(string x) => 2; --- 1: int F(long x) => 3; --- 3: F(1) * 10 + F(\"\")", "32"),
                ("1: T Id<T>(T x) => x; --- 2: int G() => Id(3); --- 1: T Id<T>(T x) => default; --- 3: G()", "0"),
                ("1: static int Twice(this int x) => 2 * x; --- 2: int G() => 5.Twice(); --- 1: static int Twice(this int x) => 3 * x; --- 3: G() + 1.Twice()", "18"),
                ("1: IEnumerable<int> It() { yield return 1; } --- 2: int S() => It().Sum(); --- 1: IEnumerable<int> It() { yield return 2; yield return 3; } --- 3: S()", "5"),
                ("1: async Task<int> L() { await Task.Yield(); return 1; } --- 2: async Task<int> M() => await L() + 1; --- 1: async Task<int> L() { await Task.Yield(); return 5; } --- 3: await M()", "6"),
                ("1: int f = 1; --- 1: int f() => 2; --- 2: f()", "2"),
                ("1: int f() => 1; --- 1: int f = 2; --- 2: f", "2"),
                ("1: var f = (ref int x) => { x++; }; --- 2: void G(ref int x) => f(ref x); --- 1: var f = (ref int x) => { x += 10; }; --- 3: var n = 1; G(ref n); n", "11"),
                ("1: using M = System.Math; --- 2: double F() => M.Max(1.5, 2.5); --- 1: using M = System.MathF; --- 3: F()", "2.5"),
                ("1: int n = 1; event Action Done; --- 2: Done += () => n++; --- 3: void Fire() => Done?.Invoke(); --- 1: int n = 5; event Action Done; --- 3: void Fire() => Done?.Invoke(); --- 4: Fire(); n", "5"),
                // Other parameters: the cell's earlier function is gone, and so is what an overload of it meant.
                ("1: int F(int x) => x; --- 2: int G() => F(3); --- 1: int F(double x) => (int)(x * 10); --- 3: F(3) + G()", "60"),
                ("1: int F(int x) => x; --- 2: int G() => F(3); --- 1: int F(double x) => (int)(x * 10); --- 2: int G() => F(3); --- 3: G()", "30"),
                ("1: int F(int x) => x; var y = F(3); --- 1: double F(double x) => x / 2; var y = F(3); --- 2: y", "1.5"),
                ("1: int F(double x) => 1; --- 2: int G() => F(2); --- 1: int F(double x) => 1; int F(int x) => 2; --- 3: G()", "2"),
                ("1: record P(int X); int F(P p) => p == null ? -1 : p.X; --- 2: int G() => F(null); --- 1: record P(int X, int Y = 2); int F(P p) => p == null ? -2 : p.Y; --- 3: G() + F(null) + F(new(5))", "-2"),
                ("1: static int Twice(this int x) => 2 * x; --- 1: static double Twice(this double x) => 3 * x; --- 2: ((double)1).Twice()", "3"),
                ("1: T F<T>(T x) => x; --- 2: object G() => F(1); --- 1: object F(object x) => \"o\"; --- 3: G()", "o"),
                ("1: int F(int[] x) => 1; --- 2: int F(params string[] x) => 2; --- 3: F([1]) * 10 + F(\"a\")", "12"),
                ("1: int A(int n) => n == 0 ? 0 : 1; --- 2: int B(int n) => n == 0 ? 5 : A(n - 1); --- 1: int A(int n) => n == 0 ? 0 : (int)B(n - 1) + 1; --- 2: double B(double n) => n == 0 ? 500 : A((int)n - 1); --- 3: B(2) + A(1)", "1002"),
                ("1: int f(int x) => x; --- 2: int g() => f(1); --- 1: Func<double, int> f = x => (int)(10 * x); --- 3: g()", "10"),
                // A variable that goes on from its earlier value.
                ("1: var x = 1; --- 2: var x = x + 1; --- 3: x", "2"),
                ("1: var x = 1; --- 2: var x = x + 1; --- 2: var x = x + 1; --- 3: x", "3"),
                ("1: var x = 1; --- 2: int F() => x; --- 1: var x = x + F() + 10; --- 3: F()", "12"),
                ("1: int x = 5; --- 2: int x = x + 1; --- 3: x", "6"),
                ("1: int x = x + 1; --- 1: int x = x + 1; --- 2: x", "1"),
                ("1: var x = 1; --- 2: var x = x.ToString() + \"!\"; --- 2: var x = x.ToString() + \"!\"; --- 3: x", "1!!"),
                ("1: var x = 3; --- 2: var x = x * 0.5; --- 3: x.GetType().Name + x", "Double1.5"),
                ("1: var (a, b) = (0, 1); --- 2: var (a, b) = (b, a + b); --- 2: var (a, b) = (b, a + b); --- 2: var (a, b) = (b, a + b); --- 3: (a, b)", "(2, 3)"),
                ("1: var xs = new[] { 1.0, 2, 4 }; --- 2: var xs = xs.Select(v => v / xs.Max()).ToArray(); --- 3: xs.Sum()", "1.75"),
                ("1: var xs = new[] { 1, 2 }; --- 2: var xs = Enumerable.Range(0, 2).Select(i => $\"<{xs[i]}>\").ToArray(); --- 3: string.Concat(xs)", "<1><2>"),
                ("1: var x = 2; --- 2: var x = new Func<int, string>(y => $\"{y + x}\"); --- 3: x(1)", "3"),
                ("1: var p = new { A = 1 }; --- 2: var p = new { p.A, p, C = 2 }; --- 3: p.p.A + p.A + p.C", "4"),
                ("1: var x = 5; int F() => x; --- 2: var y = F(); var z = x; var x = 6; --- 3: $\"{y} {z} {x} {F()}\"", "5 5 6 6"),
                ("1: var x = \"12\"; --- 2: var ok = int.TryParse(x, out var x); --- 3: x + 1", "13"),
                ("1: var x = 1; --- 2: var t = (x, 2); var x = 1.5; --- 3: t.x + x", "2.5"),
                ("1: var a = 1; --- 2: var b = a + 1; var a = 10; var c = a + b; --- 3: $\"{a} {b} {c}\"", "10 2 12"),
                ("1: Func<int, int> f = n => n <= 1 ? 1 : n * f(n - 1); --- 1: Func<int, int> f = n => n <= 1 ? 1 : n + f(n - 1); --- 2: f(4)", "10"),
                // Types.
                ("1: record P(int X); --- 2: P[] ps = [new(1), new(2)]; --- 3: int S(P[] a) => a.Sum(p => p.X); --- 1: record P(int X); // the same words --- 4: S(ps) + new P(4).X", "7"),
                ("1: record P(int X); --- 2: record L(P A, P B) { public int D => B.X - A.X; } --- 3: L Make(int a, int b) => new(new P(a), new P(b)); --- 1: record P(int X, int Y = 7); --- 4: Make(2, 4).D + Make(1, 1).A.Y", "9"),
                ("1: enum E { A, B } --- 2: interface IHas { E It { get; } } --- 3: class Has(E e) : IHas { public E It => e; } --- 1: enum E { C, A, B } --- 4: (int)((IHas)new Has(E.B)).It", "2"),
                ("1: delegate int Op(int a); --- 2: int Do(Op op) => op(1); --- 1: delegate int Op(int b); --- 3: Do(x => x + 1)", "2"),
                ("1: struct S { public int X; } --- 2: int F(S s) => s.X; --- 1: record struct S(int X); --- 3: F(new S(5))", "5"),
                ("1: partial class A { public int X => 1; } partial class A { public int Y => X + 1; } --- 2: var a = new A(); --- 1: partial class A { public int X => 1; }  partial class A { public int Y => X + 1; } --- 3: int F(A a) => a.Y; --- 4: F(a)", "2"),
                ("1: partial class A { public int X => 1; } partial class A { public int Y => X + 1; } --- 1: partial class A { public int X => 5; } partial class A { public int Y => X + 1; } --- 2: new A().Y", "6"),
                ("1: class V(int x) { public int X => x; public static V operator +(V a, V b) => new(a.X + b.X); } --- 2: V Add(V a) => a + a; --- 1: class V(int x) { public int X => x; public static V operator +(V a, V b) => new(a.X * b.X); } --- 3: Add(new V(3)).X", "9"),
                ("1: class G<T> { public int N => 1; } --- 2: class H : G<int> { } --- 1: class G<T> { public int N => 2; } --- 3: new H().N", "2"),
                ("1: class C { public static int N; } --- 2: C.N++; --- 1: class C { public static int N; } --- 2: C.N++; --- 3: C.N", "1"),
                ("1: static class C { public static readonly List<int> All = new(); } --- 2: C.All.Add(1); --- 1: static class C { public static readonly List<int> All = new(); } --- 2: C.All.Add(1); --- 3: C.All.Count", "1"),
                ("1: var a = new { X = 1 }; --- 2: int F() => a.X; --- 1: var a = new { X = 5 }; --- 3: F()", "5"),
                ("1: var a = new { X = 1 }; --- 2: string F() => a.ToString(); --- 1: var a = new { X = 1, Y = 2 }; --- 3: F()",
                    "{ X = 1, Y = 2 }"),
                // A type that is meant in other ways than by its name alone.
                ("1: static class C { public static int F(int x) => x; } --- 2: using static C; --- 3: int G(int x) => F(x) + 1; --- 1: static class C { public static int F(int x) => 10 * x; } --- 4: G(2) + F(1)", "31"),
                ("1: static class C { public static int F(int x) => x; } --- 2: using static C; --- 3: var y = F(1); --- 1: static class C { public static int F(int x) => 10 * x; } --- 2: using static C; --- 3: var y = F(1); --- 4: y", "10"),
                ("1: static class C { public static int F(int x) => x; } --- 2: using static C; --- 3: F(1) --- 1: static class C { public static int F(int x) => 5; public static int H() => 7; } --- 3: F(1) + H()", "12"),
                ("1: static class C { public static int F() => 1; } --- 2: static class D { public static int F() => 2; } --- 3: using static C; --- 3: using static D; --- 4: F()", "2"),
                ("1: static class C { public static int F() => 1; } --- 2: using static C; int G() => F(); --- 3: using static C; int H() => F(); --- 1: static class C { public static int F() => 4; } --- 2: using static C; int G() => F() + 1; --- 4: G() + H()", "9"),
                ("1: enum E { A, B } --- 2: using static E; --- 3: E F() => B; --- 1: enum E { C, A, B } --- 4: (int)F() + (int)C", "2"),
                ("1: int k = 1; int f() => k; --- 2: static class C { public const int N = 3; } --- 3: using static C; --- 4: int[] a = new int[N]; int F() => a.Length + N; --- 2: static class C { public const int N = 5; } --- 5: F()", "8"),
                ("1: class C { public int X => 1; public class D { public int Y => 1; } } --- 2: using static C; --- 3: int F() => new D().Y; --- 1: class C { public int X => 1; public class D { public int Y => 4; } } --- 4: F()", "4"),
                ("1: class C { public static int F() => 1; } --- 2: using K = C; --- 3: int G() => K.F(); --- 1: class C { public static int F() => 2; } --- 4: G() + K.F()", "4"),
                ("1: class C { public int X => 1; } --- 2: using Cs = System.Collections.Generic.List<C>; --- 3: int G(Cs all) => all.Sum(c => c.X); --- 1: class C { public int X => 2; } --- 4: G(new Cs { new C(), new C() })", "4"),
                ("1: class C { public int X => 1; } --- 2: using K = C; --- 3: class L { public K It = new(); } --- 4: int G(C c, L l) => c.X + l.It.X; --- 1: class C { public int X => 2; } --- 5: G(new C(), new L())", "4"),
                ("1: class C { public class D { public static int F() => 1; } } --- 2: int G() => C.D.F(); --- 1: class C { public class D { public static int F() => 2; } } --- 3: G()", "2"),
                ("1: class C { public int X => 1; } --- 2: class G<T> where T : C, new() { public int X => new T().X; } --- 3: int H() => new G<C>().X; --- 1: class C { public int X => 2; } --- 4: H()", "2"),
                ("1: class C { public int X => 1; } --- 2: int F<T>() where T : C, new() => new T().X; --- 1: class C { public int X => 2; } --- 3: F<C>()", "2"),
                ("1: interface I { int X => 1; } --- 2: class C : I { } --- 3: int F() => ((I)new C()).X; --- 1: interface I { int X => 2; } --- 4: F()", "2"),
                ("1: abstract class B { public abstract int X { get; } public int Y => 10 * X; } --- 2: class C : B { public override int X => 3; } --- 1: abstract class B { public abstract int X { get; } public int Y => 100 * X; } --- 3: new C().Y", "300"),
                ("1: class Mark : Attribute { public int N => 1; } --- 2: [Mark] class C { } --- 3: int F() => typeof(C).GetCustomAttributes(false).OfType<Mark>().Single().N; --- 1: class Mark : Attribute { public int N => 2; } --- 4: F()", "2"),
                ("1: class MarkAttribute : Attribute { public int N => 1; } --- 2: [Mark] class C { } --- 3: int F() => typeof(C).GetCustomAttributes(false).OfType<MarkAttribute>().Single().N; --- 1: class MarkAttribute : Attribute { public int N => 2; } --- 4: F()", "2"),
                ("1: delegate int Op(int a); --- 2: class C { public event Op Done; public int Go() => Done(1); } --- 1: delegate int Op(int b); --- 3: var c = new C(); c.Done += x => x + 1; c.Go()", "2"),
                ("1: enum E { A, B } --- 2: string F(E e) => e switch { E.A => \"a\", _ => \"other\" }; --- 1: enum E { B, A } --- 3: F(E.A)", "a"),
                ("1: struct P { public int X; } --- 2: static int Twice(this P p) => 2 * p.X; --- 3: int F() => new P { X = 4 }.Twice(); --- 1: struct P { public int X; public int Y; } --- 4: F()", "8"),
                ("1: class C { public static implicit operator int(C c) => 1; } --- 2: int F() => 10 + new C(); --- 1: class C { public static implicit operator int(C c) => 2; } --- 3: F()", "12"),
                ("1: record P(int X); --- 2: Func<object, int> f = o => o is P { X: 3 } ? 1 : 0; --- 1: record P(int X, int Y = 0); --- 2: Func<object, int> f = o => o is P { X: 3 } ? 1 : 0; --- 3: f(new P(3))", "1"),
            ];
            var data = new TheoryData<string, string>();
            foreach (var (cells, value) in cases)
                data.Add(cells, value);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task What_is_declared_again_takes_the_place_of_what_was(string cells, string value)
    {
        foreach (var wholeUpTo in (int[])[30, 0])
        {
            using var session = new SessionHarness(wholeUpTo: wholeUpTo);
            var last = default(SessionHarness.Outcome);
            foreach (var cell in cells.Split(" --- "))
            {
                var (number, code) = (int.Parse(cell[..cell.IndexOf(':', StringComparison.Ordinal)], null),
                    cell[(cell.IndexOf(':', StringComparison.Ordinal) + 2)..]);
                last = await session.RunAsync(number, code);
                Assert.True(last.Status == CellStatus.Succeeded, last.Status == CellStatus.Succeeded ? "" : $"{cell}\n{last.Trace}");
            }
            Assert.Equal(value, last!.Value?.Trim('"'));
        }
    }

    [Fact]
    public async Task A_cell_in_the_same_words_is_not_compiled_again()
    {
        using var session = new SessionHarness();
        await session.RunAsync(
            "var assembly = new System.Diagnostics.StackTrace().GetFrame(0).GetMethod().Module.Assembly.GetName().Name;\nvar n = 1;");
        var first = (await session.RunAsync("assembly")).Value;
        await session.RunAsync("n = 7;");
        await session.RunAsync(
            "var assembly = new System.Diagnostics.StackTrace().GetFrame(0).GetMethod().Module.Assembly.GetName().Name;\nvar n = 1;");
        Assert.Equal(first, (await session.RunAsync("assembly")).Value);
        Assert.Equal("1", (await session.RunAsync("n")).Value);
    }

    [Fact]
    public async Task What_no_longer_compiles_goes_on_running_and_says_why()
    {
        using var session = new SessionHarness();
        await session.RunAsync(1, "var size = 3;");
        await session.RunAsync(2, "int Twice() => 2 * size;");
        Assert.Equal(
            "`Twice` of cell 2 no longer compiles, so the earlier one goes on running: Operator '*' cannot be applied to operands of type 'int' and 'string'.", (await session.RunAsync(1, "var size = \"three\";")).Told);
        var call = await session.RunAsync(3, "Twice()");
        Assert.Equal("6", call.Value);
        Assert.Contains("`Twice`, which no longer compiles", call.Told, StringComparison.Ordinal);
        await session.RunAsync(2, "int Twice() => 2 * size.Length;");
        Assert.Equal("10", (await session.RunAsync(3, "Twice()")).Value);
    }

    [Theory]
    [InlineData("int F(int x) => x; int F(string s) => 1;", "int G() => F(\"\");", "int F(int x) => x;", "F(\"\")", "G")]
    [InlineData("int F(int x) => x;", "int G() => F(1);", "class F { }", "F(1)", "G")]
    [InlineData("Func<int, int> F = x => x;", "int G() => F(1);", "class F { }", "F(1)", "G")]
    [InlineData("class F { }", "object G() => new F();", "class F<T> { }", "new F()", "G")]
    [InlineData("class F { }", "object G() => new F();", "var F = 3;", "new F()", "G")]
    public async Task What_a_changed_cell_no_longer_declares_cannot_be_meant(string first, string user, string changed, string use,
        string stuck)
    {
        foreach (var wholeUpTo in (int[])[30, 0])
        {
            using var session = new SessionHarness(wholeUpTo: wholeUpTo);
            await session.RunAsync(1, first);
            await session.RunAsync(2, user);
            Assert.Equal(CellStatus.Succeeded, (await session.RunAsync(3, use)).Status);
            var told = (await session.RunAsync(1, changed)).Told;
            Assert.Contains($"`{stuck}` of cell 2 no longer compiles, so the earlier one goes on running", told, StringComparison.Ordinal);
            Assert.Contains("`F` changed: cell 3 was computed with the earlier one.", told, StringComparison.Ordinal);
            Assert.Equal("CompilationError", (await session.RunAsync(3, use)).Error.Name);
            Assert.Contains($"`{stuck}`, which no longer compiles", (await session.RunAsync(4, $"{stuck}()")).Told,
                StringComparison.Ordinal);
            // Undone, all is as it was.
            await session.RunAsync(1, first);
            Assert.Equal(CellStatus.Succeeded, (await session.RunAsync(3, use)).Status);
            Assert.Equal("", (await session.RunAsync(5, $"{stuck}()")).Told);
        }
    }

    [Theory]
    [InlineData("class F { }", "class F<T> { }", "new F()", "'F' has 1 type parameter now: a cell declared it again, with one")]
    [InlineData("class F<T> { }", "class F { }", "new F<int>()",
        "'F' has no type parameters any more: a cell declared it again without them")]
    [InlineData("class F { }", "var F = 3;", "new F()", "'F' is not a type any more: a cell declared the name again as something else")]
    public async Task A_name_that_means_something_else_now_says_what(string first, string changed, string use, string text)
    {
        using var session = new SessionHarness();
        await session.RunAsync(1, first);
        await session.RunAsync(1, changed);
        Assert.Contains(text, (await session.RunAsync(2, use)).Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overloads_of_several_cells_stay_beside_each_other_and_say_so_where_a_call_could_mean_either()
    {
        using var session = new SessionHarness();
        await session.RunAsync(1, "int F(int x) => 1;");
        Assert.Equal("", (await session.RunAsync(2, "int F(string x) => 2;")).Told);
        Assert.Equal(
            "`F` with other parameters is still there, from cell 1: a call means the one that its arguments fit best. To have this one alone, delete the other.", (await session.RunAsync(3, "int F(double x) => 3;")).Told);
        Assert.Equal("", (await session.RunAsync(3, "int F(double x) => 3;")).Told);
        Assert.Equal("1 2 3", (await session.RunAsync(4, "$\"{F(1)} {F(\"\")} {F(1.0)}\"")).Value?.Trim('"'));
        await session.Session.ForgetAsync(["id 1"]);
        await session.RunAsync(5, "int F(long x) => 4;");
        Assert.Equal("4 2 3", (await session.RunAsync(4, "$\"{F(1)} {F(\"\")} {F(1.0)}\"")).Value?.Trim('"'));
    }

    [Fact]
    public async Task A_variable_that_goes_on_from_none_says_what_is_missing()
    {
        using var session = new SessionHarness();
        Assert.Contains("It is declared from itself: that takes a value that an earlier cell has given it.",
            (await session.RunAsync(1, "var x = x + 1;")).Trace, StringComparison.Ordinal);
        await session.RunAsync(2, "var x = int.Parse(\"no\");");
        Assert.Equal(["`x` has no value: cell 2 failed."], (await session.RunAsync(3, "var x = x + 1;")).Error.Trace);
    }

    [Fact]
    public async Task A_function_that_would_find_a_variable_of_another_type_unset_says_so()
    {
        using var session = new SessionHarness();
        await session.RunAsync(1, "var x = 5; object F() => x;");
        Assert.Equal(
            "`x` has no value: this cell calls a function that asks for it, and declares it only after that, with another type than before.", (await session.RunAsync(2, "var y = F(); var x = 6.5;")).Error.Message);
        await session.RunAsync(2, "var x = 6.5; var y = F();");
        Assert.Equal("6.5", (await session.RunAsync(3, "y")).Value);
    }

    [Fact]
    public async Task The_same_usings_and_references_again_do_not_make_cells_compile_again()
    {
        using var session = new SessionHarness();
        const string code = "var assembly = new System.Diagnostics.StackTrace().GetFrame(0).GetMethod().Module.Assembly.GetName().Name;";
        await session.RunAsync(1, "using System.Text.Json;");
        await session.RunAsync(2, code);
        var first = (await session.RunAsync(3, "assembly")).Value;
        await session.RunAsync(1, "using System.Text.Json;");
        await session.RunAsync(2, code);
        Assert.Equal(first, (await session.RunAsync(3, "assembly")).Value);
        await session.RunAsync(1, "using System.Text.Json; using System.Text.Json.Nodes;");
        await session.RunAsync(2, code);
        Assert.NotEqual(first, (await session.RunAsync(3, "assembly")).Value);
    }

    [Theory]
    [InlineData("var x = 1;\nvar x = 2;")]
    [InlineData("int x = 1; void x() { }")]
    [InlineData("record R(int A); record R(int B);")]
    [InlineData("var x = (int y) => x(y);")]
    public async Task An_error_stays_one_where_the_name_was_declared_before(string code)
    {
        using var session = new SessionHarness();
        await session.RunAsync(1, "int x = 5; record R(int A);");
        Assert.Equal("CompilationError", (await session.RunAsync(1, code)).Error.Name);
        Assert.Equal("5", (await session.RunAsync(2, "x")).Value);
    }

    [Fact]
    public async Task An_error_in_a_changed_cell_shows_the_authors_line()
    {
        using var session = new SessionHarness();
        await session.RunAsync(1, "record P(int X);\nint[] numbers = { 1 };");
        var trace = (await session.RunAsync(1, "record P(int X);\nint[] numbers = { 1, \"two\" };")).Trace;
        Assert.StartsWith("cell 1, line 2, column 22: error CS0029", trace, StringComparison.Ordinal);
        Assert.Contains("    int[] numbers = { 1, \"two\" };\n                         ^^^^^", trace, StringComparison.Ordinal);
    }
}
