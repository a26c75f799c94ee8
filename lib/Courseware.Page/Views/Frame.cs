using Courseware.Host.Pages;
using Courseware.Page.Serving;

namespace Courseware.Page.Views;

/// <summary>
/// What every live page has around its content. The style is that of the pages that a run writes, and a sheet for what is live.
/// </summary>
internal static class Frame
{
    /// <param name="script">The module that the page begins with, of <c>Assets</c>.</param>
    /// <param name="attributes">Of the body.</param>
    public static string Wrap(string title, string body, string script, string attributes = "") => $"""
        <!DOCTYPE html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Html.Text(title)}</title>
        <link rel="icon" href="data:,">
        <script src="{Assets.Address("page/early.js")}"></script>
        <style>
        {PageFrame.Style}</style>
        <link rel="stylesheet" href="{Assets.Address("page/live.css")}">
        <script type="module" src="{Assets.Address("page/" + script)}"></script>
        </head>
        <body data-assets="{Assets.Address("")}"{attributes}>
        <a class="skip" href="#content" data-w="skip">Skip to the content</a>
        {body}
        </body>
        </html>

        """;

    /// <summary>A page that only says something.</summary>
    public static string Message(string title, string text) => Wrap(
        title, $"<main class=\"page\" id=\"content\"><header class=\"head\"><p><a href=\"/\" data-w=\"course\">All notebooks</a></p><h1>{Html.Text(title)}</h1></header><p>{Html.Text(text)}</p></main>", "plain.js");

    /// <summary>One of the course's own texts.</summary>
    public static string Document(string markdown, string folder, string name) => Wrap(
        MarkdownRenderer.Title(markdown) ?? name,
        $"<main class=\"page\" id=\"content\"><header class=\"head\"><p><a href=\"/\" data-w=\"course\">All notebooks</a></p></header><div class=\"prose\">{new MarkdownRenderer(folder).Render(markdown)}</div></main>", "plain.js");
}
