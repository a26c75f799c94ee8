using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Cells;

/// <summary>Text that is shown as HTML.</summary>
public sealed class HtmlContent(string html)
{
    /// <summary>How a host shows it: one entry, text/html.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string> { [MimeTypes.Html] = html };

    /// <inheritdoc/>
    public override string ToString() => html;
}
