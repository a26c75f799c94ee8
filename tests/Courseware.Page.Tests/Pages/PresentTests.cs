using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Pages;

/// <summary>The lectern: a step at a time by keyboard, numbers as sliders, runs over each other, the course's numbers back.</summary>
public sealed class PresentTests(Browsers browsers)
{
    private static readonly (string, string)[] s_cells =
    [
        ("markdown", "# Title\n\nWhat it is about."),
        ("markdown", "## One\n\nFirst section."),
        ("code", "var rate = 0.5;   // change me"),
        ("code", "Console.WriteLine($\"rate {rate * 10}\");"),
        ("markdown", "## Two\n\nSecond section."),
    ];

    [Fact]
    public async Task Sections_and_outputs_come_step_by_step()
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        await using var browser = await browsers.OpenAsync();
        var page = await ShowRunAsync(served, browser);
        await page.Keyboard.PressAsync("p");
        await Expect(page.Locator(".prose h1")).ToBeVisibleAsync();
        await Expect(page.GetByText("First section.")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByText("First section.")).ToBeVisibleAsync();
        await Expect(page.Locator(".prose h1")).ToBeHiddenAsync();
        await Expect(page.GetByText("rate 5")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByText("rate 5")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByText("rate 5")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.GetByText("rate 5")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByText("Second section.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("First section.")).ToBeVisibleAsync();
        await Expect(page.Locator(".bar")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Text_is_large_enough_for_the_last_row()
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        foreach (var (width, height, least) in ((int, int, int)[])[(1280, 720, 23), (1920, 1080, 27)])
        {
            await using var browser = await browsers.OpenAsync(width, height);
            var page = await served.ShowAsync(browser);
            await page.Keyboard.PressAsync("p");
            var size = await page.Locator(".prose p").First.EvaluateAsync<double>("p => parseFloat(getComputedStyle(p).fontSize)");
            Assert.True(size >= least, $"{size} points at {width} × {height}");
            Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        }
    }

    [Fact]
    public async Task A_moved_number_runs_its_cell_and_what_depends_on_it_and_one_key_brings_the_course_s_back()
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        await using var browser = await browsers.OpenAsync();
        var page = await ShowRunAsync(served, browser);
        await page.SelectAsync("c3");
        await page.Keyboard.PressAsync("w");
        var exact = page.Locator(".what-if input[type='number']").First;
        await exact.FillAsync("2");
        await exact.PressAsync("Tab");
        await page.ShowsAsync("c4", "rate 20");
        await Expect(page.Cell("c3").Locator("code")).ToContainTextAsync("var rate = 2;   // change me");
        await page.Locator(".what-if [data-do='resetNumbers']").ClickAsync();
        await page.ShowsAsync("c4", "rate 5");
    }

    [Fact]
    public async Task The_page_turns_for_Persian_and_code_does_not()
    {
        await using var served = await ServedCourse.OfCellsAsync(s_cells);
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.ClickAsync("[data-do='language']");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(page.Locator(".bar [data-do='runAll']")).ToContainTextAsync("اجرای همه");
        Assert.Equal("ltr", await page.Locator("pre.code").First.EvaluateAsync<string>("code => getComputedStyle(code).direction"));
        Assert.Equal("ltr", await page.Locator(".prose p").First.EvaluateAsync<string>("p => getComputedStyle(p).direction"));
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await page.ClickAsync("[data-do='language']");
        await Expect(page.Locator(".bar [data-do='runAll']")).ToContainTextAsync("Run all");
    }

    private static async Task<IPage> ShowRunAsync(ServedCourse served, IBrowserContext browser)
    {
        var page = await served.ShowAsync(browser);
        await page.ClickAsync(".bar [data-do='runAll']");
        await page.StateAsync("c4", "Succeeded");
        return page;
    }
}
