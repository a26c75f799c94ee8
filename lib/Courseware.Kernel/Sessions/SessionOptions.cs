namespace Courseware.Kernel.Sessions;

/// <param name="Folder">The notebook's folder: <c>#r</c> and <c>#load</c> are relative to it.</param>
/// <param name="OwnsProcess">Whether console output of threads that belong to no cell is this session's: true where it is the only one of
/// its process.</param>
internal sealed record SessionOptions(string Folder, bool OwnsProcess = false)
{
    /// <summary>
    /// Whether a cell says what it made stale, and that it used what is. Not needed where the front end marks stale cells.
    /// </summary>
    public bool SaysStale { get; init; } = true;

    /// <summary>
    /// The number of declaring cells up to which each cell is compiled after all of those before it; see <see cref="CellHistory"/>.
    /// </summary>
    public int WholeUpTo { get; init; } = CellCompiler.WholeUpTo;
}
