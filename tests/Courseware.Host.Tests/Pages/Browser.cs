using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Xunit;

namespace Courseware.Host.Tests.Pages;

/// <summary>A real browser without a window, for what only a layout tells; its tests are skipped where there is none.</summary>
internal static class Browser
{
    private static readonly Lazy<string?> s_found = new(() => Array.Find(["chromium", "chromium-browser", "google-chrome"], Starts));

    /// <summary>Lays a page out in a window of this width and gives what a JavaScript expression makes of it.</summary>
    public static JsonNode Measure(string page, int width, string expression)
    {
        if (s_found.Value is null)
            Assert.Skip("No Chromium or Chrome found on PATH.");
        using var folder = new TemporaryFolder();
        var file = folder.Write("page.html",
            page.Replace("</body>",
                "<script>addEventListener('load', () => { document.documentElement.dataset.measured = JSON.stringify(" + expression
                + "); });</script></body>", StringComparison.Ordinal));
        var html = Run(
            s_found.Value, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--dump-dom",
            "--user-data-dir=" + folder.At("profile"),
            string.Create(CultureInfo.InvariantCulture, $"--window-size={width},900"), new Uri(file).AbsoluteUri);
        return JsonNode.Parse(new HtmlParser().ParseDocument(html).DocumentElement.GetAttribute("data-measured")
            ?? throw new InvalidOperationException("The browser wrote no measurement: " + html))!;
    }

    private static bool Starts(string name)
    {
        try
        {
            return Run(name, "--version").Length > 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEndAsync();
        if (!text.Wait(TimeSpan.FromSeconds(90)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within 90 s.");
        }
        process.WaitForExit();
        return text.Result;
    }
}
