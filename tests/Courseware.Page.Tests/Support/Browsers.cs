using Courseware.Page.Tests.Support;
using Microsoft.Playwright;

// Each has a server and a kernel of its own, and the machine that they are written on two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: AssemblyFixture(typeof(Browsers))]

namespace Courseware.Page.Tests.Support;

/// <summary>One browser without a window for all tests; where there is none, tests that need it are skipped.</summary>
public sealed class Browsers : IAsyncDisposable
{
    private static readonly string? s_program = Find();

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Whether there is one.</summary>
    public static bool AreThere => s_program is not null;

    /// <summary>A browser's window of its own: no cookies or storage of others.</summary>
    public async Task<IBrowserContext> OpenAsync(int width = 1280, int height = 720, ColorScheme scheme = ColorScheme.Light)
    {
        if (s_program is null)
            Assert.Skip("No Chromium or Chrome found on PATH.");
        await _turn.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = s_program, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        }
        finally
        {
            _turn.Release();
        }
        var context = await _browser.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(30_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _turn.Dispose();
    }

    private static string? Find() => (
        from name in (string[])["chromium", "chromium-browser", "google-chrome"]
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        let file = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
        where File.Exists(file)
        select file).FirstOrDefault();
}
