namespace Courseware;

/// <summary>
/// The worked solution of an exercise: each step as a formula, the numbers put in, the result. Generated from the formulas that check the
/// answer.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Markdown, MimeTypes.Plain])]
internal sealed class ExerciseSolution : IDisplayable
{
    private readonly ExerciseDefinition _exercise;
    private readonly bool _isExample;
    private readonly Derivation _derivation;

    internal ExerciseSolution(ExerciseDefinition exercise, OrderedDictionary<string, FormulaValue> given, bool isExample)
    {
        (_exercise, _isExample) = (exercise, isExample);
        var point = exercise.Kind == ExerciseKind.Function ? exercise.Points[0] : null;
        var scope = new ExerciseScope(exercise, given, point);
        var steps = exercise.Steps.Select(step => Step(step.Name, step.Name, step.Formula, scope)).ToList();
        if (exercise.Kind != ExerciseKind.Text && !IsBare(exercise.Answer))
            steps.Add(Step("answer", AnswerName, exercise.Answer, scope));
        _derivation = new(steps);
        Answer = exercise.Kind == ExerciseKind.Function
            ? new FormulaText(exercise.Answer, tex: false).Write()
            : ExerciseScope.Evaluate(exercise, given, exercise.Answer).ToString();
    }

    internal string Id => _exercise.Id;

    /// <summary>The right answer, as text; of a function its formula.</summary>
    internal string Answer { get; }

    /// <summary>The steps: formula, numbers, result.</summary>
    internal IReadOnlyList<DerivationStep> Steps => _derivation.Steps;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Markdown, string.Join("\n\n", Parts(markdown: true)))
        .With(MimeTypes.Plain, ToString());

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Parts(markdown: false));

    private IEnumerable<string> Parts(bool markdown)
    {
        yield return markdown ? $"**Solution of exercise {Id}.** {_exercise.Question}" : $"Solution of exercise {Id}. {_exercise.Question}";
        if (_isExample)
            yield return "(With example numbers: the notebook's own are known once the exercise's cell has run.)";
        if (_exercise.Kind == ExerciseKind.Function && Steps.Count > 0)
            yield return $"Numbers put in for {string.Join(", ", _exercise.Parameters.Zip(_exercise.Points[0], (n, x) => $"{Symbol.PlainOf(n)} = {NumberText.Plain(x)}"))}:";
        if (Steps.Count > 0)
            yield return markdown ? _derivation.ToMimeBundle()[MimeTypes.Markdown] : _derivation.ToString();
        yield return markdown ? $"**Answer: {Answer}**" : $"Answer: {Answer}";
        if (_exercise.Explanation.Length > 0)
            yield return _exercise.Explanation;
    }

    private string AnswerName => _exercise.Kind == ExerciseKind.Function ? "" : "answer";

    private static bool IsBare(Formula formula) => formula.Root.Kind is FormulaKind.Name or FormulaKind.Number or FormulaKind.Text;

    private static DerivationStep Step(string key, string name, Formula formula, ExerciseScope scope)
    {
        var value = formula.Evaluate(scope.Look);
        return new(key, value.Numbers)
        {
            Rows = [.. Lines(true)
                .Select((line, i) => i == 0 ? $"{(name.Length == 0 ? "" : Symbol.TexOf(name))} &= {line}" : $"&= {line}")],
            Text = string.Join('\n', Lines(false)
                .Select((line, i) => i == 0 ? $"{(name.Length == 0 ? "" : Symbol.PlainOf(name) + " ")}= {line}" : $"  = {line}")),
        };

        IEnumerable<string> Lines(bool tex) => ((string[])
        [
            new FormulaText(formula, tex).Write(),
            new FormulaText(formula, tex, scope.Look).Write(),
            FormulaText.Value(value, tex),
        ]).Distinct();
    }
}
