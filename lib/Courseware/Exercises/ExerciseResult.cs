using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Courseware;

/// <summary>
/// The outcome of an answer. As the last expression of a cell it is shown: the question in both languages, the outcome, and the slip by
/// name.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
internal sealed class ExerciseResult : IDisplayable
{
    /// <summary>The MIME type of an outcome: an object. The right answer is not in it.</summary>
    internal const string MimeType = "application/vnd.courseware.exercise+json";

    private readonly ExerciseDefinition _exercise;
    private readonly IReadOnlyList<ExerciseSlip> _slips;
    private readonly string _written;
    private readonly IReadOnlyList<string> _stale = Notebook.Stale;

    internal ExerciseResult(
        ExerciseDefinition exercise, ExerciseOutcome outcome, string answer, string message, IReadOnlyList<ExerciseSlip> slips,
        string written)
    {
        (_exercise, Outcome, Answer, Message, _slips) = (exercise, outcome, answer, message, slips);
        // "answer" or a bare number says nothing that the value does not.
        _written = written.Length is 0 or > 60 || written.Contains('\n', StringComparison.Ordinal)
            || written.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '"') ? "" : written;
    }

    internal string Id => _exercise.Id;

    /// <summary>The heading of the section that it belongs to; "" if it is not given.</summary>
    internal string Section => _exercise.Section;

    internal string Question => _exercise.Question;

    /// <summary>The question in Persian.</summary>
    internal string QuestionFa => _exercise.QuestionFa;

    internal ExerciseOutcome Outcome { get; }

    /// <summary>What was answered; "" if nothing, or a function.</summary>
    internal string Answer { get; }

    /// <summary>What is said of it: the slip, the direction, or what was expected; "" if it is right or not attempted.</summary>
    internal string Message { get; }

    /// <summary>Whether the slip is a known one.</summary>
    internal bool IsKnownSlip => _slips.Count > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, ToHtml())
        .With(MimeTypes.Plain, ToString())
        .With(MimeType, ToJson());

    /// <summary>"Exercise 2a: wrong · 208.1 · This is the sum over the samples, not their mean."</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Exercise {Id}: {Outcome.Text()}");
        if (Answer.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" · {Answer}");
        if (Message.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" · {Message}");
        if (_stale.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $" · {Notebook.StaleText(_stale)}");
        if (Outcome == ExerciseOutcome.Correct && _exercise.Explanation.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" · {_exercise.Explanation}");
        if (Outcome is ExerciseOutcome.NotAttempted or ExerciseOutcome.Unreadable)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Question}");
            if (_exercise.Options.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $" ({string.Join(", ", _exercise.Options.Select(o => $"\"{o.Text}\""))})");
            if (QuestionFa.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"\n{QuestionFa}");
        }
        return Help is { Length: > 0 } help ? text.Append(CultureInfo.InvariantCulture, $"\n{help}").ToString() : text.ToString();
    }

    private string Help => Outcome == ExerciseOutcome.Correct ? ""
        : _exercise.Hints.Count > 0 ? $"Stuck? Exercise.Hint(\"{Id}\"), then Exercise.Solution(\"{Id}\")."
        : $"Stuck? Exercise.Solution(\"{Id}\").";

    private string ToHtml()
    {
        var card = new StringBuilder(ExerciseCard.Open(
            "courseware-exercise", Outcome.Colour(), $" data-exercise=\"{Id}\" data-outcome=\"{Outcome.Text()}\""));
        card.Line($"<strong>Exercise {Id}</strong>&ensp;<span style=\"font-weight:700;white-space:nowrap\">{Outcome.Sign()} {Outcome.Text()}</span>");
        card.Line(InlineMarkup.ToHtml(Question));
        card.Append(ExerciseCard.Persian(QuestionFa));
        if (_exercise.Options.Count > 0)
        {
            card.Line("Options: " + string.Join(", ", _exercise.Options.Select(o => $"<code>\"{Html.Escape(o.Text)}\"</code>"
                + (o.TextFa.Length == 0 ? "" : $" <span dir=\"rtl\" lang=\"fa\">({Html.Escape(o.TextFa)})</span>"))));
        }
        if (Answer.Length > 0)
            card.Line($"Your answer: {(_written.Length == 0 ? "" : $"<code>{Html.Escape(_written)}</code> = ")}<strong>{Html.Escape(Answer)}</strong>");
        if (Message.Length > 0)
            card.Line($"<strong>{InlineMarkup.ToHtml(Message)}</strong>");
        if (_stale.Count > 0)
            card.Line("Your answer was " + InlineMarkup.ToHtml(Notebook.StaleText(_stale)) + ".");
        foreach (var slip in _slips)
            card.Append(ExerciseCard.Persian(slip.SaysFa));
        if (Outcome == ExerciseOutcome.Correct && _exercise.Explanation.Length > 0)
            card.Line(InlineMarkup.ToHtml(_exercise.Explanation));
        if (Help.Length > 0)
            card.Append($"<div style=\"opacity:.8\">{Html.Escape(Help)}</div>");
        return card.Append("</div>").ToString();
    }

    private string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("section", Section);
            json.WriteString("outcome", Outcome.Text());
            json.WriteString("answer", Answer);
            json.WriteString("message", Message);
            json.WriteBoolean("knownSlip", IsKnownSlip);
            if (_stale.Count > 0)
                json.WriteString("stale", string.Join(", ", _stale));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
