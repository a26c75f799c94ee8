using System.Text;

namespace Courseware;

/// <summary>One hint of an exercise.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
internal sealed class ExerciseHint : IDisplayable
{
    private readonly ExerciseDefinition _exercise;

    internal ExerciseHint(ExerciseDefinition exercise, int number) => (_exercise, Number) = (exercise, number);

    /// <summary>Which hint, from 1; 0 if the exercise has none.</summary>
    internal int Number { get; }

    /// <summary>How many there are.</summary>
    internal int Count => _exercise.Hints.Count;

    internal string TextFa => _exercise.HintsFa.ElementAtOrDefault(Number - 1) ?? "";

    internal string Text => Number == 0 ? "This exercise has no hint." : _exercise.Hints[Number - 1];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, new StringBuilder(ExerciseCard.Open("courseware-hint", "#56b4e9"))
            .Line($"<strong>{Heading}</strong>&ensp;{InlineMarkup.ToHtml(Text)}")
            .Append(ExerciseCard.Persian(TextFa))
            .Append($"<div style=\"opacity:.8\">{Html.Escape(Next)}</div></div>").ToString())
        .With(MimeTypes.Plain, ToString());

    /// <inheritdoc/>
    public override string ToString() => TextFa.Length == 0 ? $"{Heading}: {Text}\n{Next}" : $"{Heading}: {Text}\n{TextFa}\n{Next}";

    private string Heading => Number == 0 ? $"Exercise {_exercise.Id}" : $"Hint {Number} of {Count} for exercise {_exercise.Id}";

    private string Next
        => Number < Count ? "Run it again for the next hint."
        : $"That was the last hint. Exercise.Solution(\"{_exercise.Id}\") works it out.";
}
