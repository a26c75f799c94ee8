using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Courseware.Page.Tests.JupyterLab;

/// <summary>The kernel in JupyterLab, as it is now, in a browser.</summary>
public sealed class JupyterLabTests(Browsers browsers)
{
    private static readonly Regex s_time = new(@"\d+(\.\d+)? s\b");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("02-adam-by-hand")]
    [InlineData("03-reuters")]
    public async Task A_notebook_shows_in_JupyterLab_what_it_shows_in_a_run_and_saving_changes_its_outputs_alone(string name)
    {
        await using var browser = await browsers.OpenAsync();
        await using var lab = await LabServer.StartAsync(Cancellation);
        var written = Read(lab.PathOf(name));
        var page = await lab.ShowAsync(browser, name);
        await page.TakeAsync("Run", "runmenu:run-all");
        await page.RanAllAsync(TimeSpan.FromMinutes(6));
        await Expect(page.Locator(".jp-OutputArea svg").First).ToBeAttachedAsync();
        await page.Keyboard.PressAsync("Control+S");
        await Expect(page.Locator(".jp-mod-dirty")).ToHaveCountAsync(0);
        var saved = Read(lab.PathOf(name));

        Assert.Equal(Shown(Read(await lab.RunAsync(name, Cancellation))), Shown(saved));
        Assert.Equal(WithoutOutputs(written), WithoutOutputs(saved));
    }

    [Fact]
    public async Task A_user_edits_completes_reruns_interrupts_and_restarts()
    {
        await using var browser = await browsers.OpenAsync();
        await using var lab = await LabServer.StartAsync(Cancellation);
        var notebook = ServedCourse.Notebook(("code", "var rate = 2;"), ("code", "var twice = rate * 2;\ntwice"), ("code", "#!rerun"),
            ("code", "var n = 1; Console.WriteLine(\"begun\"); while (true) n++;"), ("code", "n > 1"), ("code", ""));
        await File.WriteAllTextAsync(lab.PathOf("small"), notebook, Cancellation);
        var page = await lab.ShowAsync(browser, "small");
        await page.RunAsync(1);
        await page.RunAsync(2);
        await page.ShowsAsync(2, "4");

        await page.WriteAsync(1, "var rate = 5;");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync(1, "rate changed: cell 2 was computed with the earlier one.");
        await page.RunAsync(3);
        await page.ShowsAsync(3, "10");

        await page.CodeCell(4).Locator(".jp-InputPrompt").ClickAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await page.ShowsAsync(4, "begun");
        await page.TakeAsync("Kernel", "kernelmenu:interrupt");
        await page.ShowsAsync(4, "nterrupted");
        await page.RunAsync(5);
        await page.ShowsAsync(5, "True");

        await page.WriteAsync(6, "\"text\".ToUppe");
        // JupyterLab waits a second for proposals; on a busy machine the next Tab has them.
        var proposals = page.Locator(".jp-Completer-item");
        for (var i = 0; i < 10 && await proposals.CountAsync() == 0; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            await page.WaitForTimeoutAsync(2000);
        }
        await Expect(proposals.First).ToContainTextAsync("ToUpper");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.CodeCell(6).Locator(".cm-content")).ToContainTextAsync("ToUpper");

        await page.TakeAsync("Kernel", "kernelmenu:restart");
        await page.Locator(".jp-Dialog .jp-mod-accept").ClickAsync();
        await page.IdleAsync(TimeSpan.FromSeconds(60));
        await page.RunAsync(5);
        await page.ShowsAsync(5, "CS0103");
    }

    // Measured times are never the same.
    private static List<string> Shown(JsonObject notebook)
        => NotebookOutputs.Of(notebook).ConvertAll(output => s_time.Replace(output, "… s"));

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();

    // What git would show if outputs were cleared.
    private static string WithoutOutputs(JsonObject notebook)
    {
        var copy = notebook.DeepClone().AsObject();
        foreach (var cell in copy["cells"]!.AsArray().OfType<JsonObject>().Where(cell => (string?)cell["cell_type"] == "code"))
            (cell["outputs"], cell["execution_count"]) = (new JsonArray(), null);
        return NotebookOutputs.Sorted(copy);
    }
}
