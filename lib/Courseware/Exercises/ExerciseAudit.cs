using System.Text.Json;

namespace Courseware;

/// <summary>
/// What <c>courseware check</c> and the tests ask of a file of exercises. They reference no type of the library, so both answers are texts.
/// </summary>
internal static class ExerciseAudit
{
    /// <summary>What is wrong with a file: each a sentence that begins with file and exercise.</summary>
    public static string[] Problems(string path)
    {
        try
        {
            var file = ExerciseFile.Load(path);
            var name = $"exercises/{Path.GetFileName(path)}";
            return [.. file.Problems, .. file.Exercises.SelectMany(e => Of(e).Select(problem => $"{name}, {e.Id}: {problem}"))];
        }
        catch (InvalidDataException e)
        {
            return [e.Message];
        }
    }

    /// <summary>The ids of a file's exercises, with the section of each.</summary>
    public static string[][] Ids(string path) => [.. ExerciseFile.Load(path).Exercises.Select(e => new[] { e.Id, e.Section })];

    /// <summary>For each exercise of a file the right answer, each typical wrong one and the empty one, as JSON.</summary>
    public static string Cases(string path) => JsonSerializer.Serialize(ExerciseFile.Load(path).Exercises.SelectMany(CasesOf));

    internal static IEnumerable<string> Of(ExerciseDefinition exercise)
    {
        if (exercise.QuestionFa.Length == 0)
            yield return "the question has no Persian text: add \"questionFa\".";
        if (exercise.Options.Any(o => o.TextFa.Length == 0))
            yield return "the options have no Persian texts: add \"optionsFa\".";
        if (exercise.Section.Length == 0)
            yield return "it names no section: add \"section\", the heading under which its cell is.";
        if (exercise.Hints.Count == 0)
            yield return "it has no hint: add \"hints\".";
        if (exercise.HintsFa.Count != exercise.Hints.Count)
            yield return $"it has {exercise.Hints.Count} hints and {exercise.HintsFa.Count} in Persian: add \"hintsFa\", one for each.";
        if (exercise.Slips.Count == 0)
            yield return "it has no typical wrong answer: add \"slips\".";
        foreach (var slip in exercise.Slips.Where(slip => string.IsNullOrEmpty(slip.SaysFa)))
            yield return $"the slip \"{slip.Says}\" has no Persian text: add \"saysFa\".";
        if (exercise.Kind == ExerciseKind.Function && exercise.Points.Count < 3)
            yield return $"{exercise.Points.Count} points do not show what a function does: give three or more.";
        ExerciseMarking? marking = null;
        var problem = "";
        try
        {
            marking = new(exercise, exercise.Given);
        }
        catch (FormulaException e)
        {
            problem = e.Message;
        }
        if (marking is null)
        {
            yield return problem;
            yield break;
        }
        if (marking.Right.Numbers.Any(n => !double.IsFinite(n)))
            yield return $"the right answer is no finite number: {marking.Right}.";
        // With numbers that the cell gives, two slips may agree by chance; with constants they always do.
        foreach (var slip in marking.Harmless)
            yield return $"the slip \"{slip.Says}\" gives the right answer; leave it out or choose other numbers.";
        foreach (var (first, second) in marking.Ambiguous)
            yield return $"these slips come to the same answer, so both would be named; choose other numbers: \"{first.Says}\" and \"{second.Says}\"";
    }

    private static IEnumerable<ExerciseCase> CasesOf(ExerciseDefinition exercise)
    {
        var prelude =
            string.Join('\n',
                exercise.FromCell.Select(name => $"{TypeOf(exercise.Given[name])} {name} = {exercise.Given[name].ToCSharp()};"));
        ExerciseCase Case(string name, Formula? answer, ExerciseOutcome outcome, string says)
        {
            var code = answer is null ? "null" : Code(exercise, answer);
            var isFunction = exercise.Kind == ExerciseKind.Function;
            var lambda = isFunction && answer is not null ? $"({string.Join(", ", exercise.Parameters)}) => {code}" : code;
            return new(exercise.Id, name, prelude, lambda, isFunction ? answer is null ? "double.NaN" : code
                : "", outcome.Text(), says, exercise.Needs);
        }

        yield return Case("right", exercise.Answer, ExerciseOutcome.Correct, "");
        foreach (var (slip, i) in exercise.Slips.Select((s, i) => (s, i)))
            yield return Case($"slip {i + 1}", slip.Answer, ExerciseOutcome.Wrong, slip.Says);
        yield return Case("empty", null, ExerciseOutcome.NotAttempted, "");
    }

    private static string Code(ExerciseDefinition exercise, Formula answer)
    {
        if (exercise.Kind != ExerciseKind.Function)
            return ExerciseScope.Evaluate(exercise, exercise.Given, answer).ToCSharp();
        var varying = new Dictionary<string, Formula>();
        var scope = new ExerciseScope(exercise, exercise.Given);
        foreach (var step in exercise.Steps)
        {
            if (step.Formula.Names.Any(n => exercise.Parameters.Contains(n.Name) || varying.ContainsKey(n.Name)))
                varying[step.Name] = step.Formula;
        }

        return new FormulaCSharp(answer, [.. exercise.Parameters], varying, scope.Look).Write();
    }

    private static string TypeOf(FormulaValue value) => value switch
    {
        { Truth: not null } => "bool",
        { Shape.Length: 0 } => "double",
        { Shape.Length: 1 } => "double[]",
        _ => "double[][]",
    };
}
