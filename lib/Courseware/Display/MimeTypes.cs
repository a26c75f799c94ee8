namespace Courseware;

/// <summary>The names under which a value's forms travel to a notebook.</summary>
internal static class MimeTypes
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";
    public const string Markdown = "text/markdown";
    public const string Svg = "image/svg+xml";

    /// <summary>A Plotly figure: VS Code draws it interactively, JupyterLab with its extension.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Marks what differs from run to run (times, progress); the runner leaves it out of the written notebook.</summary>
    public const string Transient = "application/vnd.courseware.transient+json";
}
