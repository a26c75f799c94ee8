namespace Courseware.Kernel.Formatting;

/// <summary>The kinds of content that an output may have.</summary>
internal static class MimeTypes
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";
    public const string Markdown = "text/markdown";
    public const string Latex = "text/latex";
    public const string CSharp = "text/x-csharp";
    public const string Svg = "image/svg+xml";
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Gif = "image/gif";
    public const string Webp = "image/webp";
    public const string Json = "application/json";

    /// <summary>A Plotly figure: VS Code draws it interactively, JupyterLab with its extension.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Marks what differs from run to run (times, progress): the runner leaves it out of the written notebook.</summary>
    public const string Transient = "application/vnd.courseware.transient+json";

    public const string Claim = "application/vnd.courseware.claim+json";
    public const string Data = "application/vnd.courseware.data+json";
    public const string Exercise = "application/vnd.courseware.exercise+json";
    public const string Fingerprint = "application/vnd.courseware.fingerprint+json";

    /// <summary>Whether content of this type is JSON, which messages and notebooks hold as JSON and not as text.</summary>
    public static bool IsJson(string mimeType) => mimeType == Json || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
