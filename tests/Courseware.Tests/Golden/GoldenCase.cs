using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;
using Xunit.Sdk;

namespace Courseware.Tests.Golden;

/// <summary>
/// One case: inputs, hyper-parameters, expected outputs, and the comparison with the tolerance of the folder's README. Parts are named by
/// a path: "value", "initial_weights/W0", "params_after_step/3/p0".
/// </summary>
public sealed class GoldenCase : IXunitSerializable
{
    private GoldenFile _file;
    private JsonElement _case;
    private readonly HashSet<string> _compared = [];

    internal GoldenCase(GoldenFile file, JsonElement element) => (_file, _case) = (file, element);

    /// <summary>For xunit, which makes the case first and then fills it.</summary>
    public GoldenCase() => _file = null!;

    public string File => _file.Name;

    public string Name => _case.GetProperty("name").GetString()!;

    public string Notes => _case.TryGetProperty("notes", out var notes) ? notes.GetString()! : "";

    // ----- inputs -----

    public bool HasInput(string path) => TryFind(Inputs(), path, out _) || TryFind(_case, path, out _);

    /// <summary>
    /// An input of this case, else of the file (optimizers) or its first case (KNN's grid): "input", "initial_weights/W0", "grads/2/p1".
    /// </summary>
    public GoldenTensor Input(string path) => GoldenTensor.Read(FindInput(path), $"{this}: {path}");

    /// <summary>A group of named tensors, in the file's order: "initial_weights", "teacher_weights", "initial_params".</summary>
    public IReadOnlyDictionary<string, GoldenTensor> InputGroup(string path) => Group(FindInput(path), path);

    /// <summary>A list of groups: "grads", one a step.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, GoldenTensor>> InputGroups(string path) => Groups(FindInput(path), path);

    public IReadOnlyList<string> InputNames => [.. Inputs().EnumerateObject().Select(p => p.Name)];

    // ----- hyper-parameters -----

    public bool HasHyper(string name) => TryHyper(name, out _);

    public double Number(string name) => TryHyper(name, out var e) ? GoldenTensor.Number(e, $"{this}: {name}") : throw NoHyper(name);

    public double Number(string name, double otherwise)
        => TryHyper(name, out var e) ? GoldenTensor.Number(e, $"{this}: {name}") : otherwise;

    public int Integer(string name) => TryHyper(name, out var e) ? e.GetInt32() : throw NoHyper(name);

    public int Integer(string name, int otherwise) => TryHyper(name, out var e) ? e.GetInt32() : otherwise;

    public bool Flag(string name, bool otherwise = false) => TryHyper(name, out var e) ? e.GetBoolean() : otherwise;

    public string Text(string name) => TryHyper(name, out var e) ? e.GetString()! : throw NoHyper(name);

    public string Text(string name, string otherwise) => TryHyper(name, out var e) ? e.GetString()! : otherwise;

    /// <summary>A list of integers; a plain integer is a list of one (layers, labels; a convolution's kernel is a number or two).</summary>
    public int[] Integers(string name) => !TryHyper(name, out var e) ? throw NoHyper(name)
        : e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray().Select(x => x.GetInt32())] : [e.GetInt32()];

    /// <summary>A hyper-parameter with one value a step ("lr_per_step").</summary>
    public GoldenTensor Hyper(string name) => TryHyper(name, out var e) ? GoldenTensor.Read(e, $"{this}: {name}") : throw NoHyper(name);

    public IReadOnlyList<string> HyperNames => _case.TryGetProperty("hyper", out var h) ? [.. h.EnumerateObject().Select(p => p.Name)] : [];

    // ----- expected outputs -----

    /// <summary>The paths of all expected tensors (float64), nested ones included.</summary>
    public IReadOnlyList<string> Outputs => [.. Leaves(Expected64, "")];

    public bool HasOutput(string path) => TryFind(Expected64, path, out _);

    public GoldenTensor Expected(string path) => GoldenTensor.Read(Find(Expected64, path, "expected.float64"), $"{this}: {path}");

    public IReadOnlyDictionary<string, GoldenTensor> ExpectedGroup(string path) => Group(Find(Expected64, path, "expected.float64"), path);

    public IReadOnlyList<IReadOnlyDictionary<string, GoldenTensor>> ExpectedGroups(string path)
        => Groups(Find(Expected64, path, "expected.float64"), path);

    /// <summary>The reference's own float32 deviation of an output; 0 where none is given. Nested outputs share their group's.</summary>
    public double Deviation(string path)
    {
        string output = path.Split('/')[0];
        if (!_case.TryGetProperty("f32_deviation", out var all))
            return 0;
        if (all.TryGetProperty(output, out var own))
            return own.GetDouble();
        // c_optimizers keeps one deviation, 'params', for all of 'params_after_step'.
        return output.StartsWith("params", StringComparison.Ordinal) && all.TryGetProperty("params", out var shared)
            ? shared.GetDouble() : 0;
    }

    // ----- comparison -----

    /// <summary>Compares a float32 result: |x − f64| ≤ 4·f32_deviation + 1e-6 + 1e-5·|f64| for each element.</summary>
    public void AssertFloat(string path, ReadOnlySpan<float> actual, ReadOnlySpan<int> shape = default)
    {
        double deviation = 4 * Deviation(path) + 1e-6;
        double[] wide = new double[actual.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = actual[i];
        Compare(path, wide, shape, expected => deviation + 1e-5 * Math.Abs(expected));
    }

    public void AssertFloat(string path, float actual) => AssertFloat(path, [actual]);

    /// <summary>
    /// Compares a float64 result: |x − f64| ≤ <paramref name="relative"/>·|f64|, with a floor of 1e-14 of the tensor's largest element (and
    /// 1e-15) for elements that are zero but for rounding. A case's notes name the exceptions.
    /// </summary>
    public void AssertDouble(string path, ReadOnlySpan<double> actual, double relative = 1e-10, ReadOnlySpan<int> shape = default)
    {
        double largest = Expected(path).Data.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        double floor = 1e-15 + 1e-14 * largest;
        Compare(path, actual, shape, expected => relative * Math.Abs(expected) + floor);
    }

    public void AssertDouble(string path, double actual, double relative = 1e-10) => AssertDouble(path, [actual], relative);

    /// <summary>Compares integers (labels, indices, counts) exactly.</summary>
    public void AssertExact(string path, ReadOnlySpan<int> actual)
    {
        double[] wide = new double[actual.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = actual[i];
        Compare(path, wide, default, _ => 0);
    }

    /// <summary>Marks outputs that a test deliberately does not compare; the call is where the reason stands.</summary>
    public void NotCompared(params string[] paths)
    {
        foreach (string path in paths)
        {
            Find(Expected64, path, "expected.float64");
            _compared.Add(path);
        }
    }

    /// <summary>
    /// Fails when an expected output was neither compared nor named in <see cref="NotCompared"/>: the last line of a golden test.
    /// </summary>
    public void AssertAllOutputsCompared()
    {
        string[] left = [.. Outputs.Where(o => !_compared.Any(c => o == c || o.StartsWith(c + "/", StringComparison.Ordinal)))];
        Assert.True(left.Length == 0, $"{this}: the test compares nothing with {string.Join(", ", left)}.");
    }

    public override string ToString() => _file is null ? "golden case" : $"{File}: {Name}";

    void IXunitSerializable.Serialize(IXunitSerializationInfo info)
    {
        info.AddValue("file", File);
        info.AddValue("case", Name);
    }

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info)
    {
        _file = GoldenFile.Open(info.GetValue<string>("file")!);
        _case = _file[info.GetValue<string>("case")!]._case;
    }

    private JsonElement Expected64 => _case.GetProperty("expected").GetProperty("float64");

    private JsonElement Inputs() => _case.TryGetProperty("inputs", out var own) && own.EnumerateObject().Any() ? own
        : _file.Root.TryGetProperty("inputs", out var shared) ? shared
        : _file.Cases[0]._case.TryGetProperty("inputs", out var first) ? first
        : JsonDocument.Parse("{}").RootElement;

    private JsonElement FindInput(string path) => TryFind(Inputs(), path, out var e) || TryFind(_case, path, out e) ? e
        : throw new KeyNotFoundException($"{this} has no input '{path}'; it has {string.Join(", ", InputNames)}.");

    private bool TryHyper(string name, out JsonElement e)
    {
        e = default;
        return _case.TryGetProperty("hyper", out var h) && h.TryGetProperty(name, out e);
    }

    private KeyNotFoundException NoHyper(string name)
        => new($"{this} has no hyper-parameter '{name}'; it has {string.Join(", ", HyperNames)}.");

    private JsonElement Find(JsonElement root, string path, string what) => TryFind(root, path, out var e) ? e
        : throw new KeyNotFoundException($"{this} has no '{path}' in {what}; it has {string.Join(", ", root.EnumerateObject().Select(p => p.Name))}.");

    private static bool TryFind(JsonElement root, string path, out JsonElement found)
    {
        found = root;
        foreach (string part in path.Split('/'))
        {
            if (found.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(part, out found))
            {
                return false;
            }
        }
        return true;
    }

    private Dictionary<string, GoldenTensor> Group(JsonElement e, string path) =>
        e.EnumerateObject().ToDictionary(p => p.Name, p => GoldenTensor.Read(p.Value, $"{this}: {path}/{p.Name}"));

    private Dictionary<string, GoldenTensor>[] Groups(JsonElement e, string path)
        => [.. e.EnumerateArray().Select((x, i) => Group(x, $"{path}/{i}"))];

    private static IEnumerable<string> Leaves(JsonElement e, string path)
    {
        if (path.Length > 0 && GoldenTensor.IsTensor(e))
            return [path];
        string below = path.Length == 0 ? "" : path + "/";
        return e.ValueKind == JsonValueKind.Array
            ? e.EnumerateArray().SelectMany((x, i) => Leaves(x, below + i.ToString(CultureInfo.InvariantCulture)))
            : e.EnumerateObject().SelectMany(p => Leaves(p.Value, below + p.Name));
    }

    private void Compare(string path, ReadOnlySpan<double> actual, ReadOnlySpan<int> shape, Func<double, double> allowed)
    {
        _compared.Add(path);
        var expected = Expected(path);
        if (!shape.IsEmpty)
        {
            Assert.True(shape.SequenceEqual(
                expected.Shape), $"{this}: {path} has shape {GoldenTensor.ShapeText(shape)}, expected {GoldenTensor.ShapeText(expected.Shape)}.");
        }

        Assert.True(actual.Length
            == expected.Length, $"{this}: {path} has {actual.Length} elements, expected {expected.Length} {GoldenTensor.ShapeText(expected.Shape)}.");

        int wrong = 0, worst = -1;
        double worstRatio = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double e = expected[i], a = actual[i];
            if (a.Equals(e) || Math.Abs(a - e) <= allowed(e))
                continue;
            wrong++;
            double ratio = Math.Abs(a - e) / Math.Max(allowed(e), double.Epsilon);
            if (worst < 0 || !(ratio <= worstRatio))
                (worst, worstRatio) = (i, ratio);
        }
        if (wrong == 0)
            return;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{this}: {path}: {wrong} of {actual.Length} elements differ; the worst at {At(worst, expected.Shape)}: ");
        text.Append(CultureInfo.InvariantCulture, $"expected {expected[worst]:R}, found {actual[worst]:R}, |difference| {Math.Abs(actual[worst] - expected[worst]):G6} > {allowed(expected[worst]):G6}.");
        if (Notes.Length > 0)
            text.Append(" Notes: ").Append(Notes);
        Assert.Fail(text.ToString());
    }

    private static string At(int flat, int[] shape)
    {
        int[] at = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            at[axis] = flat % shape[axis];
            flat /= shape[axis];
        }
        return GoldenTensor.ShapeText(at);
    }
}
