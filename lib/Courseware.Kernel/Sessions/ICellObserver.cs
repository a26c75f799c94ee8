namespace Courseware.Kernel.Sessions;

/// <summary>
/// Receives a cell's outputs while it runs. Calls come one at a time, from any thread; background work may still call after the cell has
/// ended.
/// </summary>
internal interface ICellObserver
{
    void OnOutput(CellOutput output);

    /// <summary>
    /// Asks for a line on behalf of the cell, and waits for it. Null, as here, is the end of input: there is nobody to ask.
    /// </summary>
    /// <param name="prompt">Shown with the question; may be empty.</param>
    /// <param name="isPassword">Whether what is typed should stay unseen.</param>
    /// <exception cref="OperationCanceledException">The cell was interrupted while it waited.</exception>
    /// <exception cref="InvalidOperationException">The front end said that it cannot be asked.</exception>
    string? ReadLine(string prompt, bool isPassword, CancellationToken cancellation) => null;
}
