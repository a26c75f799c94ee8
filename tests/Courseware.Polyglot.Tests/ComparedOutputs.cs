using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Courseware.Polyglot.Tests;

/// <summary>A notebook's outputs, cell by cell, in the forms that every host must give alike: HTML and plain text.</summary>
internal static partial class ComparedOutputs
{
    /// <summary>One text a code cell.</summary>
    /// <param name="executed">The executed notebook.</param>
    public static IReadOnlyList<string> Of(string executed)
    {
        var cells = JsonNode.Parse(File.ReadAllText(executed))!["cells"]!.AsArray();
        return [.. cells.Where(cell => (string?)cell!["cell_type"] == "code")
            .Select(cell => string.Concat(cell!["outputs"]!.AsArray().Select(output => Of(output!)))
                // Each line that is written is a message of its own in the tool.
                .Replace("\n[stdout]\n", "\n", StringComparison.Ordinal))];
    }

    private static string Of(JsonNode output)
    {
        if ((string?)output["output_type"] == "stream")
        {
            // The tool shows what the compiler notes where a package was made for an older .NET.
            var said = Note().Replace(Text(output["text"]), "");
            return string.IsNullOrWhiteSpace(said) ? "" : $"[{output["name"]}]\n{said}";
        }
        if (output["data"] is not { } data)
            return $"[error]\n{output["ename"]}: {output["evalue"]}\n";
        var (html, plain) = (Text(data["text/html"]), Text(data["text/plain"]));
        // The tool's own greeting of a front end; and progress, which our hosts take away when it is over.
        if (html.Contains("dotnet-interactive-this-cell", StringComparison.Ordinal)
            || html.StartsWith("<span class=\"measured\">", StringComparison.Ordinal))
        {
            return "";
        }
        // A plain value, which .NET Interactive shows as HTML alone.
        if (plain.Length == 0 && PlainValue().Match(html) is { Success: true } value)
            (html, plain) = ("", WebUtility.HtmlDecode(value.Groups[1].Value));
        // What a value without a form leaves there.
        if (html.Length + plain.Length == 0)
            return "";
        return VaryingNumbers.Masked($"[shown]\n{html}\n{plain}\n");
    }

    private static string Text(JsonNode? text)
        => (text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : text?.ToString() ?? "").ReplaceLineEndings("\n");

    [GeneratedRegex("^<div class=\"dni-plaintext\"><pre>(.*?)</pre></div>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"^warning CS1701: .*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Note();
}
