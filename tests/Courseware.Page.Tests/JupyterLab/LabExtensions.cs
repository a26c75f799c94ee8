using System.Diagnostics;
using Microsoft.Playwright;

namespace Courseware.Page.Tests.JupyterLab;

/// <summary>What a user does in JupyterLab, and sees there.</summary>
internal static class LabExtensions
{
    // Cells far from the window have no elements yet: their model is asked.
    private const string Cells = "[...window.lab.shell.currentWidget.content.model.cells].filter((cell) => cell.type === 'code')";
    private const string Errors = $"{Cells}.flatMap((cell) => cell.outputs.toJSON()).filter((output) => output.output_type === 'error')";
    private const string Left = $"{Cells}.filter((cell) => cell.executionState !== 'idle' || cell.executionCount === null)";
    private const string LeftToRun = $"() => {Errors}.length > 0 ? -1 : {Left}.length";
    private const string FirstError = $"() => {Errors}[0].traceback.join('\\n')";

    public static ILocator CodeCell(this IPage page, int number) => page.Locator(".jp-Notebook .jp-CodeCell").Nth(number - 1);

    /// <summary>Opens a menu of the bar and takes a command.</summary>
    public static async Task TakeAsync(this IPage page, string menu, string command)
    {
        await page.Locator(".lm-MenuBar-item").GetByText(menu, new() { Exact = true }).ClickAsync();
        await page.Locator($".lm-Menu [data-command='{command}']").ClickAsync();
    }

    /// <summary>Waits until the kernel has nothing to do.</summary>
    public static async Task IdleAsync(this IPage page, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (await page.StatusAsync() != "idle")
        {
            Assert.True(watch.Elapsed < patience, $"The kernel is {await page.StatusAsync()} after {patience}.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public static Task<string?> StatusAsync(this IPage page)
        => page.EvaluateAsync<string?>("() => window.lab?.shell.currentWidget?.sessionContext?.session?.kernel?.status ?? null");

    /// <summary>Runs a cell and waits until it ended.</summary>
    public static async Task RunAsync(this IPage page, int number)
    {
        await page.CodeCell(number).Locator(".jp-InputPrompt").ClickAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await page.EndedAsync(number);
    }

    /// <summary>Waits until every code cell has run; the text of the first that failed fails the test.</summary>
    public static async Task RanAllAsync(this IPage page, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (await page.EvaluateAsync<int>(LeftToRun) is not 0 and var left)
        {
            if (left < 0)
                Assert.Fail(await page.EvaluateAsync<string>(FirstError));
            Assert.True(watch.Elapsed < patience, $"{left} cells have not run after {patience}.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        await page.IdleAsync(patience);
    }

    public static Task EndedAsync(this IPage page, int number)
        => Assertions.Expect(page.CodeCell(number).Locator(".jp-InputPrompt")).ToHaveTextAsync(s_count, new() { Timeout = 60_000 });

    /// <summary>Replaces a cell's text, as somebody who types.</summary>
    public static async Task WriteAsync(this IPage page, int number, string source)
    {
        await page.CodeCell(number).Locator(".cm-content").ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(source);
    }

    public static Task ShowsAsync(this IPage page, int number, string text)
        => Assertions.Expect(page.CodeCell(number).Locator(".jp-OutputArea").First).ToContainTextAsync(text, new() { Timeout = 60_000 });

    private static readonly System.Text.RegularExpressions.Regex s_count = new(@"^\[\d+\]:$");
}
