namespace Courseware.Host.Cells;

/// <summary><c>value.Display()</c>, for those who prefer it to <c>display(value)</c>.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value now, and gives a handle that can show it anew.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Helpers.display(value, mimeTypes);
}
