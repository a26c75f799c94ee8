using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Support;

/// <summary>A served notebook with all that a cell can show: it has run, to an error, and one cell is stale.</summary>
public sealed class RanNotebook(Browsers browsers) : IAsyncLifetime
{
    internal ServedCourse Served { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Browsers.AreThere)
            return;
        await using var browser = await browsers.OpenAsync();
        const string prose = """
            # Title

            <div dir="rtl" lang="fa">عنوان</div>

            A formula $a^2$ and `code`.

            ## Section

            | a | b |
            |---|---|
            | 1 | 2 |
            """;
        Served = await ServedCourse.OfCellsAsync(("markdown", prose),
            ("code", "var x = 1;   // change me"), ("code", "Console.WriteLine(\"text\"); Console.Error.WriteLine(\"error\"); x"),
            ("code", "int.Parse(\"no\")"), ("code", "x + 1"));
        var page = await Served.ShowAsync(browser);
        await page.ClickAsync(".bar [data-do='runAll']");
        await page.StateAsync("c4", "Failed");
        await page.WriteAsync("c2", "var x = 3;   // change me");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Cell("c3").Locator(".edge")).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Served is not null)
            await Served.DisposeAsync();
    }
}
