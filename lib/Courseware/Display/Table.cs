using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Courseware;

/// <summary>A table with aligned numbers; the best of a column may be marked. Immutable: <see cref="Row"/> gives a new table.</summary>
/// <example><code>
/// new Table("model", new Column("parameters", "N0"), new Column("best val. loss", "0.000", Best.Lowest))
///     .Row("tiny", 481, 0.604)
///     .Row("L2", 803_329, 0.588)
/// </code></example>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed class Table : IDisplayable
{
    private readonly ImmutableArray<Column> _columns;
    private readonly ImmutableList<object?[]> _rows;
    private readonly string? _caption;
    private readonly string? _note;

    /// <summary>An empty table; a string is a column with that heading.</summary>
    /// <exception cref="ArgumentException">No column.</exception>
    public Table(params Column[] columns) : this([.. columns], [], null, null)
    {
        if (columns.Length == 0) throw new ArgumentException("A table needs at least one column; give their headings.", nameof(columns));
    }

    private Table(ImmutableArray<Column> columns, ImmutableList<object?[]> rows, string? caption, string? note) =>
        (_columns, _rows, _caption, _note) = (columns, rows, caption, note);

    internal IReadOnlyList<Column> Columns => _columns;

    /// <summary>How many rows there are.</summary>
    internal int Count => _rows.Count;

    /// <summary>The table with one more row: a cell per column, of any type (null is an empty cell, NaN is printed).</summary>
    /// <exception cref="ArgumentException">Another number of cells than columns.</exception>
    public Table Row(params object?[] cells)
    {
        if (cells.Length != _columns.Length)
        {
            throw new ArgumentException(
                $"A row needs one cell per column: the table has {_columns.Length} columns ({string.Join(", ", _columns.Select(c => c.Name))}), the row {cells.Length} cells.",
                nameof(cells));
        }

        return new Table(_columns, _rows.Add([.. cells]), _caption, _note);
    }

    /// <summary>The table with a row for each item.</summary>
    public Table Rows<T>(IEnumerable<T> items, Func<T, object?[]> cells) => items.Aggregate(this, (table, item) => table.Row(cells(item)));

    /// <summary>The table with a heading over it.</summary>
    public Table WithCaption(string caption) => new(_columns, _rows, caption, _note);

    /// <summary>The table with a line under it, such as where its data come from.</summary>
    public Table WithNote(string note) => new(_columns, _rows, _caption, note);

    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Html, ToHtml())
        .With(MimeTypes.Markdown, ToMarkdown())
        .With(MimeTypes.Plain, ToString());

    /// <summary>The table as text, columns padded with spaces; * marks the best of a column.</summary>
    public override string ToString()
    {
        var (text, best, right) = Cells();
        var shown = text.Select((row, r) => row.Select((cell, c) => best[r][c] ? cell + "*" : AnyBest(c) && right[c] ? cell + " " : cell)
            .ToArray()).ToArray();
        var width = _columns.Select((column, c) => shown.Select(row => row[c].Length).Append(column.Name.Length).Max()).ToArray();
        var builder = new StringBuilder();
        if (_caption is not null) builder.Append(_caption).Append('\n');
        Line(_columns.Select(c => c.Name).ToArray());
        builder.AppendJoin("  ", width.Select(w => new string('─', w))).Append('\n');
        foreach (var row in shown) Line(row);
        if (best.Any(row => row.Contains(true))) builder.Append("* best of its column\n");
        if (_note is not null) builder.Append(_note).Append('\n');
        return builder.ToString().TrimEnd('\n');

        void Line(string[] cells) => builder
            .Append(string.Join("  ", cells.Select((cell, c) => right[c] ? cell.PadLeft(width[c]) : cell.PadRight(width[c]))).TrimEnd())
            .Append('\n');

        bool AnyBest(int c) => best.Any(row => row[c]);
    }

    /// <summary>The table as GitHub-flavoured Markdown; the best of a column is bold.</summary>
    internal string ToMarkdown()
    {
        var (text, best, right) = Cells();
        var builder = new StringBuilder();
        if (_caption is not null) builder.Append("**").Append(Escaped(_caption)).Append("**\n\n");
        builder.Append("| ").AppendJoin(" | ", _columns.Select(c => Escaped(c.Name))).Append(" |\n|");
        for (var c = 0; c < _columns.Length; c++)
            builder.Append(right[c] ? "---:|" : _columns[c].Align == Align.Center ? ":---:|" : "---|");
        for (var r = 0; r < text.Length; r++)
        {
            builder.Append("\n| ").AppendJoin(" | ", text[r].Select((cell, c) => best[r][c] ? $"**{Escaped(cell)}**" : Escaped(cell)))
                .Append(" |");
        }
        if (_note is not null) builder.Append("\n\n").Append(Escaped(_note));
        return builder.ToString();

        static string Escaped(string text)
            => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
    }

    // The page's own colours are used throughout, so the table looks right on a light and on a dark page.
    private string ToHtml()
    {
        const string line = "rgba(128,128,128,.38)";
        var (text, best, right) = Cells();
        var builder =
            new StringBuilder(
                "<table class=\"courseware-table\" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums lining-nums;margin:.5em 0;line-height:1.45\">");
        if (_caption is not null)
        {
            builder.Append(
                "<caption dir=\"auto\" style=\"caption-side:top;text-align:start;font-weight:600;padding:.2em .7em .4em;color:inherit\">")
                .Append(Html.Escape(_caption)).Append("</caption>");
        }

        builder.Append("<thead><tr>");
        for (var c = 0; c < _columns.Length; c++)
        {
            builder.Append("<th scope=\"col\" dir=\"auto\" style=\"").Append(Side(c))
                .Append(";padding:.35em .8em;font-weight:600;vertical-align:bottom;border-bottom:2px solid ").Append(line).Append("\">")
                .Append(Html.Escape(_columns[c].Name)).Append("</th>");
        }

        builder.Append("</tr></thead><tbody>");
        for (var r = 0; r < text.Length; r++)
        {
            builder.Append("<tr>");
            for (var c = 0; c < _columns.Length; c++)
            {
                builder.Append("<td dir=\"auto\" style=\"").Append(Side(c)).Append(";padding:.3em .8em;border-bottom:1px solid ")
                    .Append(line).Append("\">");
                var cell = Html.Escape(text[r][c]).Replace("\n", "<br>", StringComparison.Ordinal);
                if (best[r][c]) builder.Append("<strong title=\"best of its column\">").Append(cell).Append("&#8239;★</strong>");
                else builder.Append(cell);
                builder.Append("</td>");
            }
            builder.Append("</tr>");
        }
        builder.Append("</tbody></table>");
        if (_note is not null)
        {
            builder.Append("<p dir=\"auto\" style=\"margin:.2em .8em;font-size:.92em;opacity:.85\">").Append(Html.Escape(_note))
                .Append("</p>");
        }

        return builder.ToString();

        string Side(int c)
            => right[c] ? "text-align:right;white-space:nowrap" : _columns[c].Align == Align.Center ? "text-align:center"
            : "text-align:start";
    }

    private (string[][] Text, bool[][] Best, bool[] Right) Cells()
    {
        var text = _rows.Select(row => row.Select((cell, c) => Text(cell, _columns[c].Format)).ToArray()).ToArray();
        var best = _rows.Select(row => new bool[row.Length]).ToArray();
        var right = new bool[_columns.Length];
        for (var c = 0; c < _columns.Length; c++)
        {
            right[c] = _columns[c].Align == Align.Right
                || (_columns[c].Align == Align.Auto && _rows.Any(row => Number(row[c]) is not null)
                    && _rows.All(row => row[c] is null || Number(row[c]) is not null));
            if (_columns[c].Best == Best.None) continue;
            var numbers = _rows.Select(row => Number(row[c])).Where(n => n is not null && !double.IsNaN(n.Value)).ToArray();
            if (numbers.Length < 2) continue;
            var winner = _columns[c].Best == Best.Lowest ? numbers.Min() : numbers.Max();
            // What looks equal is equal: marking one of two cells that both print 0.588 would puzzle the reader.
            var printed = Text(winner!.Value, _columns[c].Format);
            for (var r = 0; r < text.Length; r++) best[r][c] = Number(_rows[r][c]) is not null && text[r][c] == printed;
        }
        return (text, best, right);
    }

    private static double? Number(object? cell) => cell switch
    {
        double d => d,
        float f => f,
        int or long or short or byte or uint or ulong or ushort or sbyte or decimal => Convert.ToDouble(cell, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Text(object? cell, string? format) => cell switch
    {
        null => "",
        double d when format is null => d.ToString("G6", CultureInfo.InvariantCulture),
        float f when format is null => f.ToString("G6", CultureInfo.InvariantCulture),
        string s => s,
        IFormattable f => f.ToString(Number(cell) is null ? null : format, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
