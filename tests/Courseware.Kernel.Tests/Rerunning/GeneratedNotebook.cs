using System.Globalization;

namespace Courseware.Kernel.Tests.Rerunning;

/// <summary>A notebook of cells of many kinds that use each other, and random changes to it.</summary>
/// <remarks>Each cell uses only what cells above it declare, so that a new session can run them from top to bottom.</remarks>
internal sealed class GeneratedNotebook
{
    private readonly Random _random;
    private readonly List<string> _cells = [];
    private readonly List<string> _earlier = [];
    private readonly List<Func<string>> _makers = [];
    private readonly List<string> _ints = [];
    private readonly List<string> _functions = [];
    private readonly List<string> _lambdas = [];
    private readonly List<string> _records = [];
    private readonly List<string> _values = [];
    private readonly List<string> _anonymous = [];
    private readonly List<string> _lists = [];
    private readonly List<string> _counters = [];
    private readonly List<string> _extensions = [];
    private readonly List<string> _generics = [];
    private readonly List<string> _constants = [];
    private readonly List<string> _delegates = [];
    private readonly List<string> _totals = [];
    private readonly List<string> _overloads = [];
    private readonly List<string> _iterators = [];
    private readonly List<string> _events = [];
    private readonly List<string> _counts = [];
    private readonly List<string> _interfaces = [];
    private readonly List<string> _tuples = [];
    private readonly List<string> _statics = [];
    private readonly List<string> _bases = [];
    private readonly List<(string Of, string Name)> _held = [];
    private readonly List<string> _attributes = [];
    private readonly List<string> _sequences = [];

    public GeneratedNotebook(int seed, int cells)
    {
        _random = new Random(seed);
        for (var i = 0; i < cells; i++)
            Add(i);
    }

    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Changes a cell's words: other numbers as a rule, sometimes blanks and comments only, or what it was before.</summary>
    public void Edit(int cell)
    {
        var now = _cells[cell];
        _cells[cell] = _random.Next(18) switch
        {
            // Words that do not compile.
            17 => now + "\nint broken = \"no number\";",
            0 or 1 or 2 =>
                now.Contains('"', StringComparison.Ordinal) ? now + "\n// a comment"
                : now.Replace(";", " ;", StringComparison.Ordinal) + "  // a comment",
            3 or 4 or 5 => _earlier[cell],
            _ => _makers[cell](),
        };
        _earlier[cell] = now;
    }

    public int Next(int below) => _random.Next(below);

    private string Number() => _random.Next(1, 10).ToString(CultureInfo.InvariantCulture);

    private string One(List<string> names) => names[_random.Next(names.Count)];

    private string Int() => _ints.Count == 0 || _random.Next(4) == 0 ? Number() : One(_ints);

    // The names that a cell uses stay the same through its changes; its numbers and operators do not.
    private void Add(int i)
    {
        var (a, b) = (Int(), Int());
        Func<string> maker;
        switch (_random.Next(66))
        {
            case 0 or 1:
                maker = () => $"var v{i} = {a} {Operator()} {b} + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 2:
                maker = () => $"int v{i} = {a} + {Number()}, w{i} = {b};";
                _ints.AddRange([$"v{i}", $"w{i}"]);
                break;
            case 3:
                maker = () => $"var (v{i}, w{i}) = ({a} + {Number()}, {b} * {Number()});";
                _ints.AddRange([$"v{i}", $"w{i}"]);
                break;
            case 4:
                maker = () => $"int f{i}(int x) => x * {Number()} + {a};";
                _functions.Add($"f{i}");
                break;
            case 5 or 6 when _functions.Count > 0:
                var called = One(_functions);
                maker = () => _random.Next(4) == 0 ? $"int f{i}(int x, int y = {Number()}) => {called}(x) + y;"
                    : $"int f{i}(int x) {{ var y = {called}(x); return y + {a} + {Number()}; }}";
                _functions.Add($"f{i}");
                break;
            case 7 or 8 when _functions.Count > 0:
                var function = One(_functions);
                maker = () => $"var v{i} = {function}({a}) + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 9:
                maker = () => _random.Next(3) == 0 ? $"record R{i}(int X, int Y) {{ public int Z => X + Y + {Number()}; }}"
                    : $"record R{i}(int X, int Y = {Number()}) {{ public int Z => X * Y; }}";
                _records.Add($"R{i}");
                break;
            case 10 or 11 when _records.Count > 0:
                var record = One(_records);
                maker = () => $"var r{i} = new {record}({a}, {Number()});";
                _values.Add($"r{i}");
                break;
            case 12 when _values.Count > 0:
                var value = One(_values);
                maker = () => $"var v{i} = {value}.Z + ({value} with {{ X = {Number()} }}).X;";
                _ints.Add($"v{i}");
                break;
            case 13 when _records.Count > 0:
                var inner = One(_records);
                maker = () => $"record struct S{i}({inner} Inner) {{ public int Sum() => Inner.Z + {Number()}; }}\nvar v{i} = new S{i}(new {inner}({a}, 2)).Sum();";
                _ints.Add($"v{i}");
                break;
            case 14:
                maker = () => $"Func<int, int> l{i} = x => x + {a} * {Number()};";
                _lambdas.Add($"l{i}");
                break;
            case 15 when _lambdas.Count > 0:
                var lambda = One(_lambdas);
                maker = () => $"var v{i} = {lambda}({b}) - {Number()};";
                _ints.Add($"v{i}");
                break;
            case 16 when _functions.Count > 0:
                var inLambda = One(_functions);
                maker = () => $"Func<int, int> l{i} = x => {inLambda}(x) + {Number()};";
                _lambdas.Add($"l{i}");
                break;
            case 17:
                maker = () => $"var a{i} = new {{ A = {a} + {Number()}, B = \"s\" + {b} }};";
                _anonymous.Add($"a{i}");
                break;
            case 18 when _anonymous.Count > 0:
                var anonymous = One(_anonymous);
                maker = () => $"var v{i} = {anonymous}.A + {anonymous}.B.Length + new {{ A = {Number()}, B = \"\" }}.A;";
                _ints.Add($"v{i}");
                break;
            case 19:
                maker = () => $"var v{i} = Enumerable.Range(0, {Number()}).Select(x => x * {a}).Sum() + (from x in new[] {{ 1, 2 }} let y = x + {b} select y).Sum();";
                _ints.Add($"v{i}");
                break;
            case 20:
                maker = () => $"dynamic d{i} = {a};\nint v{i} = d{i} + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 21:
                maker = () => $"async Task<int> Later{i}() {{ await Task.Yield(); return {a} + {Number()}; }}\nvar v{i} = await Later{i}();";
                _ints.Add($"v{i}");
                break;
            case 22:
                maker = () => $"object o{i} = {a};\nvar v{i} = o{i} is int n{i} && n{i} > {Number()} ? n{i} : -1;";
                _ints.Add($"v{i}");
                break;
            case 23:
                maker = () => $"if (!int.TryParse(\"{Number()}\", out var v{i})) throw new Exception();\nv{i} += {a};";
                _ints.Add($"v{i}");
                break;
            case 24:
                maker = () => $"static int X{i}(this int x) => x * {Number()} + 1;";
                _extensions.Add($"X{i}");
                break;
            case 25 when _extensions.Count > 0:
                var extension = One(_extensions);
                maker = () => $"var v{i} = {a}.{extension}() + {Number()};".Replace("= (", "= (", StringComparison.Ordinal);
                _ints.Add($"v{i}");
                break;
            case 26:
                maker = () => $"var list{i} = new List<int> {{ {a}, {Number()} }};";
                _lists.Add($"list{i}");
                break;
            case 27 when _lists.Count > 0:
                var changed = One(_lists);
                maker = () => $"{changed}.Add({a} + {Number()});";
                break;
            case 28 when _lists.Count > 0:
                var read = One(_lists);
                maker = () => $"var v{i} = {read}.Sum() + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 29:
                maker = () => $"class C{i} {{ public static int N = {Number()}; public static List<int> All = new(); public static int Add(int x) {{ N += x; All.Add(x); return N; }} }}";
                _counters.Add($"C{i}");
                break;
            case 30 when _counters.Count > 0:
                var counter = One(_counters);
                maker = () => $"var v{i} = {counter}.Add({a}) + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 31:
                maker = () => $"class G{i}<T>(T value) {{ public T Value => value; public static G{i}<T> operator +(G{i}<T> x, G{i}<T> y) => {(_random.Next(2) == 0 ? "x" : "y")}; }}\nT Id{i}<T>(T x) => x;";
                _generics.Add($"{i}");
                break;
            case 32 when _generics.Count > 0:
                var generic = One(_generics);
                maker = () => $"var v{i} = (new G{generic}<int>({a}) + new G{generic}<int>({Number()})).Value + Id{generic}({b});";
                _ints.Add($"v{i}");
                break;
            case 33:
                maker = () => $"const int K{i} = {Number()};\nenum E{i} {{ A = K{i}, B }}\nint P{i} => K{i} + {a};";
                _constants.Add($"K{i}");
                _ints.Add($"P{i}");
                break;
            case 34:
                maker = () => $"var total{i} = {a} + {Number()};";
                _totals.Add($"total{i}");
                break;
            case 35 or 36 when _totals.Count > 0:
                var own = One(_totals);
                maker = () => _random.Next(5) switch
                {
                    0 => $"var {own} = {own} * 1.5;",
                    1 => $"{own} += {a};",
                    2 => $"var v{i} = {own} + {Number()}; var {own} = (int)v{i} + {a};",
                    3 => $"var {own} = new[] {{ {a}, {Number()} }}.Select(x => x + {own}).Sum();",
                    _ => $"var {own} = {own} + {Number()};",
                };
                break;
            case 37 when _totals.Count > 0:
                var total = One(_totals);
                maker = () => $"var v{i} = (int){total} + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 38:
                maker = () => _random.Next(4) switch
                {
                    0 => $"int o{i}(double x) => (int)x + {Number()}; int o{i}(string s) => s.Length + {a};",
                    1 => $"int o{i}(int x) => x * {Number()}; int o{i}(string s) => {a}; int o{i}(double x) => {Number()};",
                    2 => $"int o{i}(long x, int y = {Number()}) => (int)x * y; int o{i}(object s) => {Number()};",
                    _ => $"int o{i}(int x) => x * {Number()}; int o{i}(string s) => s.Length * {Number()};",
                };
                _overloads.Add($"o{i}");
                break;
            case 39 when _overloads.Count > 0:
                var overload = One(_overloads);
                maker = () => $"var v{i} = {overload}({a}) + {overload}(\"ab\") + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 40 when _overloads.Count > 0:
                var inFunction = One(_overloads);
                maker = () => $"int f{i}(int x) => {inFunction}(x) + {inFunction}(\"abc\") * {Number()};";
                _functions.Add($"f{i}");
                break;
            case 41:
                maker = () => $"IEnumerable<int> It{i}(int n) {{ for (var k = 0; k < n; k++) yield return k + {a}; yield return {Number()}; }}";
                _iterators.Add($"It{i}");
                break;
            case 42 when _iterators.Count > 0:
                var iterator = One(_iterators);
                maker = () => $"int[] v{i} = [{Number()}, .. {iterator}({Number()}), {b}];";
                break;
            case 43:
                maker = () => $"event Action<int> Ev{i};\nint raised{i} = {Number()};";
                _events.Add($"{i}");
                break;
            case 44 when _events.Count > 0:
                var subscribed = One(_events);
                maker = () => $"var count{i} = 0;\nEv{subscribed} += x => count{i} += x * {Number()};\nEv{subscribed}(raised{subscribed} + {a});";
                _counts.Add($"count{i}");
                break;
            case 45 when _counts.Count > 0:
                var counted = One(_counts);
                maker = () => $"var v{i} = {counted} + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 46:
                maker = () => $"interface I{i} {{ int V(int x) => x + {Number()}; }}\nclass Im{i}<T> : I{i} where T : struct {{ public int P {{ get; set => field = value * {Number()}; }} }}";
                _interfaces.Add($"{i}");
                break;
            case 47 when _interfaces.Count > 0:
                var face = One(_interfaces);
                maker = () => $"class Of{i} : I{face} {{ public int V(int x) {{ int Inner(int y) => y + {a}; return Inner(x) * {Number()}; }} }}\n"
                    + $"var v{i} = new I{face}[] {{ new Of{i}(), new Im{face}<int>() }}.Sum(one => one.V({Number()})) + new Im{face}<int> {{ P = {b} }}.P;";
                _ints.Add($"v{i}");
                break;
            case 48:
                maker = () => $"(int A, int {(_random.Next(2) == 0 ? "B" : "C")}) t{i} = ({a}, {Number()});";
                _tuples.Add($"t{i}");
                break;
            case 49 when _tuples.Count > 0:
                var tuple = One(_tuples);
                maker = () => $"var v{i} = {tuple} switch {{ (> {Number()}, var y) => y, var (x, _) => x + {b} }};";
                _ints.Add($"v{i}");
                break;
            case 50:
                maker = () => $"delegate int D{i}(int x);\nD{i} d{i} = x => x + {Number()};\nstatic int s{i} = {Number()};\n"
                    + $"partial class Pa{i} {{ public int X => {Number()}; }} partial class Pa{i} {{ public static int Y(int x) => new Pa{i}().X + s{i} + x; }}\nvar v{i} = d{i}({a}) + Pa{i}.Y({b});";
                _ints.Add($"v{i}");
                break;
            case 51:
                maker = () => $"static class U{i} {{ public static int Tw{i}(int x) => x * {Number()} + 1; public const int Qu{i} = {Number()}; }}";
                _statics.Add($"{i}");
                break;
            case 52 or 53 when _statics.Count > 0:
                var brought = One(_statics);
                maker = () => $"using static U{brought};\nvar v{i} = Tw{brought}({a}) + Qu{brought} + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 54 when _statics.Count > 0:
                var inBody = One(_statics);
                maker = () => $"using static U{inBody};\nint f{i}(int x) => Tw{inBody}(x) + {a} * {Number()};";
                _functions.Add($"f{i}");
                break;
            case 55 or 56 when _records.Count > 0:
                var aliased = One(_records);
                maker = () => $"using Al{i} = {aliased};\nusing Many{i} = System.Collections.Generic.List<{aliased}>;\n"
                    + $"var r{i} = new Al{i}({a}, {Number()});\nint Sum{i}(Many{i} all) => all.Sum(one => one.Z);\nvar v{i} = Sum{i}(new Many{i} {{ r{i} }});";
                _values.Add($"r{i}");
                _ints.Add($"v{i}");
                break;
            case 57:
                maker = () => $"class Ba{i} {{ public virtual int M() => {Number()}; public class Inner {{ public int W => {Number()}; }} }}";
                _bases.Add($"{i}");
                break;
            case 58 when _bases.Count > 0:
                var parent = One(_bases);
                maker = () => $"class De{i} : Ba{parent} {{ public override int M() => base.M() + {Number()}; }}\nvar v{i} = new De{i}().M() + {a};";
                _ints.Add($"v{i}");
                break;
            case 59 when _bases.Count > 0:
                var bound = One(_bases);
                maker = () => $"int Co{i}<T>() where T : Ba{bound}, new() => new T().M() + {Number()};\nvar v{i} = Co{i}<Ba{bound}>() + {a};";
                _ints.Add($"v{i}");
                break;
            case 60 when _bases.Count > 0:
                var held = One(_bases);
                maker = () => $"var held{i} = new object[] {{ new Ba{held}(), new Ba{held}.Inner(), {a} + {Number()} }};";
                _held.Add((held, $"held{i}"));
                break;
            case 61 when _held.Count > 0:
                var (of, objects) = _held[_random.Next(_held.Count)];
                maker = () => $"var v{i} = ((Ba{of}){objects}[0]).M() + ((dynamic){objects}[1]).W + (int){objects}[2] * {Number()};";
                break;
            case 62:
                maker = () => $"class At{i} : Attribute {{ public int W => {Number()}; }}";
                _attributes.Add($"At{i}");
                break;
            case 63 when _attributes.Count > 0:
                var attribute = One(_attributes);
                maker = () => $"[{attribute}] class Mk{i} {{ }}\nvar v{i} = (({attribute})typeof(Mk{i}).GetCustomAttributes(false)[0]).W + {a};";
                _ints.Add($"v{i}");
                break;
            case 64 when _iterators.Count > 0:
                var lazy = One(_iterators);
                maker = () => $"var seq{i} = {lazy}({Number()});";
                _sequences.Add($"seq{i}");
                break;
            case 65 when _sequences.Count > 0:
                var sequence = One(_sequences);
                maker = () => $"var v{i} = {sequence}.Sum() + {Number()};";
                _ints.Add($"v{i}");
                break;
            default:
                maker = _random.Next(4) switch
                {
                    0 => () => $"{a} + {Number()}",
                    1 => () => $"var v{i} = int.Parse({a} % {Number()} == 1 ? \"no number\" : \"{Number()}\");",
                    2 => () => $"int Auto{i} {{ get; set; }} = {a} + {Number()};",
                    _ => () => $"var f{i} = (ref int x) => {{ x += {Number()}; }};\nvar v{i} = {a}; f{i}(ref v{i});",
                };
                break;
        }
        _makers.Add(maker);
        _cells.Add(maker());
        _earlier.Add(_cells[^1]);
    }

    private string Operator() => "+-*"[_random.Next(3)].ToString();
}
