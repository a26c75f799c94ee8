using System.Text;
using System.Text.RegularExpressions;

namespace Courseware.Host.Pages;

/// <summary>Terminal output as HTML: a line that was overwritten shows its last state, colours become classes, other escapes go.</summary>
internal static partial class Ansi
{
    private static readonly string[] s_colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

    public static string ToHtml(string text)
    {
        text = Overwritten(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        var html = new StringBuilder();
        var at = 0;
        string? open = null;
        foreach (Match escape in Escape().Matches(text))
        {
            Append(text[at..escape.Index]);
            at = escape.Index + escape.Length;
            if (escape.Groups["sgr"].Success) open = Style(escape.Groups["sgr"].Value, open);
        }
        Append(text[at..]);
        return html.ToString();

        void Append(string part)
        {
            if (part.Length == 0) return;
            if (open == null) html.Append(Html.Text(part));
            else html.Append("<span class=\"").Append(open).Append("\">").Append(Html.Text(part)).Append("</span>");
        }
    }

    /// <summary>The text without escapes.</summary>
    public static string Plain(string text) => Escape().Replace(text, "");

    private static string Overwritten(string text)
        => !text.Contains('\r', StringComparison.Ordinal) ? text
            : string.Join('\n', text.Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('\r') + 1)..]));

    private static string? Style(string codes, string? current)
    {
        foreach (var code in codes.Split(';'))
        {
            current = int.TryParse(code, out var n) ? n switch
            {
                0 => null,
                1 => "ansi-bold",
                >= 30 and <= 37 => "ansi-" + s_colours[n - 30],
                >= 90 and <= 97 => "ansi-" + s_colours[n - 90],
                39 => null,
                _ => current,
            } : null;
        }

        return current;
    }

    [GeneratedRegex("\u001b\\[(?<sgr>[0-9;]*)m|\u001b\\[[0-9;?]*[A-Za-z]|\u001b[\\]PX^_].*?(?:\u001b\\\\|\u0007)|[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f]")]
    private static partial Regex Escape();
}
