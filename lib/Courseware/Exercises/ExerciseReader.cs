using System.Text.Json;

namespace Courseware;

/// <summary>Reads one exercise of a file, and says what was expected of every field that is wrong.</summary>
internal sealed class ExerciseReader(JsonElement json, string file)
{
    private static readonly string[] s_known =
    [
        "id", "section", "kind", "question", "questionFa", "given", "fromCell", "steps", "answer", "options", "optionsFa", "parameters",
            "points",
        "tolerance", "relative", "slips", "hints", "hintsFa", "explanation", "needs",
    ];

    private readonly List<string> _problems = [];
    private string _id = "";

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The exercise; null if it cannot be used.</summary>
    public ExerciseDefinition? Read()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Problem("expected an exercise, { \"id\": \"2a\", … }");
            return null;
        }
        _id = Text("id");
        if (ExerciseFile.NotebookOf(_id) is null)
        {
            Problem($"expected an id such as \"2a\", the notebook's number and a letter, found \"{_id}\"");
            return null;
        }
        foreach (var field in json.EnumerateObject().Where(f => !s_known.Contains(f.Name)))
            Problem($"there is no field \"{field.Name}\"{(Spelling.Nearest(field.Name, s_known) is { } meant ? $"; did you mean \"{meant}\"?" : "")}");
        var kind = Text("kind") is "" ? ExerciseKind.Number : Enum.TryParse<ExerciseKind>(Text("kind"), ignoreCase: true, out var named)
            ? named : (ExerciseKind?)null;
        if (kind is null)
            Problem($"kind is one of {string.Join(", ", Enum.GetNames<ExerciseKind>()).ToLowerInvariant()}, not \"{Text("kind")}\"");
        if (Text("question").Length == 0)
            Problem("there is no question");

        var options = Options();
        var accepted = kind == ExerciseKind.Text ? Texts("answer", orOne: true) : [];
        var exercise = new ExerciseDefinition
        {
            Id = _id,
            Section = Text("section"),
            Kind = kind ?? ExerciseKind.Number,
            Question = Text("question"),
            QuestionFa = Text("questionFa"),
            Given = Given(),
            FromCell = Texts("fromCell"),
            Steps = Steps(),
            Accepted = accepted,
            Options = options,
            Parameters = Texts("parameters"),
            Points = Points(),
            Tolerance = Positive("tolerance"),
            Relative = Positive("relative") ?? 0.001,
            Hints = Texts("hints"),
            HintsFa = Texts("hintsFa"),
            Explanation = Text("explanation"),
            Needs = Texts("needs"),
            Answer = json.TryGetProperty("answer", out var answer) ? FormulaOf(answer, "answer", kind, options) : Missing("answer"),
            Slips = Slips(kind, options),
        };
        foreach (var name in exercise.FromCell.Where(name => !exercise.Given.ContainsKey(name)))
            Problem($"fromCell names {name}, which \"given\" has no example of");
        if (kind == ExerciseKind.Function)
        {
            if (exercise.Parameters.Count is 0 or > 4)
                Problem("a function has one to four \"parameters\"");
            if (exercise.Points.Count == 0 || exercise.Points.Any(p => p.Length != exercise.Parameters.Count))
                Problem("a function has \"points\", each a list with a number for each of the parameters");
        }
        if (kind == ExerciseKind.Choice && options.Count < 2)
            Problem("a choice has at least two \"options\"");
        return _problems.Count == 0 ? exercise : null;
    }

    private List<ExerciseOption> Options()
    {
        var (texts, persian) = (Texts("options"), Texts("optionsFa"));
        if (persian.Count > 0 && persian.Count != texts.Count)
            Problem($"there are {texts.Count} options and {persian.Count} in optionsFa");
        return [.. texts.Select((text, i) => new ExerciseOption(text, persian.ElementAtOrDefault(i) ?? ""))];
    }

    private OrderedDictionary<string, FormulaValue> Given()
    {
        var given = new OrderedDictionary<string, FormulaValue>();
        foreach (var (name, value) in Members("given"))
        {
            if (Literal(value) is { } literal)
                given[name] = literal;
            else
                Problem($"given {name} is a number or a list of numbers");
        }
        return given;
    }

    private List<ExerciseStep> Steps()
        => [.. Members("steps").Select(s => new ExerciseStep(s.Name, FormulaOf(s.Value, $"steps, {s.Name}", null, [])))];

    private List<ExerciseSlip> Slips(ExerciseKind? kind, List<ExerciseOption> options)
    {
        var slips = new List<ExerciseSlip>();
        foreach (var (slip, i) in Elements("slips").Select((s, i) => (s, i)))
        {
            if (slip.ValueKind != JsonValueKind.Object || !slip.TryGetProperty("answer", out var answer) || Text("says", slip).Length == 0)
                Problem($"slips[{i}] is {{ \"answer\": …, \"says\": \"what was done\" }}");
            else
                slips.Add(new(FormulaOf(answer, $"slips[{i}]", kind, options), Text("says", slip), Text("saysFa", slip)));
        }
        return slips;
    }

    private List<double[]> Points()
    {
        var points = new List<double[]>();
        foreach (var point in Elements("points"))
        {
            if (Literal(point) is { Shape.Length: <= 1, Text: null } literal)
                points.Add(literal.Numbers);
            else
                Problem("points is a list of lists of numbers, [[1, 2], [3, 4]]");
        }
        return points;
    }

    private Formula FormulaOf(JsonElement value, string field, ExerciseKind? kind, List<ExerciseOption> options)
    {
        try
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String when kind == ExerciseKind.Text || options.Exists(o => o.Text == value.GetString()):
                    return Formula.Of(FormulaValue.Of(value.GetString()!));
                case JsonValueKind.String:
                    return Formula.Parse(value.GetString()!);
                case JsonValueKind.Array when kind == ExerciseKind.Text && value.GetArrayLength() > 0:
                    return Formula.Of(FormulaValue.Of(value[0].GetString() ?? ""));
                case JsonValueKind.Array when value.EnumerateArray().All(e => e.ValueKind is JsonValueKind.String or JsonValueKind.Number):
                    return Formula.Parse($"[{string.Join(", ", value.EnumerateArray().Select(e => e.ToString()))}]");
            }
            if (Literal(value) is { } literal)
                return Formula.Of(literal);
            Problem($"{field} is a number, a list of numbers or a formula");
        }
        catch (FormulaException e)
        {
            Problem($"{field}: {e.Message.TrimEnd('.')}");
        }
        return Formula.Of(FormulaValue.Of(double.NaN));
    }

    private static FormulaValue? Literal(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return FormulaValue.Of(value.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return FormulaValue.Of(value.GetBoolean());
            case JsonValueKind.Array:
                var items = value.EnumerateArray().Select(Literal).ToList();
                return items.Count > 0 && items.TrueForAll(i => i is not null) ? ExerciseAnswer.Read(items) : null;
            default:
                return null;
        }
    }

    private double? Positive(string name)
    {
        if (!json.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0)
            return value.GetDouble();
        Problem($"{name} is a number above 0");
        return null;
    }

    private List<string> Texts(string name, bool orOne = false)
    {
        if (!json.TryGetProperty(name, out var value))
            return [];
        if (orOne && value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(e => e.GetString()!)];
        Problem($"{name} is a list of texts");
        return [];
    }

    private IEnumerable<JsonElement> Elements(string name)
    {
        if (!json.TryGetProperty(name, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Problem($"{name} is a list");
            yield break;
        }
        foreach (var element in value.EnumerateArray())
            yield return element;
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(string name)
    {
        if (!json.TryGetProperty(name, out var value))
            return [];
        if (value.ValueKind == JsonValueKind.Object)
            return value.EnumerateObject().Select(p => (p.Name, p.Value));
        Problem($"{name} is a list of names and values, {{ \"a\": 1 }}");
        return [];
    }

    private string Text(string name) => Text(name, json);

    private static string Text(string name, JsonElement of)
        => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private Formula Missing(string field)
    {
        Problem($"there is no \"{field}\"");
        return Formula.Of(FormulaValue.Of(double.NaN));
    }

    private void Problem(string problem) => _problems.Add($"{file}{(_id.Length > 0 ? $", {_id}" : "")}: {problem}.");
}
