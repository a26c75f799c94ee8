using System.Text;
using System.Text.RegularExpressions;

namespace Courseware.Host.Formulas;

internal sealed partial class TexParser
{
    private MathAtom ParseEnvironment(int start)
    {
        var name = RawArgument("\\begin");
        if (!TexSymbols.Environments.TryGetValue(name, out var fences))
        {
            throw new TexException($"the environment {name} is not known; known are {string.Join(", ", TexToMathMl.KnownEnvironments)}.",
                tex, start, "\\begin");
        }

        var columns = name == "array" ? RawArgument("\\begin{array}").Replace(" ", "", StringComparison.Ordinal) : "";
        var rows = ParseRows(start, out var lines, out var room);

        if (!Peek("\\end")) throw new TexException($"\\end{{{name}}} is missing for this \\begin.", tex, start, "\\begin");
        var end = _at;
        Command();
        if (RawArgument("\\end") is var closed && closed != name)
            throw new TexException($"\\begin{{{name}}} is closed by \\end{{{closed}}}.", tex, end, "\\end");

        var aligned = name is "aligned" or "align" or "align*" or "split";
        var display = aligned || name is "gathered" or "gather" or "gather*" or "equation" or "equation*";
        var table = new StringBuilder(display ? "<mtable displaystyle=\"true\">" : name == "smallmatrix" ? "<mtable scriptlevel=\"1\">"
            : lines.Count > 0 || columns.Contains('|', StringComparison.Ordinal) ? "<mtable style=\"border-collapse:collapse\">"
            : "<mtable>");
        for (var r = 0; r < rows.Count; r++)
        {
            table.Append("<mtr>");
            for (var c = 0; c < rows[r].Count; c++)
            {
                table.Append("<mtd")
                    .Append(CellStyle(name, aligned, columns, c, lines.Contains(r), lines.Contains(r + 1)
                        && r == rows.Count - 1, room.GetValueOrDefault(r)))
                    .Append('>').Append(rows[r][c]).Append("</mtd>");
            }

            table.Append("</mtr>");
        }
        table.Append("</mtable>");
        return fences is ("", "")
            ? MathAtom.Of(table.ToString(), name is "matrix" or "array" or "smallmatrix" ? AtomClass.Ordinary : AtomClass.Inner)
            : MathAtom.Of("<mrow>" + Fence(fences.Left, "prefix") + table + Fence(fences.Right, "postfix") + "</mrow>", AtomClass.Inner);
    }

    private List<List<string>> ParseRows(int start, out HashSet<int> lines, out Dictionary<int, string> room)
    {
        room = [];
        var rows = new List<List<string>> { new() };
        lines = [];
        while (true)
        {
            SkipSpace();
            if (rows[^1].Count == 0)
                while (Peek("\\hline")) { Command(); lines.Add(rows.Count - 1); SkipSpace(); }
            if (Peek("\\end") && rows[^1].Count == 0) break; // \\ before \end opens no row
            rows[^1].Add(MathRow.Write(ParseRow(), InScript));
            if (_at >= tex.Length) throw new TexException("\\end is missing for this \\begin.", tex, start, "\\begin");
            if (Next('&')) continue;
            if (!Peek("\\\\") && !Peek("\\cr")) break;
            Command();
            SkipSpace();
            if (Next('['))
            {
                // \\[8pt]: more room below this row. Of less room than a row's own there is no need.
                var from = _at;
                while (_at < tex.Length && !Next(']')) _at++;
                var length = tex[from..int.Max(from, _at - 1)].Trim();
                if (Length().IsMatch(length)) room[rows.Count - 1] = length;
            }
            rows.Add([]);
        }
        if (rows[^1].Count == 0) rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    private static string CellStyle(string name, bool aligned, string columns, int column, bool lineAbove, bool lineBelow, string? room)
    {
        var style = new StringBuilder();
        if (aligned)
        {
            style.Append(column % 2 == 0 ? "text-align:right;padding-left:" + (column == 0 ? "0" : "1em") + ";padding-right:0"
                : "text-align:left;padding-left:0;padding-right:0");
        }
        else if (name == "cases")
        {
            style.Append("text-align:left");
        }
        else if (columns.Length > 0)
        {
            var letters = columns.Where(char.IsAsciiLetter).ToArray();
            if (column < letters.Length && letters[column] is 'l' or 'r')
                style.Append(letters[column] == 'l' ? "text-align:left" : "text-align:right");
            if (HasBar(columns, column)) Add("border-left:1px solid");
            if (column == letters.Length - 1 && columns[^1] == '|') Add("border-right:1px solid");
        }
        if (lineAbove) Add("border-top:1px solid");
        if (lineBelow) Add("border-bottom:1px solid");
        if (room != null) Add("padding-bottom:" + room);
        return style.Length == 0 ? "" : $" style=\"{style}\"";

        void Add(string declaration) => style.Append(style.Length == 0 ? "" : ";").Append(declaration);
    }

    private static bool HasBar(string columns, int column)
    {
        for (int i = 0, seen = 0; i < columns.Length; i++)
        {
            if (columns[i] == '|' && seen == column && (i + 1 < columns.Length)) return true;
            if (char.IsAsciiLetter(columns[i])) seen++;
        }
        return false;
    }

    [GeneratedRegex(@"^\d*\.?\d+(em|ex|pt|px|mm|cm)$")]
    private static partial Regex Length();

    private MathAtom Substack(int start)
    {
        SkipSpace();
        if (!Next('{')) throw new TexException("\\substack needs an argument in braces.", tex, start, "\\substack");
        var xml = new StringBuilder("<mtable>");
        do
        {
            if (Peek("\\\\")) Command();
            xml.Append("<mtr><mtd>").Append(MathRow.Write(ParseRow(), inScript: true)).Append("</mtd></mtr>");
        }
        while (Peek("\\\\"));
        if (!Next('}')) throw new TexException("} is missing for this \\substack.", tex, start, "\\substack");
        return MathAtom.Of(xml.Append("</mtable>").ToString());
    }
}
