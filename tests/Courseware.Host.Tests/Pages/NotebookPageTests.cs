using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Courseware.Host.Pages;
using Courseware.Kernel.Formatting;
using Xunit;
using static Courseware.Host.Tests.Pages.SampleNotebook;

namespace Courseware.Host.Tests.Pages;

public sealed class NotebookPageTests
{
    private static IHtmlDocument Page(JsonObject notebook, PageOptions? options = null)
        => new HtmlParser().ParseDocument(NotebookPage.Render(notebook, options ?? new()));

    private static IElement Output(JsonNode output) => Page(Of(Code("x", output))).QuerySelector(".output")!;

    [Fact]
    public void Nothing_is_fetched_from_anywhere()
    {
        var page = Page(Everything());
        var fetched = page.All.Where(e => e.LocalName != "a").SelectMany(e => e.Attributes)
            .Where(a => a.Name is "src" or "href" or "xlink:href" or "srcset" or "poster" or "data" or "action")
            .Select(a => a.Value).Where(v => !v.StartsWith('#') && !v.StartsWith("data:", StringComparison.Ordinal));
        Assert.Empty(fetched);
        Assert.DoesNotContain("@import", page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"url\(\s*[""']?(?!#)", page.Source.Text);
        Assert.StartsWith("default-src 'none'", page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!
            .GetAttribute("content"), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_unique_and_every_inner_link_has_its_target()
    {
        var page = Page(Everything());
        var ids = page.All.Select(e => e.Id).Where(id => id is { Length: > 0 }).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var targets = page.QuerySelectorAll("a[href^='#']").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")![1..]));
        Assert.All(targets, target => Assert.Contains(target, ids));
    }

    [Fact]
    public void Two_charts_with_the_same_ids_each_point_to_their_own()
    {
        var charts = Page(Everything()).QuerySelectorAll(".chart svg");
        Assert.Equal(2, charts.Length);
        Assert.All(charts, chart =>
        {
            string Id(string element) => chart.QuerySelector(element)!.Id!;
            Assert.Equal($"url(#{Id("clipPath")})", chart.QuerySelector("g")!.GetAttribute("clip-path"));
            Assert.Equal("#" + Id("path[id]"), chart.QuerySelector("use")!.GetAttribute("href"));
            Assert.Equal(Id("title"), chart.GetAttribute("aria-labelledby"));
        });
        Assert.NotEqual(charts[0].QuerySelector("title")!.Id, charts[1].QuerySelector("title")!.Id);
    }

    [Fact]
    public void The_first_heading_becomes_the_title_and_the_others_the_contents()
    {
        var page = Page(Everything(), new PageOptions { Number = "N1", PersianTitle = "«بیش‌برازش»" });
        Assert.Equal("N1 · Overfitting", page.Title!.Trim());
        Assert.EndsWith("Overfitting", page.QuerySelectorAll("h1").Single().TextContent, StringComparison.Ordinal);
        Assert.Equal("rtl", page.QuerySelector(".title-fa bdi")!.GetAttribute("dir"));
        Assert.Equal(["Theory", "Theory", "Detail"], page.QuerySelectorAll(".contents a").Select(a => a.TextContent));
        Assert.Equal(["#theory", "#theory-1", "#detail"], page.QuerySelectorAll(".contents a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Neighbours_are_linked()
    {
        var page = Page(Everything(), new PageOptions { Previous = new("a.html", "A & B"), Next = new("c.html", "C") });
        Assert.Equal("a.html", page.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Contains("A & B", page.QuerySelector("a[rel=prev]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("c.html", page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
    }

    [Fact]
    public void Code_is_shown_as_it_is_with_its_count()
    {
        var cell = Page(Everything()).QuerySelector(".cell")!;
        Assert.Equal("#r \"../artifacts/lib/Courseware.dll\"\nvar x = 1; // <b>", cell.QuerySelector("pre")!.TextContent);
        Assert.Equal("[1]", cell.QuerySelector(".count")!.TextContent);
        Assert.Equal("// <b>", cell.QuerySelector(".c")!.TextContent);
    }

    [Fact]
    public void Whatever_takes_the_focus_has_a_name()
    {
        var page = Page(Of([.. Everything()["cells"]!.AsArray().Select(cell => cell!.DeepClone()), Markdown("```csharp\nx\n```"),
            Code("x", Stream(string.Concat(Enumerable.Repeat("line\n", 50))), Display(("application/json", new JsonObject())),
                Display(("text/html", "<table></table>")))]));
        Assert.Equal(9, page.QuerySelectorAll("[tabindex]").Length);
        Assert.All(page.QuerySelectorAll("[tabindex]"), e =>
            Assert.True(e.HasAttribute("role") && e.GetAttribute("aria-label") is { Length: > 0 }, e.OuterHtml));
        Assert.All(page.QuerySelectorAll(".copy"), button =>
            Assert.StartsWith("Copy the code", button.GetAttribute("aria-label"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_documents_mistake_reads_as_their_sentence_in_both_languages_with_its_place_and_what_came_of_it()
    {
        var output = Claim("N5.5", "held", kind: "M");
        var claim = output["data"]!["application/vnd.courseware.claim+json"]!.AsObject();
        claim["sentence"] = "A larger coefficient makes overfitting likelier.";
        claim["words"] = "با زیاد کردن ضریب منظم‌سازی، احتمال بیش‌برازش بیشتر می‌شود.";
        claim["source"] = "B, question 2b";
        claim["unresolved"] = "The difference `gap` is within two standard errors, so it may be chance.";
        claim["better"] = "At which coefficient is the gap smallest?";
        var card = Output(output).QuerySelector(".claim")!;
        Assert.Equal("Refuted", card.QuerySelector(".badge")!.TextContent);
        Assert.Equal("A larger coefficient makes overfitting likelier.", card.QuerySelector(".statement")!.TextContent);
        Assert.Equal("با زیاد کردن ضریب منظم‌سازی، احتمال بیش‌برازش بیشتر می‌شود.", card.QuerySelector("[lang=fa][dir=rtl]")!.TextContent);
        Assert.Contains("B, question 2b: the document’s sentence", card.QuerySelector(".claim-head")!.TextContent,
            StringComparison.Ordinal);
        Assert.Contains("The cause: because", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("The difference gap is within two standard errors", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("The better question: At which coefficient", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("Refuted if: gap < 0.05", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Held", card.TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_claim_without_a_sentence_shows_its_statement()
        => Assert.Equal("tiny does not overfit", Output(Claim("N1.1", "held")).QuerySelector(".statement")!.TextContent);

    [Fact]
    public void A_fingerprint_of_an_engine_without_promise_is_not_compared()
    {
        var print = new JsonObject { ["key"] = "N1/tiny", ["value"] = "a1", ["expected"] = null, ["sameBits"] = false };
        Assert.Contains("not compared", Output(Display(("application/vnd.courseware.fingerprint+json", print))).TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_exercises_are_counted_at_the_head_and_linked()
    {
        static JsonObject Exercise(string id, string outcome)
            => Display(("text/html", "<p>card</p>"),
                ("application/vnd.courseware.exercise+json", new JsonObject { ["id"] = id, ["outcome"] = outcome }));
        var page = Page(
            Of(Code("x", Exercise("2a", "wrong"), Exercise("2a", "correct"), Exercise("2b", "not attempted"),
                Exercise("2c", "not attempted"))));
        var summary = page.QuerySelector(".summary")!;
        Assert.Equal(["1 correct", "2 not attempted"], summary.QuerySelectorAll(".badge").Select(badge => badge.TextContent));
        Assert.Equal(["#exercise-2a", "#exercise-2b", "#exercise-2c"], summary.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.All(summary.QuerySelectorAll("a"), a => Assert.NotNull(page.GetElementById(a.GetAttribute("href")![1..])));
        Assert.Null(Page(Of(Code("x"))).QuerySelector(".summary"));
    }

    [Theory]
    [InlineData("# 2 · Adam\n\n<div dir=\"rtl\" lang=\"fa\"><strong>تمرین ۲ — <em>Adam</em></strong></div>\n\nText.", "تمرین ۲ — Adam")]
    [InlineData("# 2 · Adam\n<p lang=fa dir=rtl>«بیش‌برازش»</p>", "«بیش‌برازش»")]
    [InlineData("# 2 · Adam\n\nText.\n\n<div dir=\"rtl\" lang=\"fa\">بعد</div>", null)]
    [InlineData("# 2 · Adam\n\n<div lang=\"de\">Titel</div>", null)]
    [InlineData("## Part\n\n<div lang=\"fa\">نه</div>", null)]
    public void The_Persian_title_under_the_heading_is_in_the_head_and_nowhere_else(string markdown, string? title)
    {
        var page = Page(Of(Markdown(markdown), Markdown("# 3 · Other\n\n<div lang=\"fa\">دیگر</div>")));
        Assert.Equal(title, page.QuerySelector(".head .title-fa[lang=fa] bdi[dir=rtl]")?.TextContent);
        if (title is not null)
        {
            Assert.DoesNotContain(title[..5], string.Concat(page.QuerySelectorAll(".prose").Select(prose => prose.TextContent)),
                StringComparison.Ordinal);
        }

        Assert.Equal(markdown.Contains("Text.", StringComparison.Ordinal), page.QuerySelector("main")!.TextContent
            .Contains("Text.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Interrupted", "The cell was stopped.", "This run was interrupted in cell 3.")]
    [InlineData("FormatException", "no <number>", "This run stopped at an error in cell 3: no <number>")]
    public void A_run_that_did_not_reach_its_end_says_so_at_the_head(string name, string message, string told)
    {
        var missing = Code("y", Stream("Not run.\n", "stderr"));
        missing["execution_count"] = null;
        var page = Page(Of(Markdown("# Title"), Code("1"),
            Code("x", new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = name,
                ["evalue"] = message + "\nmore",
                ["traceback"] = new JsonArray()
            }), missing, missing.DeepClone()));
        var banner = page.QuerySelector("main > .head + .banner")!;
        Assert.StartsWith(told, banner.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("2 of 4 code cells were not run", banner.TextContent, StringComparison.Ordinal);
        Assert.Equal("failure", page.GetElementById(banner.QuerySelector("a")!.GetAttribute("href")![1..])!.ClassName);
    }

    [Fact]
    public void A_complete_run_has_no_such_banner_and_a_notebook_that_was_not_run_has_one()
    {
        Assert.Null(Page(Of(Code("1"), Code("2"))).QuerySelector(".banner"));
        var never = Code("1");
        never["execution_count"] = null;
        Assert.Contains("was not run", Page(Of(never)).QuerySelector(".banner")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_derivation_is_folded_after_its_first_part_and_a_short_one_is_not()
    {
        static string Block(int rows)
            => "$$\n\\begin{aligned}\n" + string.Join(" \\\\\n", Enumerable.Range(0, rows).Select(i => $"a &= {i}"))
            + "\n\\end{aligned}\n$$\n\n";
        var output = Output(Display(("text/markdown", "**Caption**\n\n" + Block(20) + Block(15) + Block(3) + "The answer.")));
        Assert.Equal(3, output.QuerySelectorAll(".formula").Length);
        Assert.Equal(2, output.QuerySelectorAll("details.more .formula").Length);
        Assert.Equal("18 more lines", output.QuerySelector("details.more summary")!.TextContent);
        Assert.DoesNotContain("The answer", output.QuerySelector("details.more")!.TextContent, StringComparison.Ordinal);
        Assert.Null(Output(Display(("text/markdown", Block(12) + Block(12)))).QuerySelector("details"));
        Assert.Null(Output(Display(("text/markdown", Block(40)))).QuerySelector("details"));
    }

    [Fact]
    public void A_script_in_printed_text_is_text()
    {
        var output = Output(Stream("<script>alert(1)</script>"));
        Assert.Null(output.QuerySelector("script"));
        Assert.Equal("<script>alert(1)</script>", output.QuerySelector(".stream")!.TextContent);
    }

    [Fact]
    public void The_error_stream_is_marked_in_words()
        => Assert.Contains("error stream", Output(Stream("x", "stderr")).TextContent, StringComparison.Ordinal);

    [Fact]
    public void A_line_that_was_overwritten_shows_its_last_state_and_colours_become_classes()
    {
        var stream = Output(Stream("10 %\r20 %\r\n\u001b[32mdone\u001b[0m\u001b[K")).QuerySelector(".stream")!;
        Assert.Equal("20 %\ndone", stream.TextContent);
        Assert.Equal("done", stream.QuerySelector(".ansi-green")!.TextContent);
    }

    [Fact]
    public void Text_that_came_as_lines_is_joined()
    {
        var output = Display(("text/plain", new JsonArray("a\n", "b")));
        Assert.Equal("a\nb", Output(output).QuerySelector(".plain")!.TextContent);
    }

    [Fact]
    public void Html_is_taken_as_it_is_and_before_plain_text()
    {
        var output = Output(Display(("text/plain", "no"), ("text/html", "<table><tr><td id=\"a\">1</td></tr></table>")));
        Assert.Equal("1", output.QuerySelector("table td")!.TextContent);
        Assert.DoesNotContain("no", output.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_charts_svg_goes_before_its_html_form()
    {
        var output = Output(
            Display(("application/vnd.plotly.v1+json", new JsonObject()), ("text/html", "<p>html</p>"), ("image/svg+xml", Svg)));
        Assert.NotNull(output.QuerySelector(".chart > svg"));
        Assert.DoesNotContain("<?xml", output.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_is_in_the_page_with_its_text_alternative()
    {
        var image = Output(Display(("image/png", "iVBO\nRw0K"), ("text/plain", "a \"picture\""))).QuerySelector("img")!;
        Assert.Equal("data:image/png;base64,iVBORw0K", image.GetAttribute("src"));
        Assert.Equal("a \"picture\"", image.GetAttribute("alt"));
    }

    [Fact]
    public void Markdown_and_latex_outputs_are_rendered()
    {
        Assert.Equal("bold", Output(Display(("text/markdown", "**bold**"))).QuerySelector("strong")!.TextContent);
        Assert.Equal("block", Output(Display(("text/latex", "$$x^2$$"))).QuerySelector("math")!.GetAttribute("display"));
        Assert.Equal("inline", Output(Display(("text/latex", "$x^2$"))).QuerySelector("math")!.GetAttribute("display"));
    }

    [Fact]
    public void Json_can_be_unfolded()
    {
        var output = Output(Display(("application/json", new JsonObject { ["loss"] = 0.5, ["نام"] = "<b>" })));
        Assert.Contains("\"نام\": \"<b>\"", output.QuerySelector("details pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_no_page_can_show_is_named()
        => Assert.Contains("application/x-thing", Output(Display(("application/x-thing", "x"))).TextContent, StringComparison.Ordinal);

    [Fact]
    public void A_transient_value_is_marked_as_measured()
        => Assert.NotNull(Output(Display(("text/plain", "3.2 s"), ("application/vnd.courseware.transient+json", new JsonObject())))
            .QuerySelector(".measured"));

    [Fact]
    public void An_error_shows_name_message_and_place_without_escapes()
    {
        var failure = Page(Everything()).QuerySelector(".failure")!;
        Assert.Equal("Oops", failure.QuerySelector("strong")!.TextContent);
        Assert.Equal("<i>no</i>", failure.QuerySelector("p")!.TextContent);
        Assert.Equal("Oops\n   at <Initialize>", failure.QuerySelector(".trace")!.TextContent);
    }

    [Theory]
    [InlineData("held", "Held", "held")]
    [InlineData("not held", "Not held", "not-held")]
    [InlineData("undecided", "Undecided", "undecided")]
    [InlineData("not tested", "Not tested", "not-tested")]
    public void A_claims_card_says_its_verdict_in_words_and_by_an_icon(string verdict, string word, string name)
    {
        var card = Output(Claim("N1.1", verdict, "`L1L2` sets $\\lambda_1$ only")).QuerySelector(".claim")!;
        Assert.True(card.ClassList.Contains(name));
        Assert.Equal(word, card.QuerySelector(".badge")!.TextContent);
        Assert.NotNull(card.QuerySelector(".badge svg[aria-hidden=true]"));
        Assert.Equal("claim-n1-1", card.Id);
        Assert.Equal("L1L2", card.QuerySelector(".statement code")!.TextContent);
        Assert.NotNull(card.QuerySelector(".statement math"));
        Assert.Equal(["0.68", "0.70"], card.QuerySelectorAll("dd").Select(d => d.TextContent));
        Assert.Contains("gap < 0.05", card.QuerySelector(".rule")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("because", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("another form", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_are_counted_and_linked_at_the_end()
    {
        var summary = Page(Everything()).QuerySelector("main > .output ~ .summary:last-child")!;
        Assert.StartsWith("4 claims", summary.TextContent, StringComparison.Ordinal);
        Assert.Equal(["1 held", "1 not held", "1 undecided", "1 not tested"], summary.QuerySelectorAll(".badge")
            .Select(b => b.TextContent));
        Assert.Equal(["#claim-n1-1", "#claim-n1-2", "#claim-n1-3", "#claim-n1-4"], summary.QuerySelectorAll("a")
            .Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void A_claim_that_came_as_text_counts_and_one_that_is_broken_shows_its_other_form()
    {
        var text = Claim("N2.1", "held")["data"]!["application/vnd.courseware.claim+json"]!.ToJsonString();
        Assert.NotNull(Output(Display((MimeTypes.Claim, text))).QuerySelector(".claim.held"));
        Assert.Equal("plan B", Output(Display((MimeTypes.Claim, "{\"id\":"), ("text/html", "<p>plan B</p>"))).TextContent.Trim());
    }

    [Theory]
    [InlineData("real")]
    [InlineData("stand-in")]
    public void Data_are_shown_by_their_own_table(string kind)
    {
        var data = Data(kind);
        data["data"]!["text/html"] = "<table><tr><td>free for research only</td></tr></table>";
        Assert.Contains("free for research only", Page(Of(Code("x", data))).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# 2 · Adam by hand")]
    [InlineData("# N2 · Adam by hand")]
    [InlineData("# Adam by hand")]
    public void A_number_is_said_once(string heading)
    {
        var page = Page(Of(Markdown(heading)), new PageOptions { Number = "N2" });
        Assert.Equal("N2 · Adam by hand", page.Title!.Trim());
        Assert.Equal("N2Adam by hand", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public void The_notice_of_a_stand_in_stands_in_the_pages_frame_once()
    {
        var (notice, table) = (Data("stand-in"), Data("stand-in"));
        notice["data"]!["text/html"] = "<p class=\"stand-in\" role=\"note\"><strong>HIGGS: stand-in data.</strong> Why and what to do.</p>";
        table["data"]!["text/html"] = "<table><tr><td>rows</td></tr></table>";
        var page = Page(Of(Code("x", notice, table)));
        Assert.Contains("Why and what to do.",
            Assert.Single(page.QuerySelectorAll(".banner"), box => box.ParentElement!.LocalName != "main").TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stand_in_data_are_told_at_the_top_and_real_data_are_not()
    {
        Assert.Contains("HIGGS", Page(Of(Code("x", Data("stand-in"))))
            .QuerySelector("main > .banner")!.TextContent, StringComparison.Ordinal);
        var real = Page(Of(Code("x", Data("real"))));
        Assert.Null(real.QuerySelector(".banner"));
        var synthetic = Page(Of(Code("x", Data("synthetic"))));
        Assert.Null(synthetic.QuerySelector(".banner"));
        Assert.Contains("synthetic data", synthetic.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("real data", real.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("11,000 rows", real.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a1", "same bits")]
    [InlineData("b2", "the course has b2")]
    [InlineData(null, "nothing recorded")]
    public void A_fingerprint_is_compared_with_the_recorded_one(string? expected, string verdict)
    {
        var print = new JsonObject { ["key"] = "N1/tiny", ["value"] = "a1", ["expected"] = expected };
        Assert.Contains(verdict, Output(Display(("application/vnd.courseware.fingerprint+json", print))).TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_the_script_is_hidden_until_it_runs()
    {
        var page = Page(Everything());
        Assert.All(page.QuerySelectorAll("button"), button => Assert.NotNull(button.Closest("[hidden]")));
        Assert.Single(page.QuerySelectorAll("script"));
    }

    [Theory]
    [InlineData("![a](attachment:a%20b.png)", "data:image/png;base64,iVBORw==")]
    [InlineData("![d](attachment:drawing.svg)", "data:image/svg+xml;base64,PHN2Zy8+")]
    public void A_picture_that_a_Markdown_cell_carries_is_in_the_page(string source, string address)
    {
        var attachments = new JsonObject
        {
            ["a b.png"] = new JsonObject { ["image/png"] = new JsonArray("iVBO\n", "Rw==") },
            ["drawing.svg"] = new JsonObject { ["image/svg+xml"] = "<svg/>" },
            ["bad.png"] = new JsonObject { ["image/png"] = "\"><script>" },
        };
        var page = Page(
            Of(new JsonObject
            {
                ["cell_type"] = "markdown",
                ["source"] = source + " ![x](attachment:bad.png) ![y](attachment:gone.png)",
                ["attachments"] = attachments
            }));
        Assert.Equal(address, Assert.Single(page.QuerySelectorAll("main img")).GetAttribute("src"));
        Assert.Contains("picture not in the page: attachment:gone.png", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_notebook_gives_the_same_page()
        => Assert.Equal(NotebookPage.Render(Everything(), new()), NotebookPage.Render(Everything(), new()));

    [Fact]
    public void An_empty_notebook_gives_a_page() => Assert.Equal("Notebook", Page(Of()).Title);
}
