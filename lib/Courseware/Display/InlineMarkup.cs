using System.Text;
using System.Text.RegularExpressions;

namespace Courseware;

/// <summary>`code` and *stress* of the course's texts as HTML, or without their marks.</summary>
internal static partial class InlineMarkup
{
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        string[] parts = Html.Escape(text).Split('`');
        for (var i = 0; i < parts.Length; i++)
        {
            html.Append(i % 2 == 1 && i < parts.Length - 1 ? $"<code dir=\"ltr\">{parts[i]}</code>" : i % 2 == 1 ? "`" + parts[i]
                : Stress().Replace(parts[i], "<em>$1</em>"));
        }

        return html.ToString();
    }

    [GeneratedRegex(@"(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])")]
    private static partial Regex Stress();
}
