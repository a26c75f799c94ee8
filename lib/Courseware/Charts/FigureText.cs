namespace Courseware;

/// <summary>The little HTML that plotly.js reads in texts: line breaks, bold, and a smaller subtitle.</summary>
internal static class FigureText
{
    // As a span and not as the newer title.subtitle, which the plotly.js inside VS Code may not know.
    private const string SubtitleStart = "<span style=\"font-size:15px;color:" + Palette.Muted + "\">";
    private const string SubtitleEnd = "</span>";
    private const double TitleWidth = 830;

    /// <summary>A sign of no width (U+200B).</summary>
    public const char Nothing = '\u200B';

    /// <summary>
    /// The same texts, of which equal ones differ by signs that nobody sees: a category's name is also its place, and each has one of its
    /// own.
    /// </summary>
    public static string[] Apart(IEnumerable<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. texts.Select(text =>
        {
            while (!seen.Add(text)) text += Nothing;
            return text;
        })];
    }

    /// <summary>Title and subtitles as one text; long lines are broken, for plotly.js does not.</summary>
    public static string Compose(IReadOnlyList<string> lines) => string.Join("<br>", lines.Select((line, i) => i == 0
        ? "<b>" + string.Join("<br>", TextWidth.Wrap(Escape(line), 20, TitleWidth, bold: true)) + "</b>"
        : SubtitleStart + string.Join("<br>", TextWidth.Wrap(Escape(line), 15, TitleWidth)) + SubtitleEnd));

    /// <summary>The lines of <see cref="Compose"/>.</summary>
    public static IReadOnlyList<string> Title(string text)
    {
        if (text.Length == 0) return [];
        var lines = new List<string>();
        var rest = text;
        while (rest.Length > 0)
        {
            var end = rest.StartsWith("<b>", StringComparison.Ordinal) ? "</b>" : rest.StartsWith(SubtitleStart, StringComparison.Ordinal)
                ? SubtitleEnd : null;
            var at = end is null ? rest.IndexOf("<br>", StringComparison.Ordinal)
                : rest.IndexOf(end, StringComparison.Ordinal) + end.Length;
            if (at < 0) at = rest.Length;
            var part = rest[..at];
            if (end is not null) part = part[(end == "</b>" ? 3 : SubtitleStart.Length)..^end.Length];
            lines.Add(Plain(part.Replace("<br>", " ", StringComparison.Ordinal)));
            rest = rest[at..];
            if (rest.StartsWith("<br>", StringComparison.Ordinal)) rest = rest[4..];
        }
        return lines;
    }

    /// <summary>A text's lines and whether each is bold.</summary>
    public static IReadOnlyList<(string Text, bool Bold)> Lines(string text) =>
        [.. text.Split("<br>").Select(line => (Plain(line), line.StartsWith("<b>", StringComparison.Ordinal)))];

    /// <summary>A text that shows as it is.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>What a reader sees of a text.</summary>
    /// <exception cref="NotSupportedException">A tag other than b and br.</exception>
    public static string Plain(string text)
    {
        var plain = text.Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal);
        if (plain.Contains('<', StringComparison.Ordinal))
            throw new NotSupportedException($"In a figure's texts the chart renderer knows <b> and <br> only: \"{text}\". Write &lt; for the sign <.");
        return plain.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);
    }
}
