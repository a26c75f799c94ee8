using System.Diagnostics.CodeAnalysis;
using Courseware.Host.Sessions;

namespace Courseware.Host.Cells;

/// <summary>What a cell can call without a <c>using</c>; the names are .NET Interactive's.</summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The names that notebooks already use.")]
public static partial class Helpers
{
    /// <summary>Shows a value now, and gives a handle that can show it anew.</summary>
    /// <param name="value">Any value; null shows as "null".</param>
    /// <param name="mimeTypes">Restricts the forms that are sent; none means all.</param>
    public static DisplayedValue display(object? value, params string[] mimeTypes)
    {
        var shown = new DisplayedValue(CellContext.Current?.Session.NewDisplayId() ?? "", mimeTypes);
        shown.Send(value, isUpdate: false);
        return shown;
    }

    /// <summary>Marks text as HTML, to be shown as such.</summary>
    public static HtmlContent HTML(string content) => new(content);
}
