namespace Courseware;

/// <summary>How far the exercises of a notebook are, in this session.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
internal sealed class ExerciseProgress : IDisplayable
{
    private readonly Table _table;

    internal ExerciseProgress(int notebook, IReadOnlyList<ExerciseDefinition> exercises)
    {
        var states = exercises.Select(e => (Exercise: e, State: ExerciseState.Of(e.Id))).ToList();
        Correct = states.Count(s => s.State.Outcome == ExerciseOutcome.Correct);
        Wrong = states.Count(s => s.State.Outcome == ExerciseOutcome.Wrong);
        Count = states.Count;
        _table = new Table("exercise", "section", "outcome", "tries", "hints")
            .Rows(states, s =>
                [s.Exercise.Id, s.Exercise.Section, $"{s.State.Outcome.Sign()} {s.State.Outcome.Text()}", s.State.Tries, s.State.Hints])
            .WithCaption($"Exercises of notebook {notebook}: {Correct} correct, {Wrong} wrong, {Count - Correct - Wrong} not attempted");
    }

    internal int Correct { get; }

    internal int Wrong { get; }

    /// <summary>How many exercises there are.</summary>
    internal int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => _table.ToMimeBundle();

    /// <inheritdoc/>
    public override string ToString() => _table.ToString();
}
