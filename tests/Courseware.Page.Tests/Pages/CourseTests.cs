using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.Pages;

/// <summary>The course's own notebooks on the page.</summary>
public sealed class CourseTests(Browsers browsers)
{
    public static TheoryData<string> Notebooks => CourseNotebooks.Names;

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Each_notebook_is_shown_without_an_error_and_fits_the_window(string name)
    {
        await using var served = await ServedCourse.OfCourseAsync();
        await using var browser = await browsers.OpenAsync();
        var errors = new List<string>();
        var page = await browser.NewPageAsync();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") errors.Add(message.Text); };
        page.Response += (_, response) => { if (response.Status >= 400) errors.Add($"{response.Status} {response.Url}"); };
        await page.GotoAsync(served.AddressOf(name));
        await Expect(page.Locator("h1").First).ToBeVisibleAsync();
        await Expect(page.Locator("code .k").First).ToBeAttachedAsync();
        Assert.Equal(0, await page.Locator(".tex-error").CountAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        // Not WaitForFunctionAsync, which evaluates a string in the page: its policy forbids that.
        while (!await page.EvaluateAsync<bool>("Boolean(window.monaco)"))
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(errors);
    }

    // The tour each time, the others where there is time.
    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Each_notebook_runs_to_its_end_and_is_stopped_in_its_first_long_cell_on_the_way(string name)
    {
        if (name != "00-tour")
            LongTests.SkipUnlessAsked();
        await using var served = await ServedCourse.OfCourseAsync();
        await using var browser = await browsers.OpenAsync();
        var errors = new List<string>();
        var page = await served.ShowAsync(browser, name);
        page.PageError += (_, error) => errors.Add(error);
        await page.ClickAsync(".bar [data-do='runAll']");
        var (isStopped, running, since) = (false, (string?)null, Stopwatch.StartNew());
        while (await page.Locator(".code-cell:not([data-state='Succeeded'])").CountAsync() > 0)
        {
            Assert.True(since.Elapsed < s_longestCell, $"{running} runs for {since.Elapsed}.");
            if (await page.Locator(".code-cell[data-state='Failed']").CountAsync() > 0)
                Assert.Fail(await page.Locator(".code-cell[data-state='Failed']").First.InnerTextAsync());
            var now = await page.EvaluateAsync<string?>("document.querySelector('.code-cell[data-state=Running]')?.dataset.id ?? null");
            if (now != running)
                (running, since) = (now, Stopwatch.StartNew());
            if (!isStopped && running is not null && since.Elapsed > s_longCell)
            {
                await page.ClickAsync(".bar [data-do='stop']");
                await page.EndedAsync(running);
                isStopped = await page.Locator(".code-cell[data-state='Interrupted']").CountAsync() > 0;
                await Expect(page.Locator("#session")).ToHaveAttributeAsync("data-state", "idle");
                await page.ClickAsync(".bar [data-do='runAll']");
            }
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        Assert.Empty(errors);
    }

    private static readonly TimeSpan s_longCell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestCell = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_training_cell_is_stopped_and_trains_again()
    {
        await using var served = await ServedCourse.OfCourseAsync();
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser, "00-tour");
        foreach (var cell in (string[])["00-tour-00", "00-tour-06", "00-tour-08"])
            await page.RunAsync(cell);
        await page.WriteAsync("00-tour-07", "int epochs = 1_000_000;");
        await page.RunAsync("00-tour-07");
        await page.SelectAsync("00-tour-09");
        await page.Keyboard.PressAsync("Control+Enter");
        // The chart moves.
        await Expect(page.Cell("00-tour-09").Locator(".plot svg.main-svg").First).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.StateAsync("00-tour-09", "Running");
        await page.ClickAsync(".bar [data-do='stop']");
        await page.StateAsync("00-tour-09", "Interrupted");
        await page.WriteAsync("00-tour-07", "int epochs = 2;");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.EndedAsync("00-tour-07");
        await page.RunAsync("00-tour-09");
        await page.StateAsync("00-tour-09", "Succeeded");
    }

    [Fact]
    public async Task A_notebook_with_claims_derivations_and_charts_runs_to_its_end()
    {
        await using var served = await ServedCourse.OfCourseAsync();
        await using var browser = await browsers.OpenAsync();
        var errors = new List<string>();
        var page = await served.ShowAsync(browser, "02-adam-by-hand");
        page.PageError += (_, error) => errors.Add(error);
        await page.ClickAsync(".bar [data-do='runAll']");
        await Expect(page.Locator(".code-cell:not([data-state='Succeeded'])")).ToHaveCountAsync(0, new() { Timeout = 300_000 });
        await Expect(page.Locator("article.claim.held")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".plot svg.main-svg")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".plot").First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex(".{10,}"));
        await Expect(page.Locator("#facts")).ToContainTextAsync("claims");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task An_exercise_answers_at_once_and_keeps_its_progress()
    {
        await using var served = await ServedCourse.OfCourseAsync();
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser, "00-tour");
        await page.RunAsync("00-tour-00");
        await page.WriteAsync("00-tour-13", "double? answer = 0.7;\nExercise.Check(\"0a\", answer)");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync("00-tour-13", "correct");
        await Expect(page.Locator("#facts")).ToContainTextAsync("1 of 1 right");
        await served.StartAgainAsync();
        await page.GotoAsync(served.AddressOf("00-tour"));
        await Expect(page.Locator("#facts")).ToContainTextAsync("1 of 1 right");
    }

    [Fact]
    public async Task Later_runs_are_drawn_over_the_kept_ones()
    {
        const string figure =
            "{\\\"data\\\":[{\\\"type\\\":\\\"scatter\\\",\\\"name\\\":\\\"loss\\\",\\\"x\\\":[1,2],\\\"y\\\":[2,1]}],\\\"layout\\\":{}}";
        const string cell =
            "class Chart { public IReadOnlyDictionary<string, string> ToMimeBundle() => new Dictionary<string, string> { [\"application/vnd.plotly.v1+json\"] = \"" + figure
            + "\", [\"image/svg+xml\"] = \"<svg xmlns='http://www.w3.org/2000/svg'/>\", [\"text/plain\"] = \"a chart\" }; }\nnew Chart()";
        await using var served = await ServedCourse.OfCellsAsync(("code", cell));
        await using var browser = await browsers.OpenAsync();
        var page = await served.ShowAsync(browser);
        await page.RunAsync("c1");
        await Expect(page.Locator(".plot .scatterlayer .trace")).ToHaveCountAsync(1);
        await page.ClickAsync(".menu summary");
        await page.ClickAsync("[data-do='keepRuns']");
        await page.RunAsync("c1");
        await Expect(page.Locator(".plot .scatterlayer .trace")).ToHaveCountAsync(2);
        await Expect(page.Locator(".plot .legend")).ToContainTextAsync("before");
    }
}
