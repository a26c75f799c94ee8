using System.Diagnostics.CodeAnalysis;

namespace Courseware.Kernel.Cells;

/// <summary>The other spelling of each name that some write in capitals and some do not.</summary>
[SuppressMessage("Naming", "CA1708:Identifiers should differ by more than case",
    Justification = "Both spellings are in use; which one a helper has is not to be learned by heart.")]
public static partial class Helpers
{
    /// <inheritdoc cref="HTML"/>
    public static HtmlContent Html(string content) => HTML(content);

    /// <inheritdoc cref="Svg"/>
    public static MimeContent SVG(string markupOrFile) => Svg(markupOrFile);

    /// <inheritdoc cref="Png(byte[])"/>
    public static MimeContent PNG(byte[] content) => Png(content);

    /// <inheritdoc cref="Png(string)"/>
    public static MimeContent PNG(string file) => Png(file);

    /// <inheritdoc cref="Jpeg(byte[])"/>
    public static MimeContent JPEG(byte[] content) => Jpeg(content);

    /// <inheritdoc cref="Jpeg(string)"/>
    public static MimeContent JPEG(string file) => Jpeg(file);

    /// <inheritdoc cref="Latex"/>
    public static MimeContent LaTeX(string formula) => Latex(formula);

    /// <inheritdoc cref="Javascript"/>
    public static void JavaScript(string scriptContent) => Javascript(scriptContent);

    /// <inheritdoc cref="CSS"/>
    public static void Css(string content) => CSS(content);
}
