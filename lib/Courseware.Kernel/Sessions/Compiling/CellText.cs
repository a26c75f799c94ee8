using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>A piece of text put into a source, in the place of <paramref name="Removed"/> characters.</summary>
internal readonly record struct TextEdit(int At, int Removed, string Inserted);

/// <summary>The text of a cell or of a loaded file as its author wrote it, and what was woven into it before it was compiled.</summary>
/// <param name="Edits">By position; none holds or removes a line break, so that lines are the same in both.</param>
internal sealed record CellText(SourceText Original, ImmutableArray<TextEdit> Edits)
{
    public SourceText Woven()
    {
        if (Edits.IsEmpty)
            return Original;
        var text = Original.ToString();
        var woven = new StringBuilder(text.Length + Edits.Sum(edit => edit.Inserted.Length));
        var from = 0;
        foreach (var edit in Edits)
        {
            woven.Append(text, from, edit.At - from).Append(edit.Inserted);
            from = edit.At + edit.Removed;
        }
        woven.Append(text, from, text.Length - from);
        return SourceText.From(woven.ToString(), Encoding.UTF8);
    }

    /// <summary>The author's column for one of the compiled text; both count from 0.</summary>
    public int OriginalColumn(int line, int wovenColumn)
    {
        var start = Original.Lines[line].Start;
        var end = Original.Lines[line].End;
        var shift = 0;
        foreach (var edit in Edits.Where(edit => edit.At >= start && edit.At <= end))
        {
            var at = edit.At - start + shift;
            if (wovenColumn < at)
                break;
            if (wovenColumn < at + edit.Inserted.Length)
                return edit.At - start;
            shift += edit.Inserted.Length - edit.Removed;
        }
        return int.Clamp(wovenColumn - shift, 0, end - start);
    }
}
