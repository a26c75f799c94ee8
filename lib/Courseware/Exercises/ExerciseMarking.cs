using System.Globalization;
using System.Reflection;

namespace Courseware;

/// <summary>Compares an answer with the right one and with the typical wrong ones.</summary>
internal sealed class ExerciseMarking
{
    private const double RoundingOfSingles = 1e-6;

    private readonly ExerciseDefinition _exercise;
    private readonly FormulaValue _right;
    private readonly List<(ExerciseSlip Slip, FormulaValue Value)> _slips = [];

    /// <exception cref="FormulaException">A formula of the exercise cannot be computed.</exception>
    public ExerciseMarking(ExerciseDefinition exercise, OrderedDictionary<string, FormulaValue> given)
    {
        _exercise = exercise;
        _right = ExerciseScope.Evaluate(exercise, given, exercise.Answer);
        foreach (var slip in exercise.Slips)
        {
            var value = ExerciseScope.Evaluate(exercise, given, slip.Answer);
            // With these numbers the slip may give the right answer: then it is right.
            if (!IsRight(value))
                _slips.Add((slip, value));
        }
    }

    public FormulaValue Right => _right;

    /// <summary>Slips of the exercise that give the right answer with these numbers.</summary>
    public IEnumerable<ExerciseSlip> Harmless => _exercise.Slips.Except(_slips.Select(s => s.Slip));

    /// <summary>Pairs of slips that give the same answer with these numbers.</summary>
    public IEnumerable<(ExerciseSlip First, ExerciseSlip Second)> Ambiguous =>
        from i in Enumerable.Range(0, _slips.Count)
        from j in Enumerable.Range(i + 1, _slips.Count - i - 1)
        where Agree(_slips[j].Value, _slips[i].Value)
        select (_slips[i].Slip, _slips[j].Slip);

    /// <summary>The outcome, the answer as text, what is said of it, and the slips that it shows.</summary>
    public (ExerciseOutcome Outcome, string Answer, string Message, IReadOnlyList<ExerciseSlip> Slips) Mark(object? answer)
    {
        if (IsEmpty(answer))
            return (ExerciseOutcome.NotAttempted, "", "", []);
        var (value, problem) = Understand(answer);
        if (value is null)
        {
            return (ExerciseOutcome.Unreadable, "", $"Expected {Expected}, found {ExerciseAnswer.Described(answer)}. {problem}"
                .TrimEnd(), []);
        }

        var text = _exercise.Kind == ExerciseKind.Function ? "" : value.ToString();
        if (value.Numbers.Any(double.IsNaN))
            return Empty(value, text);
        if (IsRight(value))
            return (ExerciseOutcome.Correct, text, "", []);
        var nearest = _slips.Where(s => Agree(value, s.Value)).OrderBy(s => Distance(value, s.Value)).ToList();
        if (nearest.Count > 0)
        {
            // Two slips that give the same number are both named, whichever was made.
            var found = nearest.Where(s => Distance(s.Value, nearest[0].Value) <= 1e-9 * Size(nearest[0].Value)).Select(s => s.Slip)
                .DistinctBy(s => s.Says).ToList();
            return (ExerciseOutcome.Wrong, text, string.Join(" Or: ", found.Select(s => s.Says)), found);
        }
        return (ExerciseOutcome.Wrong, text, problem ?? Known(value) ?? Direction(value), []);
    }

    /// <summary>What the exercise asks for: "a number", "6 numbers", "one of the options: …".</summary>
    private string Expected => _exercise.Kind switch
    {
        ExerciseKind.Number => "a number",
        ExerciseKind.Array => _right.Described,
        ExerciseKind.Bool => "true or false",
        ExerciseKind.Choice => $"one of {string.Join(", ", _exercise.Options.Select(o => $"\"{o.Text}\""))}",
        ExerciseKind.Text => "a text",
        _ => $"a function of {(_exercise.Parameters.Count == 1 ? "one number" : $"{_exercise.Parameters.Count} numbers")}: ({string.Join(", ", _exercise.Parameters)}) => …",
    };

    private string Tolerance => _exercise.Tolerance is { } absolute
        ? $"differences up to {NumberText.Plain(absolute)} count as right"
        : $"differences up to {NumberText.Plain(_exercise.Relative * 100)} % count as right";

    private static bool IsEmpty(object? answer) => answer switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        Delegate => false,
        _ => ExerciseAnswer.Read(answer) is { Text: null } value && value.Numbers.All(double.IsNaN),
    };

    private (ExerciseOutcome, string, string, IReadOnlyList<ExerciseSlip>) Empty(FormulaValue value, string text)
    {
        var missing = value.Numbers.Count(double.IsNaN);
        if (missing == value.Numbers.Length)
            return (ExerciseOutcome.NotAttempted, "", "", []);
        var what = _exercise.Kind == ExerciseKind.Function
            ? $"At {Point(Array.FindIndex(value.Numbers, double.IsNaN))} it gives NaN, no number."
            : $"{missing} of the {value.Numbers.Length} numbers {(missing == 1 ? "is" : "are")} NaN.";
        return (ExerciseOutcome.Wrong, text, what, []);
    }

    private (FormulaValue? Value, string? Problem) Understand(object? answer)
    {
        if (_exercise.Kind == ExerciseKind.Function)
            return answer is Delegate function ? OnPoints(function) : (null, null);
        var value = ExerciseAnswer.Read(answer);
        switch (_exercise.Kind)
        {
            case ExerciseKind.Number:
                return (value is { Text: null, Truth: null, Numbers.Length: 1 } ? FormulaValue.Of(value.Number) : null, null);
            case ExerciseKind.Array:
                if (value is not { Text: null, Truth: null })
                    return (null, null);
                return _right.Shape.SequenceEqual(value.Shape) ? (value, null) : (null, null);
            case ExerciseKind.Bool:
                return (value?.Text?.Trim().ToLowerInvariant() switch
                {
                    "yes" or "true" => FormulaValue.Of(true),
                    "no" or "false" => FormulaValue.Of(false),
                    _ => value?.Truth is null ? null : value,
                }, null);
            case ExerciseKind.Choice:
                var option = _exercise.Options.FirstOrDefault(o => IsSame(o.Text, value?.Text) || IsSame(o.TextFa, value?.Text));
                return option is null ? (null, value?.Text is { } other ? $"\"{other}\" is none of them." : null)
                    : (FormulaValue.Of(option.Text), null);
            default:
                return (value?.Text is null ? null : value, null);
        }
    }

    private (FormulaValue? Value, string? Problem) OnPoints(Delegate function)
    {
        var takes = function.Method.GetParameters().Where(p => p.ParameterType.IsPrimitive).ToArray();
        if (takes.Length != _exercise.Parameters.Count || function.Method.ReturnType is not { IsPrimitive: true })
            return (null, null);
        var (values, problem) = (new double[_exercise.Points.Count], (string?)null);
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                var arguments = _exercise.Points[i].Zip(takes, (x, p) =>
                    Convert.ChangeType(x, p.ParameterType, CultureInfo.InvariantCulture)).ToArray();
                values[i] = Convert.ToDouble(function.DynamicInvoke(arguments), CultureInfo.InvariantCulture);
            }
            catch (TargetInvocationException e) when (e.InnerException is not OperationCanceledException)
            {
                problem ??= $"At {Point(i)} it fails: {e.InnerException!.Message}";
                values[i] = double.PositiveInfinity;
            }
        }
        return (FormulaValue.Of(values), problem);
    }

    private bool IsRight(FormulaValue value) =>
        _exercise.Kind == ExerciseKind.Text ? _exercise.Accepted.Any(text => IsSame(text, value.Text)) : Agree(value, _right);

    private bool Agree(FormulaValue value, FormulaValue target)
    {
        if (target.Text is not null)
            return IsSame(value.Text, target.Text);
        if (!value.Shape.SequenceEqual(target.Shape))
            return false;
        var floor = Math.Max(1e-12, Size(target) * RoundingOfSingles);
        return value.Numbers.Zip(target.Numbers).All(p => Agree(p.First, p.Second, floor));
    }

    private bool Agree(double value, double target, double floor) =>
        value == target || Math.Abs(value - target) <= (_exercise.Tolerance ?? Math.Max(floor, _exercise.Relative * Math.Abs(target)));

    private static double Size(FormulaValue value) => value.Numbers.Length == 0 ? 0 : value.Numbers.Max(Math.Abs);

    private static double Distance(FormulaValue a, FormulaValue b) =>
        a.Numbers.Length == b.Numbers.Length && a.Numbers.Length > 0
        ? a.Numbers.Zip(b.Numbers, (x, y) => x == y ? 0 : Math.Abs(x - y)).Max() : 0;

    /// <summary>Slips that need no formula: a sign, a factor of two, percent, too coarse a rounding.</summary>
    private string? Known(FormulaValue value)
    {
        if (_exercise.Kind is not (ExerciseKind.Number or ExerciseKind.Array or ExerciseKind.Function) || Size(_right) == 0)
            return null;
        foreach (var (factor, says) in Factors())
        {
            if (Agree(value, FormulaFunctions.Each(_right, x => x * factor)))
                return says;
        }

        if (_exercise.Kind == ExerciseKind.Array && value.Numbers.Length > 1
            && Agree(value, FormulaValue.Of(value.Shape, [.. _right.Numbers.Reverse()])))
        {
            return "These are the right numbers in reverse order.";
        }

        return _exercise.Kind == ExerciseKind.Number && IsRounded(value.Number)
            ? $"This is the right number, rounded too coarsely: give more digits ({Tolerance})." : null;
    }

    private IEnumerable<(double Factor, string Says)> Factors()
    {
        yield return (-1, "The size is right and the sign is not.");
        yield return (2, "This is twice the right answer: there is a factor 2 too many.");
        yield return (0.5, "This is half the right answer: a factor 2 is missing.");
        if (_exercise.Kind != ExerciseKind.Number)
            yield break;
        if (Math.Abs(_right.Number) <= 1)
            yield return (100, "This is the right answer in percent; a share between 0 and 1 is asked for.");
        else
            yield return (0.01, "This is a hundredth of the right answer: the answer is in percent.");
    }

    private bool IsRounded(double value)
    {
        var right = _right.Number;
        if (value == 0 || Math.Abs(value - right) > 0.1 * Math.Abs(right))
            return false;
        return Enumerable.Range(0, 13)
            .Any(digits => Math.Abs(Math.Round(right, digits, MidpointRounding.AwayFromZero) - value) <= 1e-12 * Math.Abs(value));
    }

    private string Direction(FormulaValue value)
    {
        switch (_exercise.Kind)
        {
            case ExerciseKind.Number:
                var (ours, right) = (value.Number, _right.Number);
                var sign = ours < 0 != right < 0 && right != 0 && ours != 0 ? ", and its sign is not right" : "";
                return $"The number is too {(ours > right ? "large" : "small")}{sign} ({Tolerance}).";
            case ExerciseKind.Array or ExerciseKind.Function:
                var floor = Math.Max(1e-12, Size(_right) * RoundingOfSingles);
                var wrong = Enumerable.Range(0, value.Numbers.Length).Where(i => !Agree(value.Numbers[i], _right.Numbers[i], floor))
                    .ToList();
                var (first, count) = (wrong[0], value.Numbers.Length);
                var large = value.Numbers[first] > _right.Numbers[first] ? "large" : "small";
                return _exercise.Kind == ExerciseKind.Array
                    ? $"{count - wrong.Count} of {count} numbers are right; the first that is not, at index {Index(value, first)}, is too {large} ({Tolerance})."
                    : $"It is right at {count - wrong.Count} of {count} points. At {Point(first)} it gives {NumberText.Plain(value.Numbers[first])}, which is too {large}.";
            default:
                return "";
        }
    }

    private static string Index(FormulaValue value, int i)
        => value.Shape.Length == 2 ? $"[{i / value.Shape[1]}, {i % value.Shape[1]}]" : $"[{i}]";

    private string Point(int i)
        => string.Join(", ", _exercise.Parameters.Zip(_exercise.Points[i], (name, x) => $"{name} = {NumberText.Plain(x)}"));

    private static bool IsSame(string? a, string? b) => a is { Length: > 0 } && b is not null
        && string.Equals(Words(a), Words(b), StringComparison.OrdinalIgnoreCase);

    private static string Words(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
