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
            new("N1", "Overfitting & underfitting", "«بیش‌برازش»", "01.html", 24, 141.25, ClaimRecord.FromNotebook(notebook), DataRecord.FromNotebook(notebook)),
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
        Assert.Equal(["01.html#claim-n1-1", "01.html#claim-n1-2", "01.html#claim-n1-3", "01.html#claim-n1-4"], rows.Select(r => r.QuerySelector("a")!.GetAttribute("href")));
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
}
