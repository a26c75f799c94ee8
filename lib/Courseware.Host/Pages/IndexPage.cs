using System.Globalization;
using System.Text;

namespace Courseware.Host.Pages;

/// <summary>The course's front page: every notebook, and every claim with its verdict.</summary>
public static class IndexPage
{
    /// <summary>Renders the page; like a notebook's page, it needs nothing beside itself but the pages it links to.</summary>
    /// <param name="entries">The notebooks in teaching order.</param>
    /// <param name="courseTitle">The course's name.</param>
    /// <param name="intro">One paragraph under it.</param>
    public static string Render(
        IReadOnlyList<IndexEntry> entries, string courseTitle = "Deep learning in C# notebooks",
        string intro =
        "Each homework as a notebook that was run from its first cell to its last: every number and curve below comes from that run, and every claim carries the verdict of a rule that was fixed before it.")
    {
        ArgumentNullException.ThrowIfNull(entries);
        var all = entries.SelectMany(e => e.Claims).ToList();
        var html = new StringBuilder("<main class=\"page index\" id=\"content\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<header class=\"head\"><div class=\"head-top\"><span></span>{PageFrame.Tools}</div><h1>{Html.Text(courseTitle)}</h1></header>\n");
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"prose\"><p>{Html.Text(intro)}</p></div>\n");
        var standIns = entries.SelectMany(e => e.Data).Where(d => d.IsStandIn).Select(d => d.Name).Distinct().ToList();
        if (standIns.Count > 0)
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"banner\" role=\"note\">{PageFrame.WarningIcon}<p><strong>Some notebooks ran on stand-in data</strong> ({Html.Text(string.Join(", ", standIns))}): made by code, not the real ones. Claims that depend on them are not tested.</p></div>\n");
        html.Append("<ul class=\"cards wide\">\n");
        foreach (var entry in entries) html.Append(Card(entry));
        html.Append("</ul>\n");
        if (all.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2 id=\"claims\">Claims</h2>\n<p class=\"counts\">{PageFrame.Counts(all)}</p>\n");
            html.Append("<div class=\"wide scroll\" tabindex=\"0\" role=\"group\" aria-label=\"All claims\"><table class=\"claims-table\"><thead><tr><th scope=\"col\">Claim</th><th scope=\"col\">Sentence</th><th scope=\"col\">Reported</th><th scope=\"col\">Ours</th><th scope=\"col\">Verdict</th></tr></thead>\n");
            foreach (var entry in entries.Where(e => e.Claims.Count > 0)) html.Append(Rows(entry));
            html.Append("</table></div>\n");
        }
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"foot\">{Html.Text(Foot(entries))}</p>\n</main>");
        return PageFrame.Wrap(courseTitle, html.ToString());
    }

    private static string Card(IndexEntry entry)
    {
        var facts = new StringBuilder();
        facts.Append(CultureInfo.InvariantCulture, $"<span>{entry.Cells} {(entry.Cells == 1 ? "cell" : "cells")}</span>");
        if (entry.Seconds is { } seconds)
            facts.Append(CultureInfo.InvariantCulture, $"<span class=\"measured\">{seconds:0.0} s measured</span>");
        foreach (var data in entry.Data.DistinctBy(d => (d.Name, d.Kind)))
        {
            facts.Append(data.IsStandIn ? $"<span>{PageFrame.WarningIcon} {Html.Text(data.Name)}: stand-in</span>"
                : $"<span>{Html.Text(data.Name)}: {data.Kind}</span>");
        }

        var persian = entry.PersianTitle is { } fa ? $"<p class=\"title-fa\" lang=\"fa\" dir=\"rtl\">{Html.Text(fa)}</p>" : "";
        var failure = entry.Failure is { } f ? $"<p class=\"failed\">{PageFrame.WarningIcon} Stopped: {Html.Text(f)}</p>" : "";
        return $"<li class=\"card\"><span class=\"number\">{Html.Text(entry.Number)}</span><h2><a href=\"{Html.Text(entry.Href)}\">{Html.Text(entry.Title)}</a></h2>{persian}{failure}<p class=\"facts\">{facts}</p><p class=\"counts\">{PageFrame.Counts(entry.Claims)}</p></li>\n";
    }

    private static string Rows(IndexEntry entry)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<tbody><tr><th colspan=\"5\" scope=\"rowgroup\">{Html.Text(entry.Number)} {Html.Text(entry.Title)}</th></tr>\n");
        foreach (var claim in entry.Claims)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{Html.Text(entry.Href)}#{PageFrame.ClaimAnchor(claim.Id)}\">{Html.Text(claim.Id)}</a></td><td dir=\"auto\">{Sentence(claim)}</td><td data-name=\"Reported\">{Figure(claim.Reported)}</td><td data-name=\"Ours\">{Figure(claim.Ours)}</td><td>{PageFrame.Badge(claim)}</td></tr>\n");
        return html.Append("</tbody>\n").ToString();
    }

    private static string Figure(string figure) => figure.Length == 0 ? "–" : PageFrame.Inline(figure);

    private static string Sentence(ClaimRecord claim)
        => PageFrame.Inline(claim.Sentence) + (claim.Source.Length > 0 ? $"<small class=\"remark\">{Html.Text(claim.Source)}</small>" : "");

    // Only the course's own engine promises the same bits on every machine; of a notebook without claims nobody knows.
    private static string Foot(IReadOnlyList<IndexEntry> entries)
    {
        const string managed = "managed";
        var foot = new StringBuilder("Times are measured on the machine that ran the notebooks, and differ from one to the next.");
        var engines = ClaimRecord.Engines(entries.Select(entry => (entry.Number, entry.Claims)))
            .OrderBy(engine => engine.Key == managed ? 0 : 1).ThenBy(engine => engine.Key, StringComparer.Ordinal);
        foreach (var engine in engines)
        {
            foot.Append(CultureInfo.InvariantCulture, $" {WordList.Of(engine, "and")} ran on the {engine.Key} engine");
            foot.Append(engine.Key == managed
                ? ": with the same data and budget, every other number is the same on every machine."
                : ", which does not promise the same bits everywhere: other numbers, too, may differ from machine to machine.");
        }
        return foot.ToString();
    }
}
