namespace Courseware.Kernel.Editing;

/// <summary>The proposals for one position, the best first.</summary>
/// <param name="Start">First UTF-16 offset of the word to replace.</param>
/// <param name="End">Offset after the word; a cursor within a word replaces all of it.</param>
internal sealed record CompletionList(IReadOnlyList<Completion> Items, int Start, int End)
{
    /// <summary>No proposal.</summary>
    public static CompletionList None(int position) => new([], position, position);
}
