using System.Diagnostics.CodeAnalysis;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Cells;

public static partial class Helpers
{
    /// <summary>Asks the reader for a line of text.</summary>
    /// <param name="prompt">The question.</param>
    /// <returns>What was typed; null when there is nobody to ask, as in a headless run.</returns>
    /// <exception cref="InputNotAvailableException">The front end cannot ask.</exception>
    public static string? input(string prompt = "") => CellContext.Current is { } cell ? cell.ReadLine(prompt, isPassword: false) : null;

    /// <summary>Asks the reader for a line that stays unseen while it is typed.</summary>
    /// <inheritdoc cref="input"/>
    public static string? password(string prompt = "") => CellContext.Current is { } cell ? cell.ReadLine(prompt, isPassword: true) : null;

    /// <summary>Removes what the cell has put out so far.</summary>
    /// <param name="wait">Whether to leave it until the next output is there, so that nothing flickers.</param>
    [SuppressMessage("Naming", "CA1707", Justification = "The name that notebooks already use.")]
    public static void clear_output(bool wait = false) => CellContext.Current?.Send(new ClearOutput(wait));

    /// <summary>Shows a value beside the notebook, in the front end's pager, instead of below the cell.</summary>
    public static void page(object? value)
        => CellContext.Current?.Send(new PageOutput(ValueFormatter.ToBundle(value, CellContext.CurrentFormatting)));
}
