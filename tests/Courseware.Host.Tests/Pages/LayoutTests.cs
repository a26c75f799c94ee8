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
        Markdown("# Title\n\n## Code\n\nText."), Code("using System;"), Code("var x = 1;", Stream("1\n")),
        Code(s_line120 + "\n" + s_line120), Code("chart", Display(("image/svg+xml", Svg)))), new());

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
        var boxes = Browser.Measure(
            IndexPage.Render([new("N1", "Overfitting", null, "01.html", 24, 1, ClaimRecord.FromNotebook(notebook), [])]), width, Boxes);
        Assert.Equal(0, (int)boxes["verdicts"]!);
        Assert.Equal(0, (int)boxes["wider"]!);
    }

    private const string Wide =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"400\" viewBox=\"0 0 900 400\" style=\"width:100%;height:auto;max-width:1080px\"><path d=\"M0 0h9\"/></svg>";

    [Fact]
    public void On_a_phone_a_chart_keeps_the_size_of_its_labels_and_the_page_its_width()
    {
        var page = NotebookPage.Render(Of(Markdown("# Title"), Code("chart", Display(("image/svg+xml", Wide))),
            Code("small", Display(("image/svg+xml", Svg)))), new());
        var phone = Browser.Measure(page, 500, """
            (() => ({ chart: document.querySelectorAll('.chart svg')[0].getBoundingClientRect().width, small: document.querySelectorAll('.chart svg')[1].getBoundingClientRect().width,
                      wider: document.scrollingElement.scrollWidth - document.documentElement.clientWidth }))()
            """);
        // Labels of 15 of 900 units are 11 pixels high at least.
        Assert.InRange((double)phone["chart"]!, 660, 900);
        Assert.Equal(40, (double)phone["small"]!);
        Assert.Equal(0, (int)phone["wider"]!);
    }

    [Fact]
    public void All_steps_of_derivations_have_one_left_edge()
    {
        static JsonObject Derivation(string left, string right)
            => Display(("text/markdown", $"$$\n\\begin{{aligned}}\n{left} &= {right} \\\\\nz &= 1\n\\end{{aligned}}\n$$"));
        var page = NotebookPage.Render(
            Of(Code("x", Derivation("\\frac{\\partial L}{\\partial w_{12}}", "0.5 + 0.25 + 0.125 + 0.0625"), Derivation("y", "2"))), new());
        var edges = Browser.Measure(page, 1366,
            "[...document.querySelectorAll('.formula mtr > mtd:first-child')].map(cell => Math.round(cell.firstElementChild.getBoundingClientRect().left * 2))");
        Assert.Equal(4, edges.AsArray().Count);
        Assert.InRange(edges.AsArray().Max(edge => (int)edge!) - edges.AsArray().Min(edge => (int)edge!), 0, 8);
    }

    [Fact]
    public void Presenting_steps_through_the_sections_by_keyboard_and_ends_where_it_was()
    {
        var page = NotebookPage.Render(Of(Markdown("# Title\n\nIntro.\n\n## One\n\nText.\n\n### Detail\n\nMore."), Code("1"),
            Markdown("Still detail."), Markdown("## Two\n\n### Directly below\n\nText.")), new());
        var seen = Browser.Measure(page, 1280, """
            (() => {
              const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
              const shown = () => [...document.querySelectorAll('.page h1, .page h2, .page h3')].filter(e => e.checkVisibility()).map(e => e.firstChild.textContent).join(', ');
              const seen = [];
              press('ArrowRight');
              seen.push(shown());
              document.querySelector('[data-tool="present"]').click();
              seen.push(shown());
              for (const key of ['ArrowRight', 'ArrowRight', 'PageDown', 'ArrowRight', 'ArrowLeft', 'Home', 'End', 'Escape']) { press(key); seen.push(shown()); }
              return seen;
            })()
            """).AsArray().Select(line => (string?)line).ToList();
        const string all = "Title, One, Detail, Two, Directly below";
        Assert.Equal([all, "Title", "One", "Detail", "Two, Directly below", "Two, Directly below", "Detail", "Title", "Two, Directly below",
            all], seen);
    }

    [Fact]
    public void Presenting_shows_the_cells_of_the_present_section_alone()
    {
        var page = NotebookPage.Render(Of(Markdown("# Title"), Code("1"), Markdown("## One"), Code("2", Stream("out\n")), Code("3"),
            Markdown("## Two")), new());
        var seen = Browser.Measure(page, 1280, """
            (() => {
              const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
              const shown = name => [...document.querySelectorAll(name)].filter(e => e.checkVisibility()).length;
              const count = () => `${shown('.cell')} cells, ${shown('.reveal')} buttons, ${shown('.stream')} outputs`;
              document.querySelector('[data-tool="present"]').click();
              const seen = [count()];
              for (const key of ['ArrowRight', 'ArrowRight', 'Escape']) { press(key); seen.push(count()); }
              return seen;
            })()
            """).AsArray().Select(line => (string?)line).ToList();
        Assert.Equal(["1 cells, 1 buttons, 0 outputs", "2 cells, 2 buttons, 1 outputs", "0 cells, 0 buttons, 0 outputs",
            "3 cells, 0 buttons, 1 outputs"], seen);
    }

    [Fact]
    public void Presenting_hides_code_until_it_is_asked_for_and_wraps_no_line_of_it()
    {
        var page = NotebookPage.Render(
            Of(Markdown("# Title"), Code("var x = 1;"), Code("if (x > 0)\n{\n    " + s_line120 + "\n}", Stream("out\n"))), new());
        var seen = Browser.Measure(page, 1280, """
            (() => {
              const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
              const codes = [...document.querySelectorAll('.cell .code')], shown = () => codes.filter(code => code.checkVisibility()).length;
              document.querySelector('[data-tool="present"]').click();
              const hidden = shown();
              document.querySelector('.reveal').click();
              const one = shown();
              press('c');
              const lines = code => code.querySelector('code').getClientRects().length && Math.round(code.querySelector('code').getBoundingClientRect().height / parseFloat(getComputedStyle(code).lineHeight));
              const both = { shown: shown(), lines: lines(codes[1]), scrolls: codes[1].scrollWidth > codes[1].clientWidth, size: parseFloat(getComputedStyle(codes[1]).fontSize), small: parseFloat(getComputedStyle(codes[0]).fontSize) };
              press('c');
              return { hidden, one, ...both, again: shown(), output: document.querySelector('.stream').checkVisibility() };
            })()
            """);
        Assert.Equal((0, 1, 2, 0), ((int)seen["hidden"]!, (int)seen["one"]!, (int)seen["shown"]!, (int)seen["again"]!));
        Assert.Equal(4, (int)seen["lines"]!);
        Assert.False((bool)seen["scrolls"]!);
        Assert.True((double)seen["size"]! >= 12 && (double)seen["small"]! > 18);
        Assert.True((bool)seen["output"]!);
    }
}
