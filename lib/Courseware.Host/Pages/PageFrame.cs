using System.Globalization;
using System.Text;

namespace Courseware.Host.Pages;

/// <summary>What every page has around its content: head, style, script, and the few shared pieces.</summary>
internal static class PageFrame
{
    // The page fetches nothing, whatever a cell's HTML asks for.
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'";

    private static readonly Lazy<string> s_style = new(() => Resource("page.css"));
    private static readonly Lazy<string> s_script = new(() => Resource("page.js"));

    /// <summary>The style sheet of all pages.</summary>
    public static string Style => s_style.Value;

    public static string Wrap(string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html.Text(title)}</title>
        <link rel="icon" href="data:,">
        <style>
        {s_style.Value}{ChartColours.Css}</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        {body}
        <script>
        {s_script.Value}</script>
        </body>
        </html>

        """;

    /// <summary>Buttons that work with the script only, and so are hidden until it runs.</summary>
    public const string Tools = """
        <div class="tools" hidden><button class="tool" type="button" data-tool="present" aria-pressed="false" title="For a projector: one section at a time, by the arrow keys; C shows the code, Esc ends">Present</button><button class="tool" type="button" data-tool="theme" title="Light or dark">Dark</button></div>
        """;

    /// <summary>The outcome of a claim, worded for its sentence: a document's mistake is refuted, confirmed or open, never held.</summary>
    public static (string Class, string Word) Of(ClaimRecord claim) => (claim.IsMistake, claim.Verdict) switch
    {
        (true, ClaimVerdict.Held) => ("refuted", "Refuted"),
        (true, ClaimVerdict.NotHeld) => ("confirmed", "Confirmed"),
        (true, ClaimVerdict.Undecided) => ("open", "Open"),
        (_, ClaimVerdict.Held) => ("held", "Held"),
        (_, ClaimVerdict.NotHeld) => ("not-held", "Not held"),
        (_, ClaimVerdict.Undecided) => ("undecided", "Undecided"),
        _ => ("not-tested", "Not tested"),
    };

    /// <summary>The sign of the word: a refuted sentence has the same as one that is not held.</summary>
    public static string Icon(ClaimRecord claim) => Icon((claim.IsMistake, claim.Verdict) switch
    {
        (true, ClaimVerdict.Held) => ClaimVerdict.NotHeld,
        (true, ClaimVerdict.NotHeld) => ClaimVerdict.Held,
        _ => claim.Verdict,
    });

    public static string Icon(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Held => Svg("<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M4.7 8.3l2.3 2.3 4.4-4.9\"/>"),
        ClaimVerdict.NotHeld => Svg("<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2\"/>"),
        ClaimVerdict.Undecided =>
            Svg("<circle cx=\"8\" cy=\"8\" r=\"7\"/><path d=\"M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3M8 11.4v.2\"/>"),
        _ => Svg("<circle cx=\"8\" cy=\"8\" r=\"7\" stroke-dasharray=\"2.4 2\"/><path d=\"M5 8h6\"/>"),
    };

    public const string WarningIcon =
        "<svg class=\"icon\" viewBox=\"0 0 16 16\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\"><path d=\"M8 1.8L15 14H1zM8 6.5v3.2M8 11.9v.1\"/></svg>";

    public static string Badge(ClaimRecord claim) => $"<span class=\"badge {Of(claim).Class}\">{Icon(claim)}{Of(claim).Word}</span>";

    /// <summary>"3 held, 1 not held, 2 refuted …" as badges; what did not occur is left out.</summary>
    public static string Counts(IReadOnlyList<ClaimRecord> claims)
        => string.Concat(claims.GroupBy(Of).OrderBy(group => group.First().IsMistake && group.First().Verdict != ClaimVerdict.NotTested)
            .ThenBy(group => group.First().Verdict)
            .Select(group => $"<span class=\"badge {group.Key.Class}\">{Icon(group.First())}{group.Count().ToString(CultureInfo.InvariantCulture)} {group.Key.Word.ToLowerInvariant()}</span>"));

    /// <summary>A claim's anchor on its notebook's page.</summary>
    public static string ClaimAnchor(string id) => "claim-" + Html.Slug(id.Replace('.', '-'));

    /// <summary>A short text that may hold `code` and $formulae$.</summary>
    public static string Inline(string text)
    {
        var html = new StringBuilder(new MarkdownRenderer().Render(text.ReplaceLineEndings(" ")).Trim());
        const string open = "<p>", close = "</p>";
        var whole = html.ToString();
        var single = whole.StartsWith(open, StringComparison.Ordinal) && whole.EndsWith(close, StringComparison.Ordinal)
            && whole.IndexOf(open, open.Length, StringComparison.Ordinal) < 0;
        return single ? whole[open.Length..^close.Length] : Html.Text(text);
    }

    private static string Svg(string shapes)
        => $"<svg class=\"icon\" viewBox=\"0 0 16 16\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{shapes}</svg>";

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(PageFrame).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is missing in the program; build it again."));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
