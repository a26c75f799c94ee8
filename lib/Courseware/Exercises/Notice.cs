using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Courseware;

/// <summary>
/// What came out, in a sentence made from its values; and what to notice, with the answer folded under it.
/// <code>
/// Notice.That($"The linear model reaches {linear:F3} and beats the best network ({best:F3}).")
/// Notice.Answer("Which curve turns first?", $"That of large, at epoch {epoch}.")
/// </code>
/// Numbers are written in the invariant culture with a true minus sign; `code` and *stress* are marked as in Markdown.
/// </summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Notice : IDisplayable
{
    /// <summary>Marks a notice: an object with its text and, of a question, its answer.</summary>
    internal const string MimeType = "application/vnd.courseware.notice+json";

    private Notice(string text, string? answer) => (Text, Folded) = (text, answer);

    /// <summary>The sentence, or the question.</summary>
    internal string Text { get; }

    /// <summary>The answer under a question; null if this is a sentence.</summary>
    internal string? Folded { get; }

    /// <summary>A sentence that states a result.</summary>
    public static Notice That(InvariantText sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        return new(sentence.ToString(), null);
    }

    /// <summary>What to notice, and its answer, which is folded until it is asked for.</summary>
    public static Notice Answer(InvariantText question, InvariantText answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        return new(question.ToString(), answer.ToString());
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, ToHtml())
        .With(MimeTypes.Plain, ToString())
        .With(MimeType, ToJson());

    /// <inheritdoc/>
    public override string ToString() => Folded is null ? Text : $"{Text}\n→ {Folded}";

    private string ToHtml()
    {
        var card = new StringBuilder(ExerciseCard.Open("courseware-notice", "#cc79a7"));
        if (Folded is null)
            card.Append(InlineMarkup.ToHtml(Text));
        else
            card.Append($"<details><summary style=\"cursor:pointer\">{InlineMarkup.ToHtml(Text)}</summary><div>{InlineMarkup.ToHtml(Folded)}</div></details>");
        return card.Append("</div>").ToString();
    }

    private string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("text", Text);
            if (Folded is not null)
                json.WriteString("answer", Folded);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
