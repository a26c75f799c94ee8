using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>A piece of text put into a source, in the place of <paramref name="Removed"/> characters.</summary>
internal readonly record struct TextEdit(int At, int Removed, string Inserted);

/// <summary>The text of a cell or of a loaded file as its author wrote it, and what was woven into it before it was compiled.</summary>
/// <param name="Edits">By position; none removes a line break, and one that holds any ends with a directive that counts on from the
/// author's line: so lines are the same in both.</param>
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

    /// <summary>This text with further edits, which are about <see cref="Woven"/>; at one position they stay in their order.</summary>
    public CellText Then(IEnumerable<TextEdit> edits)
    {
        var later = edits.OrderBy(edit => edit.At).ToList();
        if (later.Count == 0)
            return this;
        if (Edits.IsEmpty)
            return this with { Edits = [.. later] };
        var all = ImmutableArray.CreateBuilder<TextEdit>(Edits.Length + later.Count);
        var (next, from, woven) = (0, 0, 0);
        foreach (var edit in Edits)
        {
            Copied(edit.At);
            var inserted = new StringBuilder(edit.Inserted);
            for (var shift = -woven; next < later.Count && later[next].At < woven + edit.Inserted.Length; next++)
            {
                inserted.Remove(later[next].At + shift, later[next].Removed).Insert(later[next].At + shift, later[next].Inserted);
                shift += later[next].Inserted.Length - later[next].Removed;
            }
            all.Add(edit with { Inserted = inserted.ToString() });
            woven += edit.Inserted.Length;
            from = edit.At + edit.Removed;
        }
        Copied(Original.Length + 1);
        return this with { Edits = all.DrainToImmutable() };

        void Copied(int end)
        {
            for (; next < later.Count && later[next].At < woven + end - from; next++)
                all.Add(later[next] with { At = later[next].At - woven + from });
            woven += end - from;
        }
    }

    /// <summary>Where a position of the compiled text is in the author's; what was put in is where it was put.</summary>
    public int OriginalPosition(int woven)
    {
        var shift = 0;
        foreach (var edit in Edits)
        {
            if (woven < edit.At + shift)
                break;
            if (woven < edit.At + shift + edit.Inserted.Length)
                return edit.At + int.Min(woven - edit.At - shift, edit.Removed);
            shift += edit.Inserted.Length - edit.Removed;
        }
        return int.Min(woven - shift, Original.Length);
    }

    /// <summary>The author's column for one of the compiled text; both count from 0.</summary>
    public int OriginalColumn(int line, int wovenColumn)
    {
        var start = Original.Lines[line].Start;
        var end = Original.Lines[line].End;
        var shift = 0;
        foreach (var edit in Edits.Where(edit => edit.At >= start && edit.At <= end))
        {
            // After a block of other lines the columns are the author's again.
            if (edit.Inserted.Contains('\n'))
            {
                shift = 0;
                continue;
            }
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
