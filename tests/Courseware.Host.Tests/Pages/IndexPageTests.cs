using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

public sealed class IndexPageTests
{
    private static IHtmlDocument Page()
    {
        var notebook = SampleNotebook.Everything();
        return new HtmlParser().ParseDocument(IndexPage.Render([
            new("N1", "Overfitting & underfitting", "«بیش‌برازش»", "01.html", 24, 141.25, ClaimRecord.FromNotebook(notebook),
                DataRecord.FromNotebook(notebook)),
            new("N2", "Adam by hand", null, "02.html", 31, null, [], [], "cell 3: <Oops>"),
        ]));
    }

    [Fact]
    public void Each_notebook_has_a_card_with_its_facts()
    {
        var cards = Page().QuerySelectorAll(".card");
        Assert.Equal(["01.html", "02.html"], cards.Select(c => c.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal("Overfitting & underfitting", cards[0].QuerySelector("h2")!.TextContent);
        Assert.Equal("«بیش‌برازش»", cards[0].QuerySelector("[lang=fa][dir=rtl]")!.TextContent);
        Assert.Contains("24 cells", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("141.3 s measured", cards[0].QuerySelector(".measured")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("HIGGS: stand-in", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("1 not held", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("cell 3: <Oops>", cards[1].QuerySelector(".failed")!.TextContent, StringComparison.Ordinal);
        Assert.Null(cards[1].QuerySelector(".measured"));
    }

    [Fact]
    public void Every_claim_stands_in_the_table_and_links_to_its_card()
    {
        var page = Page();
        var rows = page.QuerySelectorAll(".claims-table tbody tr").Where(r => r.QuerySelector("td") is not null).ToList();
        Assert.Equal(["01.html#claim-n1-1", "01.html#claim-n1-2", "01.html#claim-n1-3", "01.html#claim-n1-4"],
            rows.Select(r => r.QuerySelector("a")!.GetAttribute("href")));
        Assert.Equal(["Held", "Not held", "Undecided", "Not tested"], rows.Select(r => r.QuerySelector(".badge")!.TextContent));
        Assert.Equal("0.68", rows[0].Children[2].TextContent);
        Assert.Equal("0.70", rows[0].Children[3].TextContent);
    }

    [Fact]
    public void Nothing_is_fetched_and_ids_are_unique()
    {
        var page = Page();
        Assert.Empty(page.QuerySelectorAll("[src]"));
        Assert.All(page.QuerySelectorAll("link"), link => Assert.Equal("data:,", link.GetAttribute("href")));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    private static IHtmlDocument Index(params (string Number, JsonObject Claim)[] notebooks)
        => new HtmlParser().ParseDocument(
            IndexPage.Render(
                [.. notebooks.Select(n =>
                    new IndexEntry(n.Number, "Title", null, "a.html", 1, null,
                        ClaimRecord.FromNotebook(SampleNotebook.Of(SampleNotebook.Code("x", n.Claim))), []))]));

    [Theory]
    [InlineData("held", "Refuted", "refuted")]
    [InlineData("not held", "Confirmed", "confirmed")]
    [InlineData("undecided", "Open", "open")]
    [InlineData("not tested", "Not tested", "not-tested")]
    public void A_documents_mistake_is_never_held(string verdict, string word, string name)
    {
        var page = Index(("N3", SampleNotebook.Claim("N3.6", verdict, kind: "M")), ("N4", SampleNotebook.Claim("N4.2", "held")));
        var badges = page.QuerySelectorAll(".claims-table .badge");
        Assert.Equal([word, "Held"], badges.Select(badge => badge.TextContent));
        Assert.True(badges[0].ClassList.Contains(name));
        Assert.Equal(verdict == "not tested" ? ["1 held", "1 not tested"]
            : ["1 held", $"1 {word.ToLowerInvariant()}"], page.QuerySelectorAll(".index > .counts .badge")
            .Select(badge => badge.TextContent));
    }

    [Fact]
    public void A_claim_reads_as_a_sentence_with_its_source()
    {
        var claim = SampleNotebook.Claim("N1.3", "held");
        claim["data"]!["application/vnd.courseware.claim+json"]!["sentence"] = "The larger a network, the sooner its loss is lowest.";
        claim["data"]!["application/vnd.courseware.claim+json"]!["source"] = "A, question 3";
        Assert.Equal("The larger a network, the sooner its loss is lowest.A, question 3", Index(("N1", claim))
            .QuerySelectorAll(".claims-table td")[1].TextContent);
    }

    [Fact]
    public void The_same_numbers_everywhere_are_promised_of_the_courses_own_engine_only()
    {
        string Foot(params (string Number, string Engine)[] notebooks)
            => Index([.. notebooks.Select(n => (n.Number, SampleNotebook.Claim(n.Number + ".1", "held", engine: n.Engine)))])
            .QuerySelector(".foot")!.TextContent;
        const string times = "Times are measured on the machine that ran the notebooks, and differ from one to the next.";
        const string same = " ran on the managed engine: with the same data and budget, every other number is the same on every machine.";
        const string other =
            " ran on the torchsharp engine, which does not promise the same bits everywhere: other numbers, too, may differ from machine to machine.";
        Assert.Equal(times + " N1, N2 and N3" + same, Foot(("N1", "managed"), ("N2", "managed"), ("N3", "managed")));
        Assert.Equal(times + " N1 and N2" + other, Foot(("N1", "torchsharp"), ("N2", "torchsharp")));
        Assert.Equal(times + " N2" + same + " N1" + other, Foot(("N1", "torchsharp"), ("N2", "managed")));
        Assert.Equal(times, Foot(("N1", "")));
    }
}
