using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Courseware;

/// <summary>A claim with its result here. As the last expression of a cell it is shown, and travels in the notebook as data.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class ClaimResult : IDisplayable
{
    /// <summary>The MIME type of a verdict: an object, or an array of such objects.</summary>
    internal const string MimeType = "application/vnd.courseware.claim+json";

    private readonly IReadOnlyList<string> _stale;

    internal ClaimResult(
        Claim claim, Verdict verdict, string ours, string reason, IReadOnlyDictionary<string, double> values, Provenance data)
    {
        (Claim, Verdict, Ours, Reason, Values, Data) = (claim, verdict, ours, reason, values, data);
        (Mode, Engine, _stale) = (Course.Mode, Course.Engine, Notebook.Stale);
    }

    internal Claim Claim { get; }

    internal Verdict Verdict { get; }

    /// <summary>Our figure.</summary>
    internal string Ours { get; }

    /// <summary>The document's figure; "" if it has none.</summary>
    internal string Reported => Claim.Texts.Reported;

    /// <summary>Why; "" if no reason is given.</summary>
    internal string Reason { get; }

    /// <summary>Which of the differences may be chance; "" if none.</summary>
    internal string Unresolved { get; init; } = "";

    /// <summary>The numbers behind the verdict.</summary>
    internal IReadOnlyDictionary<string, double> Values { get; }

    /// <summary>Where the data come from.</summary>
    internal Provenance Data { get; }

    /// <summary>"default" or "full".</summary>
    internal string Mode { get; }

    internal string Engine { get; }

    /// <summary>A compact card, one line of text, and the verdict as data.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, ToHtml())
        .With(MimeTypes.Plain, ToString())
        .With(MimeType, ToJson());

    /// <summary>"N1.1 held · tiny does not overfit · gap −0.004 (rule: gap &lt; 0.05)".</summary>
    public override string ToString()
    {
        var line = new StringBuilder($"{Claim.Id} {Heading} · ");
        line.Append(IsMistake ? $"their sentence: {Claim.Sentence} · our number: {Ours}" : $"{Claim.Sentence} · {Ours}");
        if (Reported.Length > 0)
            line.Append($" · reported: {Reported}");
        line.Append($" (rule: {Claim.Rule})");
        if (Reason.Length > 0)
            line.Append($" · {ReasonLabel}{Reason}");
        if (Unresolved.Length > 0)
            line.Append($" · {Unresolved}");
        if (Claim.Texts.Better.Length > 0)
            line.Append($" · the better question: {Claim.Texts.Better}");
        if (_stale.Count > 0)
            line.Append($" · {Notebook.StaleText(_stale)}");
        if (FullRun is { } full)
            line.Append($" · recorded full run: {FindingOf(full.Verdict)}, {full.Ours}");
        return line.ToString();
    }

    internal string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteTo(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Claim.Id);
        json.WriteString("kind", Claim.KindLetter);
        json.WriteString("statement", Claim.Statement);
        json.WriteString("sentence", Claim.Sentence);
        json.WriteString("words", Claim.Words);
        json.WriteString("source", Claim.Source);
        json.WriteString("rule", Claim.Rule);
        json.WriteString("reported", Reported);
        json.WriteString("ours", Ours);
        json.WriteString("verdict", Verdict.Text());
        json.WriteString("reason", Reason);
        json.WriteStartObject("values");
        foreach (var (name, value) in Values)
        {
            json.WritePropertyName(name);
            // JSON knows neither NaN nor infinity; what 'ours' says of them stays readable.
            if (double.IsFinite(value))
                json.WriteNumberValue(value);
            else
                json.WriteNullValue();
        }
        json.WriteEndObject();
        json.WriteString("data", Data.KindText);
        json.WriteString("dataHash", Recorded.HashOf(Data));
        json.WriteString("mode", Mode);
        json.WriteString("engine", Engine);
        if (Unresolved.Length > 0)
            json.WriteString("unresolved", Unresolved);
        if (Claim.Texts.Better.Length > 0)
            json.WriteString("better", Claim.Texts.Better);
        if (_stale.Count > 0)
            json.WriteString("stale", string.Join(", ", _stale));
        if (FullRun is { } full)
            json.WriteString("fullRun", $"{FindingOf(full.Verdict)}, {full.Ours}");
        json.WriteEndObject();
    }

    internal string ToHtml()
    {
        string colour = OfSentence.Colour();
        var card = new StringBuilder();
        card.Append($"<div class=\"courseware-claim\" data-claim=\"{Claim.Id}\" data-verdict=\"{Verdict.Text()}\" style=\"border-inline-start:.3em solid {colour};padding:.3em .8em;margin:.4em 0;line-height:1.5;max-width:60em\">");
        card.Append($"<div><strong>{Claim.Id}</strong>&ensp;<span style=\"font-weight:700;white-space:nowrap\">{OfSentence.Sign()} {Html.Escape(Heading)}</span>&ensp;");
        card.Append(IsMistake ? $"Their sentence: {InlineMarkup.ToHtml(Claim.Sentence)}{Origin}</div>"
            : $"{InlineMarkup.ToHtml(Claim.Sentence)}{Origin}</div>");
        card.Append($"<div>{(IsMistake ? "Our number" : "Here")}: <strong>{Html.Escape(Ours)}</strong>");
        if (Reported.Length > 0)
            card.Append($"&ensp;·&ensp;reported: {Html.Escape(Reported)}");
        card.Append($"&ensp;·&ensp;<span style=\"opacity:.8\">rule: {InlineMarkup.ToHtml(Claim.Rule)}</span></div>");
        if (Reason.Length > 0)
            card.Append($"<div>{Capital(ReasonLabel)}{InlineMarkup.ToHtml(Reason)}</div>");
        if (Unresolved.Length > 0)
            card.Append($"<div>{InlineMarkup.ToHtml(Unresolved)}</div>");
        if (Claim.Texts.Better.Length > 0)
            card.Append($"<div>The better question: {InlineMarkup.ToHtml(Claim.Texts.Better)}</div>");
        if (_stale.Count > 0)
            card.Append($"<div>{Capital(InlineMarkup.ToHtml(Notebook.StaleText(_stale)))}.</div>");
        if (FullRun is { } full)
            card.Append($"<div style=\"opacity:.8\">Recorded full run: {FindingOf(full.Verdict)}, {Html.Escape(full.Ours)}</div>");
        return card.Append("</div>").ToString();
    }

    /// <summary>Whose sentence it is, and the document's own words.</summary>
    private string Origin
    {
        get
        {
            var source = Claim.Source.Length > 0 ? $"&ensp;<span style=\"opacity:.8\">({Html.Escape(Claim.Source)})</span>" : "";
            var words = Claim.Words.Length > 0 ? $"<div dir=\"rtl\" lang=\"fa\">{Html.Escape(Claim.Words)}</div>" : "";
            return source + words;
        }
    }

    private bool IsMistake => Claim.Kind == ClaimKind.Mistake;

    private string Heading => _stale.Count > 0 ? $"stale, else {Finding}" : Finding;

    private string Finding => FindingOf(Verdict.Text());

    /// <summary>A document's mistake is never held: its own sentence is refuted, confirmed or open.</summary>
    private string FindingOf(string verdict) => (IsMistake, verdict) switch
    {
        (true, "held") => "refuted",
        (true, "not held") => "confirmed",
        (true, "undecided") => "open",
        _ => verdict,
    };

    /// <summary>What the card's sign and colour say of the sentence that is on it.</summary>
    private Verdict OfSentence => (IsMistake, Verdict) switch
    {
        (true, Verdict.Held) => Verdict.NotHeld,
        (true, Verdict.NotHeld) => Verdict.Held,
        _ => Verdict,
    };

    private string ReasonLabel => Verdict switch
    {
        Verdict.Held when IsMistake => "the cause: ",
        Verdict.Held => "because: ",
        Verdict.NotHeld => "explanation: ",
        _ => "",
    };

    /// <summary>The result of a recorded full run, shown next to the default's verdict.</summary>
    private RecordedClaim? FullRun
        => Mode == "full" || Data.Kind == DataKind.StandIn ? null : Recorded.Claim(Claim.Id, Data, "full", Engine);

    private static string Capital(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
}
