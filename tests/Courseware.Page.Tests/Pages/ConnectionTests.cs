using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Pages;

/// <summary>The connection to the notebook breaks and comes back: what was asked meanwhile is done once, in order.</summary>
public sealed class ConnectionTests(Browsers browsers)
{
    // While the page is away no new connection is made; while it is deaf nothing reaches it.
    private const string Breakable = """
        const Real = WebSocket;
        window.away = window.deaf = false;
        window.WebSocket = class extends Real {
          constructor(url) { super(window.away ? String(url).replace('/live/', '/none/') : url); window.lastSocket = this; }
          set onmessage(take) { super.onmessage = (event) => { if (!window.deaf) take(event); }; }
        };
        """;

    [Fact]
    public async Task A_stop_pressed_while_the_connection_is_gone_stops_when_it_is_back()
    {
        await using var served =
            await ServedCourse.OfCellsAsync(("code", "var n = 1; Console.WriteLine(\"begun\"); while (true) n++;"), ("code", "n > 0"));
        await using var browser = await browsers.OpenAsync();
        var page = await ShowAsync(served, browser);
        await StopWhileAwayAsync(page);
        await Expect(page.Locator(".notice.offline")).ToContainTextAsync("reconnecting");
        await ComeBackAsync(page);
        await Expect(page.Cell("c1")).ToHaveAttributeAsync("data-state", "Interrupted", new() { Timeout = 20_000 });
        await Expect(page.Locator(".notice.offline")).ToHaveCountAsync(0);
        await page.RunAsync("c2");
        await page.ShowsAsync("c2", "True");
    }

    [Fact]
    public async Task Commands_and_texts_given_while_the_connection_is_gone_keep_their_order()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await ShowAsync(served, browser);
        await BreakAsync(page);
        await page.WriteAsync("c1", "100 + 11");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WriteAsync("c1", "222");
        await ComeBackAsync(page);
        await Expect(page.Cell("c1").Locator(".outputs")).ToContainTextAsync("111", new() { Timeout = 20_000 });
        Assert.Equal("222", served.Server.Shelf.Find("a")!.Cells[0].Source);
    }

    [Fact]
    public async Task A_command_that_arrived_before_the_connection_broke_is_not_carried_out_again()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "var n = 0;"), ("code", "n++;\nn"));
        await using var browser = await browsers.OpenAsync();
        var page = await ShowAsync(served, browser);
        await page.RunAsync("c1");
        await page.EvaluateAsync("window.deaf = true");
        await page.SelectAsync("c2");
        await page.Keyboard.PressAsync("Control+Enter");
        var cell = served.Server.Shelf.Find("a")!.Cells[1];
        while (cell.State != Courseware.Page.Sessions.CellState.Succeeded)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await BreakAsync(page);
        await page.EvaluateAsync("window.deaf = false");
        await ComeBackAsync(page);
        await page.EndedAsync("c2");
        await page.RunAsync("c2");
        await page.ShowsAsync("c2", "2");
        Assert.Equal(3, cell.Count);
    }

    [Fact]
    public async Task What_was_meant_for_a_session_that_has_ended_is_dropped_and_said()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "Console.WriteLine(\"begun\"); while (true);"));
        await using var browser = await browsers.OpenAsync();
        var page = await ShowAsync(served, browser);
        await StopWhileAwayAsync(page);
        var notebook = served.Server.Shelf.Find("a")!;
        await notebook.RestartAsync();
        notebook.Run(["c1"]);
        await ComeBackAsync(page);
        await Expect(page.Locator(".notice.dropped")).ToContainTextAsync("Stop", new() { Timeout = 20_000 });
        await page.WaitForTimeoutAsync(500);
        await page.StateAsync("c1", "Running");
    }

    [Fact]
    public async Task What_could_not_be_sent_is_said_by_the_page_that_comes_after_a_new_start_of_the_program()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var page = await ShowAsync(served, browser);
        await served.StopAsync();
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "offline");
        await page.ClickAsync(".bar [data-do='runAll']");
        await served.StartAgainAsync();
        await page.GotoAsync(served.AddressOf("a"));
        await Expect(page.Locator(".notice.dropped")).ToContainTextAsync("Run all");
    }

    [Fact]
    public async Task An_open_editor_asks_nothing_while_there_is_no_session_and_again_when_there_is_one()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "Environment.Exit(3);"), ("code", "1"));
        await using var browser = await browsers.OpenAsync();
        var asked = 0;
        var page = await browser.NewPageAsync();
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (frame.Text?.Contains("diagnose", StringComparison.Ordinal) == true)
                Interlocked.Increment(ref asked);
        };
        await page.GotoAsync(served.AddressOf("a"));
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "idle");
        await page.RunAsync("c1");
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "none");
        await page.WriteAsync("c2", "int wrong = \"text\";");
        await page.WaitForTimeoutAsync(1000);
        var before = asked;
        await page.WaitForTimeoutAsync(5000);
        Assert.Equal(before, asked);
        await page.ClickAsync(".bar [data-do='restart']");
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "idle");
        await page.WaitForTimeoutAsync(1500);
        Assert.True(asked > before, "The editor did not ask the new session.");
    }

    private static async Task<IPage> ShowAsync(ServedCourse served, IBrowserContext browser)
    {
        await browser.AddInitScriptAsync(Breakable);
        return await served.ShowAsync(browser);
    }

    // The first cell writes "begun" and never ends.
    private static async Task StopWhileAwayAsync(IPage page)
    {
        await page.SelectAsync("c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c1", "begun");
        await BreakAsync(page);
        await page.ClickAsync(".bar [data-do='stop']");
    }

    private static async Task BreakAsync(IPage page)
    {
        await page.EvaluateAsync("window.away = true; window.lastSocket.close()");
        await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "offline");
    }

    private static async Task ComeBackAsync(IPage page) => await page.EvaluateAsync("window.away = false");
}
