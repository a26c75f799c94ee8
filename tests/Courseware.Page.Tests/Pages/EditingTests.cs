using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Pages;

/// <summary>
/// Cells are written, added, moved and deleted; nothing that was typed is lost, and the file is only changed when somebody asks for it.
/// </summary>
public sealed class EditingTests(Browsers browsers)
{
    [Fact]
    public async Task A_cell_is_edited_and_runs_with_its_new_text()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.WriteAsync("c1", "6 * 7");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "42");
    }

    [Fact]
    public async Task Prose_is_edited_with_formulae()
    {
        await using var served = await ServedCourse.OfCellsAsync(("markdown", "# One"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.WriteAsync("c1", "# Two\n\nThe rate is $\\alpha^2$.");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Cell("c1").Locator("h1")).ToContainTextAsync("Two");
        await Expect(page.Cell("c1").Locator("math")).ToHaveCountAsync(1);
        await Expect(page.Locator(".contents")).ToContainTextAsync("Two");
    }

    [Fact]
    public async Task Cells_are_added_moved_deleted_and_brought_back()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"), ("code", "2"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c2");
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(page.Locator(".nb-cell").First).ToHaveAttributeAsync("data-id", "c2");
        await page.Cell("c2").HoverAsync();
        await page.Cell("c2").Locator("[data-do='insertCode']").ClickAsync();
        await Expect(page.Locator(".nb-cell")).ToHaveCountAsync(3);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Cell("c1")).ToHaveCountAsync(0);
        await page.ClickAsync(".menu summary");
        await page.ClickAsync("[data-do='restoreCell']");
        await Expect(page.Cell("c1")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Save_writes_a_copy_with_outputs_and_leaves_the_file()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"), ("markdown", "# Title"));
        await using var browser = await browsers.OpenAsync();
        var before = await File.ReadAllTextAsync(served.PathOf("a"), TestContext.Current.CancellationToken);
        var page = await served.ShowAsync(browser);
        await page.WriteAsync("c1", "6 * 7");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "42");
        await page.Keyboard.PressAsync("Control+s");
        await Expect(page.Locator(".notice")).ToContainTextAsync("a.copy.ipynb");
        var copy = JsonNode.Parse(await File.ReadAllTextAsync(served.PathOf("a.copy"), TestContext.Current.CancellationToken))!;
        Assert.Equal("6 * 7", string.Concat(copy["cells"]![0]!["source"]!.AsArray().Select(line => (string)line!)));
        Assert.Contains("42", copy["cells"]![0]!["outputs"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(served.PathOf("a"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_file_is_saved_on_request_and_not_over_what_another_program_wrote()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.WriteAsync("c1", "2");
        await page.ClickAsync(".menu summary");
        await page.ClickAsync("[data-do='saveFile']");
        await Expect(page.Locator(".notice").Last).ToContainTextAsync("Saved to a.ipynb");
        Assert.Contains("\"2\"", await File.ReadAllTextAsync(served.PathOf("a"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        var theirs = ServedCourse.Notebook(("code", "theirs"));
        await File.WriteAllTextAsync(served.PathOf("a"), theirs, TestContext.Current.CancellationToken);
        await page.WriteAsync("c1", "3");
        await page.ClickAsync(".menu summary");
        await page.ClickAsync("[data-do='saveFile']");
        await Expect(page.Locator(".notice").Last).ToContainTextAsync("another program");
        Assert.Equal(theirs, await File.ReadAllTextAsync(served.PathOf("a"), TestContext.Current.CancellationToken));
        await page.ClickAsync("[data-do='overwrite']");
        await Expect(page.Locator(".notice").Last).ToContainTextAsync("Saved to a.ipynb");
        Assert.Contains("\"3\"", await File.ReadAllTextAsync(served.PathOf("a"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edits_outlive_a_reload()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.WriteAsync("c1", "var kept = 1;");
        await page.ReloadAsync();
        await Expect(page.Cell("c1").Locator("code")).ToHaveTextAsync("var kept = 1;");
    }

    [Fact]
    public async Task Edits_outlive_the_program_and_the_browser()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using (var browser = await browsers.OpenAsync())
        {
            var page = await served.ShowAsync(browser);
            await page.WriteAsync("c1", "var kept = 1;");
            await page.WaitForTimeoutAsync(800);
        }
        await served.StartAgainAsync();
        await using var another = await browsers.OpenAsync();
        var again = await served.ShowAsync(another);
        await Expect(again.Cell("c1").Locator("code")).ToHaveTextAsync("var kept = 1;");
        await Expect(again.Locator(".notice.restored")).ToBeVisibleAsync();
        again.Dialog += (_, dialog) => dialog.AcceptAsync();
        await again.ClickAsync(".notice [data-do='discard']");
        await Expect(again.Cell("c1").Locator("code")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task What_is_typed_while_the_program_is_away_is_sent_when_it_is_back()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        var port = new Uri(served.Root).Port;
        await served.StopAsync();
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "offline");
        await page.WriteAsync("c1", "var typed = 1;");
        await served.StartAgainAsync();
        // The cookie is that of the program before.
        await page.GotoAsync(served.AddressOf("a"));
        await Expect(page.Cell("c1").Locator("code")).ToHaveTextAsync("var typed = 1;");
        await page.WaitForTimeoutAsync(500);
        Assert.Equal("var typed = 1;", served.Server.Shelf.Find("a")!.Cells[0].Source);
        Assert.Equal(port, new Uri(served.Root).Port);
    }

    [Fact]
    public async Task The_editor_proposes_what_the_session_knows_and_marks_errors()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "var distinctive = new List<int> { 1 };"), ("code", ""));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.RunAsync("c1");
        await page.WriteAsync("c2", "distinctive");
        await page.Keyboard.TypeAsync(".Rev");
        await Expect(page.Locator(".suggest-widget.visible")).ToContainTextAsync("Reverse");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".suggest-widget.visible")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync("int wrong = \"text\";");
        await Expect(page.Cell("c2").Locator(".squiggly-error")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync("Math.Max");
        await page.Keyboard.TypeAsync("(");
        await Expect(page.Locator(".parameter-hints-widget")).ToContainTextAsync("Max");
    }
}
