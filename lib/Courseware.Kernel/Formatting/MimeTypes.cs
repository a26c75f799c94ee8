namespace Courseware.Kernel.Formatting;

/// <summary>The kinds of content that an output may have.</summary>
internal static class MimeTypes
{
    /// <summary>Whether content of this type is JSON, which messages and notebooks hold as JSON and not as text.</summary>
    public static bool IsJson(string mimeType) => mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
