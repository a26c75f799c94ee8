using System.Text;

namespace Courseware;

/// <summary>The frame that exercises, hints and notices are shown in.</summary>
internal static class ExerciseCard
{
    public static string Open(string css, string colour, string attributes = "") =>
        $"<div class=\"{css}\"{attributes} style=\"border-inline-start:.3em solid {colour};padding:.3em .8em;margin:.4em 0;line-height:1.5;max-width:60em\">";

    public static string Persian(string text) =>
        text.Length == 0 ? "" : $"<div dir=\"rtl\" lang=\"fa\" style=\"text-align:start\">{InlineMarkup.ToHtml(text)}</div>";

    public static StringBuilder Line(this StringBuilder card, string html) => card.Append("<div>").Append(html).Append("</div>");
}
