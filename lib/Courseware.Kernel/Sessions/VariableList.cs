using System.Globalization;
using System.Net;
using System.Text;
using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Sessions;

/// <summary>What <c>#!who</c> and <c>#!whos</c> show: the session's variables, with .NET Interactive's columns.</summary>
internal static class VariableList
{
    private const int Most = 1000;
    private const int LongestValue = 100;

    public static Dictionary<string, string> Of(IReadOnlyList<(string Name, Type Type, object? Value)> variables, bool isDetailed,
        FormattingContext context)
    {
        if (variables.Count == 0)
            return new() { [MimeTypes.Plain] = "No variables yet." };
        string[] heads = isDetailed ? ["Variable", "Type", "Value"] : ["Variable"];
        var rows = variables.Take(Most)
            .Select(variable => isDetailed ? [variable.Name, TypeNames.Of(variable.Type), Short(variable.Value, context)]
                : (string[])[variable.Name]).ToList();
        var rest = variables.Count > Most ? $"… and {(variables.Count - Most).ToString(CultureInfo.InvariantCulture)} more" : null;
        return new() { [MimeTypes.Html] = Html(heads, rows, rest), [MimeTypes.Plain] = Text(heads, rows, rest) };
    }

    // As a cell's result, cut to its first line.
    private static string Short(object? value, FormattingContext context)
    {
        var text = ValueFormatter.ToBundle(value, context, MimeTypes.Plain).GetValueOrDefault(MimeTypes.Plain) ?? "";
        var line = text.Trim().Split('\r', '\n')[0].TrimEnd();
        if (line.Length > LongestValue)
            line = line[..(char.IsHighSurrogate(line[LongestValue - 1]) ? LongestValue - 1 : LongestValue)];
        return line.Length < text.Trim().Length ? line + " …" : line;
    }

    private static string Html(string[] heads, List<string[]> rows, string? rest)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var head in heads)
            html.Append("<th style=\"text-align:left\">").Append(head).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var text in row)
                html.Append("<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(text)).Append("</td>");
            html.Append("</tr>");
        }
        html.Append("</tbody></table>");
        return rest is null ? html.ToString() : html.Append("<p>").Append(rest).Append("</p>").ToString();
    }

    private static string Text(string[] heads, List<string[]> rows, string? rest)
    {
        List<string> lines;
        if (heads.Length == 1)
        {
            lines = [.. rows.Select(row => row[0])];
        }
        else
        {
            var widths = heads.Select((head, i) => rows.Max(row => row[i].Length) is var most && most > head.Length ? most : head.Length)
                .ToArray();
            lines = [.. rows.Prepend(heads)
                .Select(row => string.Join("  ", row.Select((text, i) => i == row.Length - 1 ? text : text.PadRight(widths[i]))))];
        }
        if (rest is not null)
            lines.Add(rest);
        return string.Join('\n', lines);
    }
}
