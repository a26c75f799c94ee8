namespace Courseware;

/// <summary>
/// The names that the formulas of one exercise see: what is given, the arguments of a function, and the steps computed from both.
/// </summary>
internal sealed class ExerciseScope
{
    private readonly OrderedDictionary<string, FormulaValue> _names;

    /// <exception cref="FormulaException">A step cannot be computed.</exception>
    public ExerciseScope(ExerciseDefinition exercise, OrderedDictionary<string, FormulaValue> given, double[]? point = null)
    {
        _names = new(given);
        for (var i = 0; i < exercise.Parameters.Count; i++)
            _names[exercise.Parameters[i]] = FormulaValue.Of(point is null ? double.NaN : point[i]);
        foreach (var step in exercise.Steps)
            _names[step.Name] = step.Formula.Evaluate(Look);
    }

    public FormulaValue? Look(string name) => _names.GetValueOrDefault(name);

    /// <summary>The value of a formula; for a function a list, one number for each of its points.</summary>
    /// <exception cref="FormulaException">It cannot be computed, or gives something other than the exercise asks for.</exception>
    public static FormulaValue Evaluate(ExerciseDefinition exercise, OrderedDictionary<string, FormulaValue> given, Formula formula)
    {
        if (exercise.Kind != ExerciseKind.Function)
            return Fit(exercise, formula, formula.Evaluate(new ExerciseScope(exercise, given).Look));
        return FormulaValue.Of(
            [.. exercise.Points.Select(point =>
                Fit(exercise, formula, formula.Evaluate(new ExerciseScope(exercise, given, point).Look)).Number)]);
    }

    private static FormulaValue Fit(ExerciseDefinition exercise, Formula formula, FormulaValue value)
    {
        var (fits, expected) = exercise.Kind switch
        {
            ExerciseKind.Number or ExerciseKind.Function => (value.IsNumber, "a number"),
            ExerciseKind.Array => (value.IsList, "a list of numbers"),
            ExerciseKind.Bool => (value.Truth is not null, "yes or no"),
            ExerciseKind.Choice =>
                (exercise.Options.Any(o =>
                    o.Text == value.Text), $"one of the options ({string.Join(", ", exercise.Options.Select(o => o.Text))})"),
            _ => (value.Text is not null, "a text"),
        };
        return fits ? value
            : throw new FormulaException(formula.Text,
                0, $"it gives {(value.Text is { } text ? $"'{text}'" : value.Described)}, where {expected} was expected.");
    }
}
