using System.Globalization;
using System.Net;
using System.Text;

namespace Courseware.Kernel.Formatting;

/// <summary>What was read of a value as a table, where that reads better than a line: in HTML, and in text.</summary>
/// <remarks>
/// The style is in the tags, for a notebook's page may drop style sheets, and names no colour but a half-transparent grey, so that it suits
/// light and dark pages.
/// </remarks>
internal sealed class TableForm
{
    private const int LongestCell = 160;
    private const int LongestColumn = 40;
    private const int LongestSummary = 60;

    private readonly string? _caption;
    private readonly string[] _columns;
    private readonly List<Node?[]> _rows;
    private readonly string? _more;
    private readonly bool _headsRows;

    private TableForm(string? caption, string[] columns, List<Node?[]> rows, string? more, bool headsRows = false)
    {
        (_caption, _columns, _rows, _more, _headsRows) = (caption, columns, rows, more, headsRows);
    }

    /// <summary>The table; null where a line of text reads better.</summary>
    public static TableForm? Of(Node node)
    {
        if (node is not GroupNode group)
            return null;
        return group.Kind switch
        {
            GroupKind.Object =>
                new TableForm(group.TypeName, ["", "value"], [.. group.Parts.Select(part => new[] { part.Key, part.Value })], group.IsCut
                    ? "…" : group.Trouble, headsRows: true),
            GroupKind.Table =>
                new TableForm(null, [.. group.Columns],
                    [.. group.Parts.Select(row => ((GroupNode)row.Value).Parts.Select(cell => (Node?)cell.Value).ToArray())],
                    group.Trouble),
            GroupKind.Sequence or GroupKind.Dictionary when group.Parts.Count > 0 => OfItems(group),
            _ => null,
        };
    }

    private static TableForm? OfItems(GroupNode group)
    {
        var more = string.Join("; ", new[] { Rest(group), group.Trouble }.OfType<string>()) is { Length: > 0 } rest ? rest : null;
        if (group.Parts.All(part => part.Key is not null))
        {
            return new TableForm(null, ["key", "value"], [.. group.Parts.Select(part => new[] { part.Key, part.Value })], more,
                headsRows: true);
        }

        var items = group.Parts.Select(part => part.Value as GroupNode).ToList();
        if (items.All(item => item is { Kind: GroupKind.Object }))
        {
            var names = items.SelectMany(item => item!.Parts).Select(part => ((TextNode)part.Key!).Text).Distinct()
                .Take(Snapshot.MostMembers).ToArray();
            return new TableForm(null, names,
                [.. items.Select(item => names.Select(name => item!.Parts.FirstOrDefault(part => ((TextNode)part.Key!).Text == name).Value)
                    .ToArray())], more);
        }
        // Tuples, and rows of numbers: columns by position.
        var isTuples = items.All(item => item is { Kind: GroupKind.Tuple });
        if (isTuples || items.All(item => item is { Kind: GroupKind.Sequence, Parts.Count: > 0 }
            && item.Parts.All(part => part is { Key: null, Value: TextNode { Kind: TextKind.Number } })))
        {
            var width = items.Max(item => item!.Parts.Count);
            var names = Enumerable.Range(0, width).Select(i => isTuples ? $"Item{i + 1}" : i.ToString(CultureInfo.InvariantCulture));
            var isCut = items.Any(item => item!.IsCut);
            var rows = items.Select(item => Enumerable.Range(0, width + (isCut ? 1 : 0))
                .Select(i => i < item!.Parts.Count ? item.Parts[i].Value : i == width && item.IsCut ? new TextNode("…") : (Node?)null)
                .ToArray());
            return new TableForm(null, [.. isCut ? names.Append("") : names], [.. rows], more);
        }
        // Numbers and words read better on one line than in a column.
        return null;
    }

    private static string? Rest(GroupNode group) => !group.IsCut
        ? null
        : group.Count is { } all ? string.Create(CultureInfo.InvariantCulture, $"… {all - group.Parts.Count} more of {all}") : "… and more";

    public string ToText()
    {
        var all = _rows.Select(row => row.Select(cell => cell is null ? "" : CellText(cell, LongestColumn)).ToArray()).Prepend(_columns)
            .ToList();
        var widths = _columns.Select((_, c) => all.Max(row => row[c].Length)).ToArray();
        var isNumbers = _columns.Select((_, c) => IsNumbers(c)).ToArray();
        var lines = all.Select(row =>
            string.Join("  ", row.Select((cell, c) => isNumbers[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd());
        return string.Join('\n', _more is null ? lines : lines.Append(_more));
    }

    public string ToHtml()
    {
        const string cell = "padding:2px 10px;vertical-align:top;text-align:";
        const string line = ";border-bottom:1px solid rgba(128,128,128,.4)";
        var html = new StringBuilder("<table style=\"border-collapse:collapse;color:inherit\">");
        if (_caption is not null)
        {
            html.Append("<caption style=\"text-align:left;caption-side:top;padding:2px 10px;color:inherit\">").Append(Encode(_caption))
                .Append("</caption>");
        }

        var alignment = _columns.Select((_, c) => IsNumbers(c) ? "right" : "left").ToArray();
        html.Append("<thead><tr>");
        for (var c = 0; c < _columns.Length; c++)
            html.Append($"<th style=\"{cell}{alignment[c]}{line}\">{Encode(_columns[c])}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in _rows)
        {
            html.Append("<tr>");
            for (var c = 0; c < row.Length; c++)
            {
                var tag = _headsRows && c == 0 ? "th" : "td";
                html.Append($"<{tag} style=\"{cell}{alignment[c]}{(tag == "th" ? ";font-weight:600" : "")}\">")
                    .Append(row[c] is { } value ? CellHtml(value) : "").Append($"</{tag}>");
            }
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        if (_more is not null)
            html.Append("<p style=\"padding:0 10px;opacity:.8\">").Append(Encode(_more)).Append("</p>");
        return html.ToString();
    }

    private bool IsNumbers(int column)
    {
        var found = false;
        foreach (var row in _rows)
        {
            if (row[column] is TextNode { Kind: TextKind.Number })
                found = true;
            else if (row[column] is not (null or TextNode { Text: "null" or "…" or "" }))
                return false;
        }
        return found;
    }

    private static string CellHtml(Node node)
    {
        if (node is TextNode { Html: { } markup })
            return markup;
        var text = CellText(node, LongestCell);
        // What is too long for a line opens in place.
        if (text.Length > LongestSummary && Of(node) is { } table)
            return $"<details><summary>{Encode(Summary(text))}</summary>{table.ToHtml()}</details>";
        return Encode(text).Replace("\n", "<br>", StringComparison.Ordinal);
    }

    private static string Summary(string text) => text[..LongestSummary].ReplaceLineEndings(" ") + "…";

    private static string CellText(Node node, int longest)
    {
        // The minus sign that charts have; what is copied into code comes from the value, not from its table.
        if (node is TextNode { Kind: TextKind.Number } number)
            return number.Text.Replace('-', '−');
        var text = TextForm.Of(node, longest);
        return longest == LongestColumn ? text.ReplaceLineEndings(" ") : text.ReplaceLineEndings("\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
