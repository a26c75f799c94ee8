using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Pages;

/// <summary>Cells run in the browser.</summary>
public sealed class RunningTests(Browsers browsers)
{
    [Fact]
    public async Task Shift_Enter_runs_a_cell_and_goes_to_the_next()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "var x = 20;"), ("code", "x + 22"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.ShowsAsync("c2", "42");
    }

    [Fact]
    public async Task Run_all_stops_at_the_first_error_and_shows_it()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"), ("code", "int.Parse(\"no number\")"), ("code", "3"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.ClickAsync(".bar [data-do='runAll']");
        await page.StateAsync("c2", "Failed");
        await page.ShowsAsync("c2", "no number");
        await page.StateAsync("c3", "Idle");
    }

    [Fact]
    public async Task Run_all_above_leaves_the_cell_itself()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "var a = 1;"), ("code", "var b = a + 1;"), ("code", "b"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.Cell("c3").HoverAsync();
        await page.Cell("c3").Locator("[data-do='runAbove']").ClickAsync();
        await page.StateAsync("c2", "Succeeded");
        await page.StateAsync("c3", "Idle");
    }

    [Fact]
    public async Task Stop_ends_an_endless_loop_and_keeps_the_variables()
    {
        await using var served =
            await ServedCourse.OfCellsAsync(("code", "var n = 1; Console.WriteLine(\"begun\"); while (true) n++;"), ("code", "n > 0"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "begun");
        await page.ClickAsync(".bar [data-do='stop']");
        await page.StateAsync("c1", "Interrupted");
        await page.RunAsync("c2");
        await page.ShowsAsync("c2", "True");
    }

    [Fact]
    public async Task Restart_begins_a_session_without_the_variables()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "var x = 1;"), ("code", "x"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await page.RunAsync("c1");
        await page.ClickAsync(".bar [data-do='restart']");
        await page.StateAsync("c1", "Idle");
        await page.RunAsync("c2");
        await page.StateAsync("c2", "Failed");
    }

    [Fact]
    public async Task A_session_whose_process_ends_says_so_and_the_next_cell_begins_another()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "Environment.Exit(3);"), ("code", "6 * 7"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.RunAsync("c1");
        await page.ShowsAsync("c1", "exit code 3");
        await page.RunAsync("c2");
        await page.ShowsAsync("c2", "42");
    }

    [Fact]
    public async Task Output_comes_while_the_cell_runs_and_a_display_changes_in_place()
    {
        const string cell = """
            Console.WriteLine("begun");
            var shown = display("first");
            Thread.Sleep(1500);
            shown.Update("second");
            Console.WriteLine("over");
            """;
        await using var served = await ServedCourse.OfCellsAsync(("code", cell));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "first");
        await page.StateAsync("c1", "Running");
        await page.EndedAsync("c1");
        var text = await page.OutputAsync("c1");
        Assert.Contains("begun", text, StringComparison.Ordinal);
        Assert.Contains("second", text, StringComparison.Ordinal);
        Assert.DoesNotContain("first", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_asks_gets_an_answer()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "var name = Console.ReadLine(); $\"Hello {name}\""));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.FillAsync(".ask input", "Emmy");
        await page.Keyboard.PressAsync("Enter");
        await page.ShowsAsync("c1", "Hello Emmy");
    }

    [Fact]
    public async Task What_a_change_makes_stale_is_seen_at_the_edge_and_one_click_runs_it()
    {
        await using var served =
            await ServedCourse.OfCellsAsync(("code", "var rate = 2;"), ("code", "var twice = rate * 2;\ntwice"), ("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.ClickAsync(".bar [data-do='runAll']");
        await page.StateAsync("c3", "Succeeded");
        await page.WriteAsync("c1", "var rate = 5;");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Cell("c2").Locator(".edge")).ToBeVisibleAsync();
        await Expect(page.Cell("c2").Locator(".why")).ToContainTextAsync("rate");
        await Expect(page.Cell("c3").Locator(".edge")).ToBeHiddenAsync();
        await page.Cell("c2").Locator(".edge").ClickAsync();
        await page.ShowsAsync("c2", "10");
        await Expect(page.Cell("c2").Locator(".edge")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_cell_that_was_changed_since_it_ran_is_marked_until_it_runs_or_is_as_before()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1 + 1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.RunAsync("c1");
        await page.WriteAsync("c1", "1 + 2");
        await Expect(page.Cell("c1").Locator(".edge")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync("1 + 1");
        await Expect(page.Cell("c1").Locator(".edge")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Two_notebooks_have_sessions_of_their_own()
    {
        await using var served =
            await ServedCourse.OfNotebooksAsync(("a", [("code", "var x = 1;"), ("code", "x")]), ("b", [("code", "x"), ("code", "2")]));
        await using var browser = await browsers.OpenAsync();
        var (first, second) = (await served.ShowAsync(browser), await served.ShowAsync(browser, "b"));
        await first.RunAsync("c1");
        await second.RunAsync("c1");
        await second.StateAsync("c1", "Failed");
        await first.RunAsync("c2");
        await first.ShowsAsync("c2", "1");
    }

    [Fact]
    public async Task Two_tabs_show_the_same_notebook()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"), ("markdown", "# Title"));
        await using var browser = await browsers.OpenAsync();
        var (first, second) = (await served.ShowAsync(browser), await served.ShowAsync(browser));
        await first.WriteAsync("c1", "40 + 2");
        await Expect(second.Cell("c1").Locator("code")).ToHaveTextAsync("40 + 2");
        await second.RunAsync("c1");
        await first.ShowsAsync("c1", "42");
        await second.SelectAsync("c2");
        await second.Keyboard.PressAsync("Delete");
        await Expect(first.Cell("c2")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_flood_of_lines_is_folded_and_shows_its_beginning_and_its_end()
    {
        await using var served = await ServedCourse.OfCellsAsync(
            ("code", "for (var i = 0; i < 300_000; i++) Console.WriteLine($\"line {i}\");"), ("code", "6 * 7"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.RunAsync("c1");
        var pre = page.Cell("c1").Locator(".outputs pre");
        await Expect(pre).ToHaveCountAsync(1);
        // Scrolled to the end, which was followed.
        await Expect(pre.GetByText("line 299999")).ToBeInViewportAsync();
        Assert.True(await pre.EvaluateAsync<bool>("pre => pre.clientHeight < 700 && pre.scrollHeight > 100_000"));
        await pre.EvaluateAsync("pre => { pre.scrollTop = 0; }");
        await Expect(pre.GetByText("line 42", new() { Exact = false }).First).ToBeInViewportAsync();
        await Expect(pre).ToContainTextAsync("characters are not shown");
        await page.RunAsync("c2");
        await page.ShowsAsync("c2", "42");
        // A page that is loaded then shows the same.
        await page.ReloadAsync();
        await Expect(pre).ToContainTextAsync("line 299999");
        Assert.True(await pre.EvaluateAsync<bool>("pre => pre.clientHeight < 700 && pre.querySelectorAll('.lines.whole').length > 100"));
    }

    [Fact]
    public async Task An_endless_flood_is_stopped()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "for (var i = 0; ; i++) Console.WriteLine($\"line {i}\");"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "line 30000");
        await page.ClickAsync(".bar [data-do='stop']");
        await page.StateAsync("c1", "Interrupted");
    }

    [Fact]
    public async Task A_tab_of_a_program_that_was_started_again_says_so_and_goes_on_when_the_new_address_is_opened()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await served.StartAgainAsync();
        await Expect(page.Locator(".notice.refused")).ToContainTextAsync("Open the address that it printed");
        await Expect(page.Locator(".notice")).ToHaveCountAsync(1);
        await served.ShowAsync(browser);
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "idle");
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_lost_connection_comes_back_and_shows_what_happened_meanwhile()
    {
        await using var served = await ServedCourse.OfCellsAsync(
            ("code", "for (var i = 0; i < 20; i++) { Console.WriteLine($\"line {i}\"); Thread.Sleep(100); }"));
        await using var browser = await browsers.OpenAsync();
        var links = new List<(IWebSocketRoute Page, IWebSocketRoute Server)>();
        await browser.RouteWebSocketAsync("**/live/**", route => links.Add((route, route.ConnectToServer())));
        var page = await served.ShowAsync(browser);
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "line 1");
        await links[0].Server.CloseAsync();
        await links[0].Page.CloseAsync();
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "busy");
        await page.EndedAsync("c1");
        var lines = (await page.OutputAsync("c1")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"line {i}"), lines);
        Assert.Equal(2, links.Count);
    }
}
