using System.Net;
using System.Text.RegularExpressions;

namespace Courseware;

/// <summary>Markup to be shown as it is. <paramref name="Plain"/> is its text form; by default the markup without its tags.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed partial record Html(string Markup, string? Plain = null) : IDisplayable
{
    /// <summary>Text made safe between tags or in an attribute's quotes.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, Markup)
        .With(MimeTypes.Plain, Plain ?? WebUtility.HtmlDecode(Tags().Replace(Markup, "")).Trim());

    public override string ToString() => Markup;

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
