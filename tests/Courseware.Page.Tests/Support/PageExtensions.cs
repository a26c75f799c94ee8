using Microsoft.Playwright;

namespace Courseware.Page.Tests.Support;

/// <summary>What a reader does and sees.</summary>
internal static class PageExtensions
{
    public static ILocator Cell(this IPage page, string id) => page.Locator($".nb-cell[data-id='{id}']");

    /// <summary>Runs a cell and waits until it ended, in whatever way.</summary>
    public static async Task RunAsync(this IPage page, string id)
    {
        await page.SelectAsync(id);
        await page.Keyboard.PressAsync("Control+Enter");
        await page.EndedAsync(id);
    }

    public static Task EndedAsync(this IPage page, string id)
        => Assertions.Expect(page.Cell(id)).ToHaveAttributeAsync("data-state", s_ended, new() { Timeout = 120_000 });

    public static Task StateAsync(this IPage page, string id, string state)
        => Assertions.Expect(page.Cell(id)).ToHaveAttributeAsync("data-state", state, new() { Timeout = 120_000 });

    /// <summary>Chooses a cell without editing it.</summary>
    public static Task SelectAsync(this IPage page, string id)
        => page.Cell(id).EvaluateAsync("cell => (cell.querySelector('pre.code') ?? cell).focus()");

    /// <summary>Replaces a cell's text, as somebody who types.</summary>
    public static async Task WriteAsync(this IPage page, string id, string source)
    {
        await page.SelectAsync(id);
        await page.Keyboard.PressAsync("Enter");
        await page.Cell(id).Locator(".monaco-editor[data-uri]").WaitForAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(source);
        await page.WaitForTimeoutAsync(350);
    }

    public static Task<string> OutputAsync(this IPage page, string id) => page.Cell(id).Locator(".outputs").InnerTextAsync();

    public static Task ShowsAsync(this IPage page, string id, string text)
        => Assertions.Expect(page.Cell(id).Locator(".outputs")).ToContainTextAsync(text, new() { Timeout = 120_000 });

    private static readonly System.Text.RegularExpressions.Regex s_ended = new("Succeeded|Failed|Interrupted");
}
