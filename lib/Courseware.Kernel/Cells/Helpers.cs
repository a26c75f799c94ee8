using System.Diagnostics.CodeAnalysis;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Cells;

/// <summary>What a cell can call without a <c>using</c>; the names are .NET Interactive's where it has the like.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The names that notebooks already use.")]
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The names that notebooks already use.")]
public static partial class Helpers
{
    /// <summary>Shows a value now, and gives a handle that can show it again.</summary>
    /// <param name="value">Any value; null shows as "null".</param>
    /// <param name="mimeTypes">Restricts the forms that are sent; none means all. A string with one type is sent as that type.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        var shown = new DisplayedValue(CellContext.Current?.Session.NewDisplayId() ?? "", mimeTypes);
        shown.Send(value, isUpdate: false);
        return shown;
    }

    /// <summary>Marks text as HTML, to be shown as such.</summary>
    public static HtmlContent HTML(string content) => new(content);

    /// <summary>Marks text as Markdown, formulae between $ signs included.</summary>
    public static MimeContent Markdown(string content) => new((MimeTypes.Markdown, content), (MimeTypes.Plain, content));

    /// <summary>A formula in TeX; text without delimiters is set as a formula on a line of its own.</summary>
    public static MimeContent Latex(string formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        var hasDelimiters = formula.Contains('$', StringComparison.Ordinal) || formula.Contains(@"\(", StringComparison.Ordinal)
            || formula.Contains(@"\[", StringComparison.Ordinal) || formula.TrimStart().StartsWith(@"\begin", StringComparison.Ordinal);
        return new((MimeTypes.Latex, hasDelimiters ? formula : $"$${formula}$$"), (MimeTypes.Plain, formula));
    }

    /// <summary>A drawing: SVG markup, or the path of an .svg file.</summary>
    public static MimeContent Svg(string markupOrFile)
    {
        ArgumentNullException.ThrowIfNull(markupOrFile);
        var markup = markupOrFile.Contains('<', StringComparison.Ordinal) ? markupOrFile : File.ReadAllText(markupOrFile);
        return new((MimeTypes.Svg, markup), (MimeTypes.Plain, "SVG image"));
    }

    /// <summary>A picture from the bytes of a PNG file.</summary>
    public static MimeContent Png(byte[] content) => MimeContent.Picture("PNG", [0x89, (byte)'P', (byte)'N', (byte)'G'], content, null);

    /// <summary>A picture from a PNG file.</summary>
    public static MimeContent Png(string file)
        => MimeContent.Picture("PNG", [0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(file), file);

    /// <summary>A picture from the bytes of a JPEG file.</summary>
    public static MimeContent Jpeg(byte[] content) => MimeContent.Picture("JPEG", [0xFF, 0xD8, 0xFF], content, null);

    /// <summary>A picture from a JPEG file.</summary>
    public static MimeContent Jpeg(string file) => MimeContent.Picture("JPEG", [0xFF, 0xD8, 0xFF], File.ReadAllBytes(file), file);

    /// <summary>Runs a script in the page that shows the notebook.</summary>
    public static void Javascript(string scriptContent)
        => Send(MimeTypes.Html, $"<script type=\"text/javascript\">{scriptContent}</script>");

    /// <summary>Adds a style sheet to the page that shows the notebook.</summary>
    public static void CSS(string content) => Send(MimeTypes.Html, $"<style>{content}</style>");

    /// <summary>Asks for a line of text.</summary>
    /// <param name="prompt">The question.</param>
    /// <param name="typeHint">"password" hides what is typed; other hints are not used.</param>
    public static Task<string?> GetInputAsync(string prompt = "", string typeHint = "text")
        => Task.FromResult(typeHint == "password" ? password(prompt) : input(prompt));

    /// <summary>Asks for a text that is not shown while it is typed.</summary>
    public static Task<PasswordString?> GetPasswordAsync(string prompt = "")
        => Task.FromResult(password(prompt) is { } typed ? new PasswordString(typed) : null);

    private static void Send(string mimeType, string content) =>
        CellContext.Current?.Send(new DisplayOutput(new Dictionary<string, string> { [mimeType] = content }, null, false));
}
