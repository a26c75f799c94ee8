using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

public sealed class MarkdownRendererTests
{
    private static IHtmlDocument Rendered(string markdown, string? linkPrefix = null)
        => new HtmlParser().ParseDocument(new MarkdownRenderer(linkPrefix: linkPrefix).Render(markdown));

    [Theory]
    [InlineData("<div dir=\"rtl\" lang=\"fa\">\n\n**متن** با $x_1$\n\n</div>")]
    [InlineData("<div dir=\"rtl\" lang=\"fa\">\n**متن** با $x_1$\n</div>")]
    [InlineData("<div dir=\"rtl\" lang=\"fa\">**متن** با $x_1$</div>")]
    public void Markdown_inside_a_Persian_block_is_rendered(string markdown)
    {
        var block = Rendered(markdown + "\n\nafter").QuerySelector("div")!;
        Assert.Equal("rtl", block.GetAttribute("dir"));
        Assert.Equal("fa", block.GetAttribute("lang"));
        Assert.Equal("متن", block.QuerySelector("strong")!.TextContent);
        Assert.Equal("ltr", block.QuerySelector("math")!.GetAttribute("dir"));
        Assert.DoesNotContain("after", block.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_was_not_closed_ends_with_its_cell()
        => Assert.EndsWith("</div>", new MarkdownRenderer().Render("<div dir=\"rtl\">\n\nx").TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public void Only_safe_tags_and_attributes_go_through()
    {
        var page = Rendered(
            "<script>alert(1)</script>\n\n<div onclick=\"x()\" dir=\"rtl\" style=\"color:red\">\n\na<br>b<sub>c</sub> <img src=x onerror=alert(1)> <iframe src=\"https://e.org\"></iframe>\n\n</div>\n\n<details open><summary>Hint</summary>\n\n**yes**\n\n</details>");
        Assert.Empty(page.QuerySelectorAll("script, img, iframe"));
        Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent, StringComparison.Ordinal);
        var div = page.QuerySelector("div")!;
        Assert.Equal(["dir"], div.Attributes.Select(a => a.Name));
        Assert.NotNull(div.QuerySelector("br"));
        Assert.NotNull(div.QuerySelector("sub"));
        Assert.Equal("yes", page.QuerySelector("details[open] > p > strong")!.TextContent);
        Assert.Equal("Hint", page.QuerySelector("details > summary")!.TextContent);
    }

    [Theory]
    [InlineData("[a](02-adam.ipynb)", "02-adam.html")]
    [InlineData("[a](./02-adam.ipynb#start)", "02-adam.html#start")]
    [InlineData("[a](#here)", "#here")]
    [InlineData("[a](../lib/Courseware/Layers/Dropout.cs)", "../notebooks/../lib/Courseware/Layers/Dropout.cs")]
    [InlineData("[a](https://example.org/x.ipynb)", "https://example.org/x.ipynb")]
    [InlineData("[a](javascript:alert(1))", "#")]
    [InlineData("[a](JaVaScript:alert(1))", "#")]
    public void Links_go_where_the_pages_are(string markdown, string href)
        => Assert.Equal(href, Rendered(markdown, "../notebooks/").QuerySelector("a")!.GetAttribute("href"));

    [Fact]
    public void A_local_picture_is_put_into_the_page()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("a b.png"), [1, 2, 3]);
        Assert.Contains("src=\"data:image/png;base64,AQID\"", new MarkdownRenderer(folder.Root).Render("![alt](a%20b.png)"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_task_lists_and_formulae_are_rendered()
    {
        var page = Rendered("| a | b |\n|---|---|\n| $|x|$ | 2 |\n\n- [x] done\n\n$$\nx_1 * y_2 * z\n$$");
        Assert.Equal(2, page.QuerySelectorAll("td").Length);
        Assert.NotNull(page.QuerySelector("td math"));
        Assert.NotNull(page.QuerySelector("li input[checked]"));
        Assert.Equal("block", page.QuerySelector(".formula math")!.GetAttribute("display"));
        Assert.Empty(page.QuerySelectorAll(".formula em"));
    }

    [Fact]
    public void A_display_formula_on_one_line_is_set_as_display()
        => Assert.Equal("block", Rendered("$$x = 1$$").QuerySelector("math")!.GetAttribute("display"));

    [Fact]
    public void Money_is_no_formula() => Assert.Empty(Rendered("It costs $5 or $6.").QuerySelectorAll("math"));

    [Fact]
    public void A_bad_formula_shows_its_source_and_the_reason_and_stops_nothing()
    {
        var page = Rendered("a $\\fraq{1}{2}$ b");
        Assert.Equal("\\fraq{1}{2}", page.QuerySelector(".tex-error")!.TextContent);
        Assert.Contains("\\fraq is not known", page.QuerySelector(".tex-error")!.GetAttribute("title"), StringComparison.Ordinal);
        Assert.EndsWith("b", page.Body!.TextContent.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Formulae_are_listed_without_being_converted()
        => Assert.Equal([("x", false), ("\\fraq", true)], MarkdownRenderer.Formulae("$x$ `$no$`\n\n$$\\fraq$$\n\n```\n$no$\n```"));

    [Fact]
    public void Headings_have_ids_also_in_Persian()
    {
        var renderer = new MarkdownRenderer();
        renderer.Render("## Bias & $\\sigma^2$");
        renderer.Render("## بیش‌برازش و `k`");
        Assert.Equal(["bias--sigma2", "بیشبرازش-و-k"], renderer.Headings.Select(h => h.Id));
        Assert.Contains("<math", renderer.Headings[0].Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> **Note.** x", "note")]
    [InlineData("> [!WARNING]\n> x", "warning")]
    [InlineData("> **Your turn.** x", "tip")]
    public void A_marked_quotation_becomes_a_callout(string markdown, string kind)
        => Assert.NotNull(Rendered(markdown).QuerySelector("blockquote.callout." + kind));

    [Fact]
    public void CSharp_in_a_fence_is_coloured_and_other_code_is_escaped()
    {
        Assert.Equal("var", Rendered("```csharp\nvar x = 1;\n```").QuerySelector("pre .k")!.TextContent);
        Assert.Equal("<b>", Rendered("```text\n<b>\n```").QuerySelector("pre code")!.TextContent);
    }
}
