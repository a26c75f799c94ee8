using Courseware.Host.Pages;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;
using Courseware.Page.Sessions;

namespace Courseware.Page.Views;

/// <summary>An output as HTML, by its MIME bundle, as the pages of a run have it.</summary>
internal static class OutputView
{
    private static int s_rendered;

    public static string Render(LiveOutput output, int? count)
    {
        if (output.Rendered is { } rendered && rendered.Version == output.Version)
            return rendered.Html;
        var shown = output.Output is PageOutput page ? new LiveOutput(output.Number, new DisplayOutput(page.Bundle, null, false)) : output;
        var json = shown.ToJson(count);
        // Ids of two outputs on one page differ.
        var html = json is null ? "" : new OutputRenderer(new MarkdownRenderer(), Interlocked.Increment(ref s_rendered)).Render(json);
        output.Rendered = (output.Version, html);
        return html;
    }

    /// <summary>The Plotly figure of an output, and its text; null where it has none.</summary>
    public static (string Figure, string Text)? Plot(LiveOutput output)
    {
        var bundle = (output.Output as DisplayOutput)?.Bundle ?? (output.Output as ResultOutput)?.Bundle;
        return bundle?.GetValueOrDefault(MimeTypes.Plotly) is { } figure ? (figure, bundle.GetValueOrDefault(MimeTypes.Plain) ?? "") : null;
    }
}
