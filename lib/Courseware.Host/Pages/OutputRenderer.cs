using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Courseware.Kernel.Formatting;

namespace Courseware.Host.Pages;

/// <summary>Outputs of code cells as HTML. Of a bundle the richest form is taken that a page without network can show.</summary>
/// <param name="before">The number of outputs that the page has from other renderers: ids of two outputs on one page differ.</param>
internal sealed partial class OutputRenderer(MarkdownRenderer markdown, int before = 0)
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The id of the first error on the page, to which its head links.</summary>
    public const string FirstError = "stopped";

    private int _output = before;
    private bool _hasError;

    /// <summary>One output of any kind, in an element of its own.</summary>
    public string Render(JsonObject output)
    {
        _output++;
        var (html, place) = NotebookJson.Text(output["output_type"]) switch
        {
            "stream" => (Stream(NotebookJson.Text(output["name"]), NotebookJson.Text(output["text"])), ""),
            "error" => (Error(output), ""),
            "display_data" or "execute_result" or "update_display_data" => Bundle(output["data"] as JsonObject ?? []),
            var kind => ($"<p class=\"measured\">An output of the unknown kind “{Html.Text(kind)}”.</p>", ""),
        };
        return html.Length == 0 ? "" : $"<div class=\"output{place}\">{html}</div>\n";
    }

    private static string Stream(string name, string text)
    {
        var html = Ansi.ToHtml(text.TrimEnd('\n'));
        var label = name == "stderr" ? "<span class=\"label\">Written to the error stream</span>" : "";
        return html.Length == 0 ? "" : Lines($"stream{(name == "stderr" ? " stderr" : "")}", label + html, text);
    }

    private static string Lines(string kind, string html, string text)
        => text.Count(c => c == '\n') > 40
            ? $"<pre class=\"{kind} tall\" dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Output\">{html}</pre>"
            : $"<pre class=\"{kind}\" dir=\"ltr\">{html}</pre>";

    private string Error(JsonObject output)
    {
        var id = _hasError ? "" : $" id=\"{FirstError}\"";
        _hasError = true;
        var trace = output["traceback"] is JsonArray lines ? string.Join('\n', lines.Select(NotebookJson.Text)) : "";
        var name = NotebookJson.Text(output["ename"]);
        var value = Ansi.Plain(NotebookJson.Text(output["evalue"]));
        var html = new StringBuilder($"<div class=\"failure\"{id} role=\"group\" aria-label=\"Error\"><strong>{PageFrame.WarningIcon}{Html.Text(name.Length == 0 ? "Error" : name)}</strong>");
        if (value.Length > 0) html.Append("<p>").Append(Html.Text(value)).Append("</p>");
        if (trace.Trim().Length > 0 && Ansi.Plain(trace).Trim() != value.Trim())
        {
            html.Append("<details open><summary>Where</summary>").Append(Lines("trace", Ansi.ToHtml(trace.Trim('\n')), trace))
                .Append("</details>");
        }

        return html.Append("</div>").ToString();
    }

    private (string Html, string Place) Bundle(JsonObject data)
    {
        if (ClaimRecord.Parse(data[MimeTypes.Claim]).ToList() is { Count: > 0 } claims) return (string.Concat(claims.Select(Claim)), "");
        if (DataRecord.TryParse(data[MimeTypes.Data]) is { } provenance)
        {
            // The value's own table says what the data hold, and under which licence; the page writes a line of its own where there is
            // none. The library's notice about stand-in data gets the page's frame.
            var table = NotebookJson.Text(data[MimeTypes.Html]);
            if (table.Length == 0) return (Provenance(provenance), "");
            return StandInNotice().IsMatch(table)
                ? ($"<div class=\"banner\" role=\"note\">{PageFrame.WarningIcon}<div>{Html.PrefixIds(table, Prefix)}</div></div>", "")
                : HtmlOutput(table);
        }
        if (NotebookJson.Json(data[MimeTypes.Fingerprint]) is JsonObject fingerprint) return (Fingerprint(fingerprint), "");

        var svg = NotebookJson.Text(data[MimeTypes.Svg]);
        // A chart's HTML form holds the same SVG in a frame for other hosts; here it gets this page's frame.
        if (svg.Length > 0 && (data.ContainsKey(MimeTypes.Plotly) || !data.ContainsKey(MimeTypes.Html)))
            return (Chart(XmlProlog().Replace(svg, "")), " wide");
        if (NotebookJson.Text(data[MimeTypes.Html]) is { Length: > 0 } html) return Anchored(data, HtmlOutput(html));
        foreach (var type in (string[])[MimeTypes.Png, MimeTypes.Jpeg, MimeTypes.Gif, MimeTypes.Webp])
        {
            if (NotebookJson.Text(data[type]) is { Length: > 0 } picture)
                return ($"<div class=\"chart\"><img alt=\"{Html.Text(Alternative(data))}\" src=\"data:{type};base64,{NotBase64().Replace(picture, "")}\"></div>", " wide");
        }

        if (NotebookJson.Text(data[MimeTypes.Markdown]) is { Length: > 0 } text)
            return ($"<div class=\"prose\">{Folded(markdown.Render(text))}</div>", "");
        if (NotebookJson.Text(data[MimeTypes.Latex]) is { Length: > 0 } latex) return (Latex(latex), "");
        if (data[MimeTypes.Json] is { } json)
            return ($"<details class=\"tree\"><summary>JSON</summary><pre class=\"plain json\" dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"JSON\">{Html.Text((NotebookJson.Json(json) ?? json).ToJsonString(s_indented))}</pre></details>", "");
        if (data[MimeTypes.Plain] is { } plain) return (Plain(NotebookJson.Text(plain), data), "");
        return data.Count == 0 ? ("", "")
            : ($"<p class=\"measured\">An output that a page cannot show: {Html.Text(string.Join(", ", data.Select(d => d.Key)))}.</p>", "");
    }

    private static string Plain(string text, JsonObject data)
    {
        var html = Ansi.ToHtml(text.TrimEnd('\n'));
        return html.Length == 0 ? "" : Lines(data.ContainsKey(MimeTypes.Transient) ? "plain measured" : "plain", html, text);
    }

    // The drawing's own width: on a narrow screen a chart keeps enough of it to be read.
    private string Chart(string svg)
    {
        var (drawing, followsTheme) = ChartColours.Of(Html.PrefixIds(svg, Prefix));
        var width = SvgWidth().Match(drawing) is { Success: true } found ? $" style=\"--drawn: {found.Groups["width"].Value}px\"" : "";
        return $"<div class=\"chart{(followsTheme ? " themed" : "")}\"{width}>{drawing}</div>";
    }

    private (string Html, string Place) HtmlOutput(string html)
    {
        html = Html.PrefixIds(html, Prefix);
        // Pictures are drawn for a light ground; tables follow the page.
        return html.Contains("<svg", StringComparison.OrdinalIgnoreCase) || html.Contains("<img", StringComparison.OrdinalIgnoreCase)
            ? ($"<div class=\"chart\">{html}</div>", " wide")
            : ($"<div class=\"rich\" tabindex=\"0\" role=\"group\" aria-label=\"Output\">{html}</div>",
                html.Contains("<table", StringComparison.OrdinalIgnoreCase) ? " extend" : "");
    }

    // A derivation comes in several formulas. Where they are more than a screen, the first one is shown, and the others when they are asked
    // for.
    private static string Folded(string html)
    {
        const string formula = "<div class=\"formula\"";
        const int longest = 24;
        var first = html.IndexOf(formula, StringComparison.Ordinal);
        var second = first < 0 ? -1 : html.IndexOf(formula, first + 1, StringComparison.Ordinal);
        if (second < 0 || Count(html, "<mtr>") <= longest) return html;
        var last = html.LastIndexOf("</math></div>", StringComparison.Ordinal) + "</math></div>".Length;
        var lines = Count(html[second..last], "<mtr>");
        return string.Create(
            CultureInfo.InvariantCulture, $"{html[..second]}<details class=\"more\"><summary>{lines} more lines</summary>{html[second..last]}</details>{html[last..]}");

        static int Count(string text, string part) => text.AsSpan().Count(part);
    }

    // The head of the page links to each exercise.
    private (string Html, string Place) Anchored(JsonObject data, (string Html, string Place) output)
        => ExerciseRecord.TryParse(data[MimeTypes.Exercise]) is { } exercise
        ? ($"<div id=\"{markdown.UniqueId(exercise.Anchor)}\">{output.Html}</div>", output.Place) : output;

    private static string Latex(string latex)
    {
        var tex = latex.Trim();
        var display = !(tex.StartsWith('$') && !tex.StartsWith("$$", StringComparison.Ordinal));
        if (tex.StartsWith("\\[", StringComparison.Ordinal) && tex.EndsWith("\\]", StringComparison.Ordinal)) tex = tex[2..^2];
        return $"<div class=\"prose\">{MarkdownRenderer.FormulaHtml(tex.Trim('$').Trim(), display)}</div>";
    }

    private string Claim(ClaimRecord claim)
    {
        var (name, _) = PageFrame.Of(claim);
        var anchor = markdown.UniqueId(PageFrame.ClaimAnchor(claim.Id));
        var whose = claim.Kind switch
        {
            "R" => "a reported figure",
            "C" => "the document’s sentence",
            "M" => "the document’s sentence, which the course takes for a mistake",
            "O" => "the course’s own check",
            _ => "",
        };
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<article class=\"claim {name}\" id=\"{anchor}\" aria-label=\"Claim {Html.Text(claim.Id)}\">");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"claim-head\">{PageFrame.Badge(claim)}<a class=\"claim-id\" href=\"#{anchor}\">{Html.Text(claim.Id)}</a><span>{Html.Text(claim.Source)}{(claim.Source.Length > 0 && whose.Length > 0 ? ": " : "")}{whose}</span></div>");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"statement\" dir=\"auto\">{PageFrame.Inline(claim.Sentence)}</p>");
        if (claim.Words.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"words\" lang=\"fa\" dir=\"rtl\">{PageFrame.Inline(claim.Words)}</p>");
        if (claim.Reported.Length + claim.Ours.Length > 0)
        {
            html.Append("<dl class=\"figures\">");
            if (claim.Reported.Length > 0)
                html.Append(CultureInfo.InvariantCulture, $"<div><dt>Reported</dt><dd>{PageFrame.Inline(claim.Reported)}</dd></div>");
            if (claim.Ours.Length > 0)
                html.Append(CultureInfo.InvariantCulture, $"<div><dt>Ours</dt><dd>{PageFrame.Inline(claim.Ours)}</dd></div>");
            html.Append("</dl>");
        }
        if (claim.Reason.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"reason\" dir=\"auto\">{Label(claim)}{PageFrame.Inline(claim.Reason)}</p>");
        if (claim.Unresolved.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"reason\">{PageFrame.Inline(claim.Unresolved)}</p>");
        if (claim.Better.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"reason\"><strong>The better question:</strong> {PageFrame.Inline(claim.Better)}</p>");
        if (claim.FullRun.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"rule\">Recorded full run: {PageFrame.Inline(claim.FullRun)}</p>");
        if (claim.Rule.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"rule\">{(claim.IsMistake ? "Refuted" : "Held")} if: {PageFrame.Inline(claim.Rule)}</p>");
        var circumstances = string.Join(" · ", new[]
        {
            claim.Data is "" or "none" ? ""
                : claim.Data + " data" + (claim.DataHash.Length > 0 ? " " + claim.DataHash[..int.Min(8, claim.DataHash.Length)] : ""),
            claim.Mode.Length > 0 ? claim.Mode + " budget" : "", claim.Engine.Length > 0 ? claim.Engine + " engine" : "",
        }.Where(part => part.Length > 0));
        if (claim.Values.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>{(claim.Verdict == ClaimVerdict.NotTested ? "The numbers" : "The numbers that decided")}{(circumstances.Length > 0 ? " (" + Html.Text(circumstances) + ")" : "")}</summary><table><tbody>");
            foreach (var (key, value) in claim.Values)
                html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Html.Text(key)}</td><td>{Html.Text(value)}</td></tr>");
            html.Append("</tbody></table></details>");
        }
        else if (circumstances.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"rule\">{Html.Text(circumstances)}</p>");
        }

        return html.Append("</article>").ToString();
    }

    // The library writes a reason as the end of a sentence.
    private static string Label(ClaimRecord claim) => claim.Verdict switch
    {
        ClaimVerdict.Held => claim.IsMistake ? "The cause: " : "Because: ",
        ClaimVerdict.NotHeld => "Explanation: ",
        _ => "",
    };

    private static string Provenance(DataRecord data)
    {
        var facts = (data.Rows.Length > 0 ? $"<span>{Html.Text(Thousands(data.Rows))} rows</span>" : "")
            + (data.Hash.Length > 0 ? $"<span>hash <code>{Html.Text(data.Hash[..int.Min(12, data.Hash.Length)])}</code></span>" : "");
        return data.IsStandIn
            ? $"<div class=\"banner\" role=\"note\">{PageFrame.WarningIcon}<div><p><strong>Stand-in data for {Html.Text(data.Name)}.</strong> They were generated by code in the shape of the real ones: the lesson shows, but no figure here can be held against the document’s.</p><p class=\"facts\">{facts}</p></div></div>"
            : $"<p class=\"facts\"><strong>{Html.Text(data.Name)}</strong><span>{data.Kind} data</span>{facts}</p>";
    }

    private static string Fingerprint(JsonObject fingerprint)
    {
        var value = NotebookJson.Scalar(fingerprint["value"]);
        var expected = NotebookJson.Scalar(fingerprint["expected"]);
        var verdict = NotebookJson.Scalar(fingerprint["sameBits"]) == "false"
            ? "<span>not compared: this engine’s bits depend on the machine</span>"
            : expected.Length == 0 ? "<span>nothing recorded to compare with</span>"
            : expected == value ? $"<span class=\"same\">{PageFrame.Icon(ClaimVerdict.Held)} same bits as the course’s</span>"
            : $"<span class=\"other\">{PageFrame.Icon(ClaimVerdict.NotHeld)} the course has <code>{Html.Text(expected)}</code></span>";
        return $"<p class=\"facts\"><strong>Fingerprint</strong><span>{Html.Text(NotebookJson.Scalar(fingerprint["key"]))}</span><code>{Html.Text(value)}</code>{verdict}</p>";
    }

    private static string Thousands(string number)
        => long.TryParse(number, CultureInfo.InvariantCulture, out var n) ? n.ToString("N0", CultureInfo.InvariantCulture) : number;

    private static string Alternative(JsonObject data)
        => NotebookJson.Text(data[MimeTypes.Plain]) is { Length: > 0 } text ? text : "A picture without description";

    private string Prefix => "o" + _output.ToString(CultureInfo.InvariantCulture) + "-";

    [GeneratedRegex("^\\s*(?:<\\?xml.*?\\?>|<!DOCTYPE[^>]*>|<!--.*?-->|\\s)*", RegexOptions.Singleline)]
    private static partial Regex XmlProlog();

    [GeneratedRegex("^\\s*<svg\\s[^>]*?\\swidth=\"(?<width>\\d+(?:\\.\\d+)?)(?:px)?\"")]
    private static partial Regex SvgWidth();

    [GeneratedRegex("^\\s*<p class=\"stand-in\"")]
    private static partial Regex StandInNotice();

    [GeneratedRegex("[^A-Za-z0-9+/=]")]
    private static partial Regex NotBase64();
}
