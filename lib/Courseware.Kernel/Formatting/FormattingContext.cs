namespace Courseware.Kernel.Formatting;

/// <summary>What the look of a value depends on besides the value.</summary>
/// <param name="Formatters">How values look, as the session's cells have said.</param>
/// <param name="TimeLimit">How long the code of one value may take to show it.</param>
/// <param name="Cancellation">Cancelled when the cell that shows the value is to stop.</param>
internal sealed record FormattingContext(FormatterRegistry Formatters, TimeSpan TimeLimit, CancellationToken Cancellation)
{
    /// <summary>For code that no cell runs.</summary>
    public static FormattingContext Outside { get; } = new(new FormatterRegistry(), DisplayTimeLimit.Default, CancellationToken.None);
}
