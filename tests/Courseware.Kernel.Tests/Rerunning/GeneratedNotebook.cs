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
        _cells[cell] = _random.Next(6) switch
        {
            0 => now.Contains('"', StringComparison.Ordinal) ? now + "\n// a comment" : now.Replace(";", " ;", StringComparison.Ordinal) + "  // a comment",
            1 => _earlier[cell],
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
        switch (_random.Next(34))
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
                maker = () => _random.Next(4) == 0 ? $"int f{i}(int x, int y = {Number()}) => {called}(x) + y;" : $"int f{i}(int x) {{ var y = {called}(x); return y + {a} + {Number()}; }}";
                _functions.Add($"f{i}");
                break;
            case 7 or 8 when _functions.Count > 0:
                var function = One(_functions);
                maker = () => $"var v{i} = {function}({a}) + {Number()};";
                _ints.Add($"v{i}");
                break;
            case 9:
                maker = () => _random.Next(3) == 0 ? $"record R{i}(int X, int Y) {{ public int Z => X + Y + {Number()}; }}" : $"record R{i}(int X, int Y = {Number()}) {{ public int Z => X * Y; }}";
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
