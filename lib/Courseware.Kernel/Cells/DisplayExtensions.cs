using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Cells;

/// <summary><c>value.Display()</c> and its like, for those who prefer it to <c>display(value)</c>.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value now, and gives a handle that can show it again.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Helpers.display(value, mimeTypes);

    /// <summary>Shows text as being of a MIME type, for example <c>"$x^2$".DisplayAs("text/latex")</c>.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType)
    {
        ArgumentException.ThrowIfNullOrEmpty(mimeType);
        return Helpers.display(new Dictionary<string, string> { [mimeType] = value });
    }

    /// <summary>Shows a sequence as a table.</summary>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T>? value, params string[] mimeTypes)
        => Helpers.display(value, mimeTypes);

    /// <summary>The text that would be shown for a value.</summary>
    /// <param name="mimeType">text/plain or text/html, or a form of the value's own.</param>
    public static string ToDisplayString(this object? value, string mimeType = MimeTypes.Plain)
    {
        var bundle = ValueFormatter.ToBundle(value, CellContext.CurrentFormatting);
        return bundle.TryGetValue(mimeType, out var text) ? text : ValueFormatter.AsMimeType(bundle, mimeType);
    }
}
