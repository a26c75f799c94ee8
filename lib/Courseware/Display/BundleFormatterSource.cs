using System.Diagnostics.CodeAnalysis;

namespace Courseware;

/// <summary>
/// The formatters that .NET Interactive finds through <see cref="TypeFormatterSourceAttribute"/>: each writes one form of a value's MIME
/// bundle.
/// </summary>
internal sealed class BundleFormatterSource
{
    [SuppressMessage("Performance", "CA1822", Justification = "The host calls it on an instance.")]
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new BundleFormatter(MimeTypes.Html),
        new BundleFormatter(MimeTypes.Plain),
        new BundleFormatter(MimeTypes.Markdown),
        new BundleFormatter(MimeTypes.Svg),
    ];

    /// <summary>Its shape (names, the parameter types, the bool) is .NET Interactive's convention.</summary>
    internal sealed class BundleFormatter(string mimeType)
    {
        public string MimeType { get; } = mimeType;

        public bool Format(object value, TextWriter writer)
        {
            var bundle = MimeBundle.Of(value);
            if (bundle.TryGetValue(MimeType, out var text))
            {
                writer.Write(text);
                return true;
            }
            // A value that shows nothing (what Show() returned, say) must not fall through to the host's property table.
            return bundle.Count == 0;
        }
    }
}
