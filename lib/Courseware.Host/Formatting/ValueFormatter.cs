using System.Collections;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Host.Formatting;

/// <summary>How a value looks: by its own <c>ToMimeBundle()</c> if it has one, else as text, and as a table where that reads better.</summary>
internal static class ValueFormatter
{
    private const int LongestCell = 160;

    /// <summary>The value as a MIME bundle, best form first. Bounded in size and depth; never throws.</summary>
    public static IReadOnlyDictionary<string, string> ToBundle(object? value)
    {
        try
        {
            if (OwnBundle(value) is { } own)
                return own;
            var table = Table(value);
            var text = value is JsonNode or JsonElement or JsonDocument ? Json(value) : table?.ToText() ?? PlainText.Of(value, value is string ? int.MaxValue : 4000);
            return table is null
                ? new Dictionary<string, string> { ["text/plain"] = text }
                : new Dictionary<string, string> { ["text/html"] = table.ToHtml(), ["text/plain"] = text };
        }
        catch (Exception exception)
        {
            return new Dictionary<string, string> { ["text/plain"] = $"{TypeNames.Of(value!.GetType())} (could not be shown: {exception.Message})" };
        }
    }

    private static IReadOnlyDictionary<string, string>? OwnBundle(object? value)
    {
        if (value is IReadOnlyDictionary<string, string> bundle && bundle.Count > 0 && bundle.Keys.All(key => key.Contains('/', StringComparison.Ordinal)))
            return bundle;
        var method = value?.GetType().GetMethod("ToMimeBundle", BindingFlags.Public | BindingFlags.Instance, []);
        if (method is null || !typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(method.ReturnType))
            return null;
        try
        {
            return (IReadOnlyDictionary<string, string>?)method.Invoke(value, null);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            return new Dictionary<string, string> { ["text/plain"] = $"{TypeNames.Of(value!.GetType())} (could not be shown: {TypeNames.Of(inner.GetType())}: {inner.Message})" };
        }
    }

    private static string Json(object value)
    {
        var text = JsonSerializer.Serialize(value, s_json);
        return PlainText.Bounded(text, 20_000);
    }

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static TextTable? Table(object? value) => value switch
    {
        null or string or JsonNode or JsonElement or JsonDocument => null,
        Array { Rank: 2 } matrix => OfMatrix(matrix),
        IDictionary dictionary => OfSequence(dictionary, dictionary.Count),
        IEnumerable sequence => OfSequence(sequence, PlainText.CountOf(sequence)),
        ITuple => null,
        _ when PlainText.OfScalar(value) is not null => null,
        _ => OfObject(value),
    };

    private static TextTable OfObject(object value)
    {
        var members = Members.Of(value.GetType());
        var rows = members.Take(Members.Most).Select(member => new[] { member.Name, CellText(Members.Read(member, value)) }).ToList();
        var caption = TypeNames.IsAnonymous(value.GetType()) ? null : TypeNames.Of(value.GetType());
        return new TextTable(caption, ["", "value"], rows, members.Count > Members.Most ? "…" : null, PlainText.Of(value));
    }

    private static TextTable? OfSequence(IEnumerable sequence, int? count)
    {
        var items = new List<object?>();
        string? more = null;
        try
        {
            foreach (var item in sequence)
            {
                if (items.Count == PlainText.MostItems)
                {
                    more = count is { } all ? $"… {all - items.Count} more of {all}" : "… and more";
                    break;
                }
                items.Add(item);
            }
        }
        catch (Exception e)
        {
            more = PlainText.OfScalar(new Members.Failure(e));
        }
        if (items.Count == 0)
            return null;

        if (items.All(item => PlainText.PairOf(item) is not null))
        {
            var entries = items.Select(item => PlainText.PairOf(item)!.Value);
            return new TextTable(null, ["key", "value"], [.. entries.Select(e => new[] { CellText(e.Key), CellText(e.Value) })], more, null);
        }
        // Numbers and words read better on one line than in a column.
        if (items.Any(item => PlainText.OfScalar(item) is not null || item is IEnumerable or ITuple))
            return null;
        var columns = items.SelectMany(item => Members.Of(item!.GetType())).Select(member => member.Name).Distinct().Take(Members.Most).ToArray();
        var rows = items.Select(item =>
        {
            var members = Members.Of(item!.GetType()).ToDictionary(member => member.Name);
            return columns.Select(column => members.TryGetValue(column, out var member) ? CellText(Members.Read(member, item)) : "").ToArray();
        }).ToList();
        return new TextTable(null, columns, rows, more, null);
    }

    private static TextTable OfMatrix(Array matrix)
    {
        var (height, width) = (matrix.GetLength(0), matrix.GetLength(1));
        var (rows, columns) = (int.Min(height, PlainText.MostItems), int.Min(width, PlainText.MostItems));
        var body = Enumerable.Range(0, rows).Select(r =>
            Enumerable.Range(0, columns).Select(c => CellText(matrix.GetValue(r + matrix.GetLowerBound(0), c + matrix.GetLowerBound(1)))).ToArray()).ToList();
        var more = rows < height || columns < width ? $"… {height} × {width} in all" : null;
        return new TextTable(null, [.. Enumerable.Range(0, columns).Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture))], body, more, null);
    }

    private static string CellText(object? value) => PlainText.Bounded(PlainText.Of(value, LongestCell), LongestCell);

    /// <param name="Plain">The text form; null lays the rows out in columns.</param>
    private sealed record TextTable(string? Caption, string[] Columns, List<string[]> Rows, string? More, string? Plain)
    {
        public string ToText()
        {
            if (Plain is not null)
                return Plain;
            var all = Rows.Prepend(Columns).Select(row => row.Select(cell => PlainText.Bounded(cell.ReplaceLineEndings(" "), 40)).ToArray()).ToList();
            var widths = Columns.Select((_, c) => all.Max(row => row[c].Length)).ToArray();
            var lines = all.Select(row => string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
            return string.Join('\n', More is null ? lines : lines.Append(More));
        }

        public string ToHtml()
        {
            var html = new StringBuilder("<table>");
            if (Caption is not null)
                html.Append("<caption>").Append(Encode(Caption)).Append("</caption>");
            html.Append("<thead><tr>").AppendJoin("", Columns.Select(c => $"<th>{Encode(c)}</th>")).Append("</tr></thead><tbody>");
            foreach (var row in Rows)
                html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Encode(cell)}</td>")).Append("</tr>");
            html.Append("</tbody></table>");
            if (More is not null)
                html.Append("<p>").Append(Encode(More)).Append("</p>");
            return html.ToString();
        }

        private static string Encode(string text) => WebUtility.HtmlEncode(text);
    }
}
