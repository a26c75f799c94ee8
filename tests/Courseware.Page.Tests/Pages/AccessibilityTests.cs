using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Pages;

/// <summary>Roles, names and contrast, as axe finds them; and the keyboard alone.</summary>
public sealed class AccessibilityTests(Browsers browsers, RanNotebook ran) : IClassFixture<RanNotebook>
{
    [Theory]
    [InlineData(ColorScheme.Light, "en", "")]
    [InlineData(ColorScheme.Dark, "en", "")]
    [InlineData(ColorScheme.Light, "fa", "")]
    [InlineData(ColorScheme.Light, "en", "present")]
    [InlineData(ColorScheme.Dark, "en", "present")]
    public async Task A_notebook_that_has_run_has_no_violation(ColorScheme scheme, string language, string mode)
    {
        await using var browser = await browsers.OpenAsync(scheme: scheme);
        var page = await ran.Served.ShowAsync(browser);
        if (language == "fa")
            await page.ClickAsync("[data-do='language']");
        await Expect(page.Cell("c3").Locator(".edge")).ToBeVisibleAsync();
        await page.SelectAsync("c2");
        if (mode == "present")
            await page.Keyboard.PressAsync("p");
        else
            await page.Keyboard.PressAsync("w");
        await page.WaitForTimeoutAsync(400);
        await AssertNoViolationAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_list_of_notebooks_has_no_violation(ColorScheme scheme)
    {
        await using var served = await ServedCourse.OfCourseAsync();
        await using var browser = await browsers.OpenAsync(scheme: scheme);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{served.Root}/?token={served.Server.Token}");
        await Expect(page.Locator(".card")).ToHaveCountAsync(14);
        await AssertNoViolationAsync(page);
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard()
    {
        await using var served = await ServedCourse.OfCellsAsync(("code", "1"), ("code", "2"));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.Cell("c2").Locator(".monaco-editor[data-uri]").WaitForAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("0 + 1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("c2", "21");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("b");
        await Expect(page.Locator(".nb-cell")).ToHaveCountAsync(3);
        await page.Locator(".nb-cell").Nth(2).Locator(".editor").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator(".nb-cell")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("dialog")).ToContainTextAsync("Shift+Enter");
    }

    private static async Task AssertNoViolationAsync(IPage page)
    {
        // The editor is another project's: what it draws is not for us to change.
        var result = await page.RunAxe(
            new Deque.AxeCore.Commons.AxeRunContext { Exclude = [new(".monaco-editor"), new(".monaco-aria-container")] });
        var found = result.Violations.Select(
            violation => $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Take(5).Select(node => node.Html))}")
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
