using System.Text.Json.Nodes;
using Courseware.Host.Pages;
using Xunit;
using static Courseware.Host.Tests.Pages.SampleNotebook;

namespace Courseware.Host.Tests.Pages;

/// <summary>Where things stand on a page, as a browser lays it out.</summary>
public sealed class LayoutTests
{
    private const string Boxes = """
        (() => {
          const boxes = [...document.querySelectorAll('.cell .code')].filter(code => code.checkVisibility());
          const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
          for (const button of document.querySelectorAll('.copy')) button.hidden = false;
          return {
            widths: boxes.map(box => Math.round(box.getBoundingClientRect().width)),
            scrolling: boxes.filter(box => box.scrollWidth > box.clientWidth).length,
            covered: [...document.querySelectorAll('.copy')].filter(button => button.checkVisibility()).flatMap(button => [...document.querySelectorAll('.code, .output, .prose')]
              .filter(other => other.checkVisibility() && over(button.getBoundingClientRect(), other.getBoundingClientRect()))
              .map(other => `${button.ariaLabel} on ${other.outerHTML.slice(0, 99)}`)),
            outside: [...document.querySelectorAll('.copy, .count')].filter(e => e.checkVisibility() && e.getBoundingClientRect().left < 0).length,
            wider: document.scrollingElement.scrollWidth - document.documentElement.clientWidth,
            verdicts: [...document.querySelectorAll('.claims-table .badge')].filter(badge => badge.getBoundingClientRect().right > document.documentElement.clientWidth).length,
          };
        })()
        """;

    private static readonly string s_line120 = "var text = \"" + new string('x', 106) + "\";";

    private static string Page() => NotebookPage.Render(Of(
        Markdown("# Title\n\n## Code\n\nText."), Code("using System;"), Code("var x = 1;", Stream("1\n")), Code(s_line120 + "\n" + s_line120), Code("chart", Display(("image/svg+xml", Svg)))), new());

    [Theory]
    [InlineData(1366)]
    [InlineData(1920)]
    public void Lines_of_120_characters_fit_into_boxes_of_one_width(int width)
    {
        var boxes = Browser.Measure(Page(), width, Boxes);
        Assert.Equal(4, boxes["widths"]!.AsArray().Count);
        Assert.Single(boxes["widths"]!.AsArray().Select(box => (int)box!).Distinct());
        Assert.Equal(0, (int)boxes["scrolling"]!);
    }

    [Theory]
    [InlineData(1366)]
    [InlineData(1000)]
    [InlineData(500)]
    public void The_button_covers_nothing_and_no_page_is_wider_than_its_window(int width)
    {
        var boxes = Browser.Measure(Page(), width, Boxes);
        Assert.Empty(boxes["covered"]!.AsArray().Select(button => (string?)button));
        Assert.Equal(0, (int)boxes["outside"]!);
        Assert.Equal(0, (int)boxes["wider"]!);
    }

    [Theory]
    [InlineData(1366)]
    [InlineData(500)]
    public void The_index_shows_every_verdict_without_scrolling_sideways(int width)
    {
        JsonObject notebook = Everything();
        var boxes = Browser.Measure(IndexPage.Render([new("N1", "Overfitting", null, "01.html", 24, 1, ClaimRecord.FromNotebook(notebook), [])]), width, Boxes);
        Assert.Equal(0, (int)boxes["verdicts"]!);
        Assert.Equal(0, (int)boxes["wider"]!);
    }
}
