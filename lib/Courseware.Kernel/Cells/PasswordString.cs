namespace Courseware.Kernel.Cells;

/// <summary>A text that does not show itself: as a value, in a table or in a message it reads as dots.</summary>
public sealed class PasswordString(string text)
{
    /// <summary>The text itself.</summary>
    public string GetClearTextPassword() => text;

    /// <inheritdoc/>
    public override string ToString() => "••••••••";
}
