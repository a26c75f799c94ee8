using System.Text.Json.Nodes;
using Courseware.Host.Running;
using Courseware.Page.Serving;
using Microsoft.Playwright;

namespace Courseware.Page.Tests.Support;

/// <summary>A page that serves notebooks made for a test, or the course's own; what it keeps goes to a folder of the test's.</summary>
internal sealed class ServedCourse : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CourseFolder _course;
    private readonly int _port;
    private bool _isStopped;

    // An empty folder: notebooks run on stand-ins.
    static ServedCourse() => Environment.SetEnvironmentVariable("COURSEWARE_DATA",
        Directory.CreateDirectory(Path.Combine(TemporaryFolder.All, "no-data")).FullName);

    private ServedCourse(CourseFolder? course, int port) => (_course, _port) = (course ?? new CourseFolder(_folder.At("course")), port);

    public PageServer Server { get; private set; } = null!;

    public string Root => $"http://127.0.0.1:{new Uri(Server.Address).Port}";

    /// <summary>Serves one notebook of these cells, called "a".</summary>
    public static Task<ServedCourse> OfCellsAsync(params (string Kind, string Source)[] cells) => OfNotebooksAsync(("a", cells));

    public static async Task<ServedCourse> OfNotebooksAsync(params (string Name, (string Kind, string Source)[] Cells)[] notebooks)
    {
        var served = new ServedCourse(null, 0);
        foreach (var (name, cells) in notebooks)
            served._folder.Write($"course/notebooks/{name}.ipynb", Notebook(cells));
        await served.StartAsync();
        return served;
    }

    /// <summary>Serves the course.</summary>
    public static async Task<ServedCourse> OfCourseAsync()
    {
        var served = new ServedCourse(new CourseFolder(Repository.Root), 0);
        await served.StartAsync();
        return served;
    }

    public static string Notebook(params (string Kind, string Source)[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((cell, index) => (JsonNode)(cell.Kind == "code"
            ? new JsonObject { ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"c{index + 1}",
                ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = cell.Source }
            : new JsonObject { ["cell_type"] = cell.Kind, ["id"] = $"c{index + 1}", ["metadata"] = new JsonObject(),
                ["source"] = cell.Source }))]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] =
            new JsonObject { ["display_name"] = "Courseware (C#)", ["language"] = "C#", ["name"] = "courseware-csharp" }
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();

    public string PathOf(string name) => Path.Combine(_course.Notebooks, name + ".ipynb");

    /// <summary>The address of a notebook, with the secret.</summary>
    public string AddressOf(string name) => $"{Root}/{name}.html?token={Server.Token}";

    /// <summary>Shows a notebook, connected.</summary>
    public async Task<IPage> ShowAsync(IBrowserContext browser, string name = "a")
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(AddressOf(name));
        await page.WaitForSelectorAsync("#session[data-state='idle'], #session[data-state='busy']",
            new() { State = WaitForSelectorState.Attached });
        return page;
    }

    /// <summary>Ends the program and starts it again on the same port, as after a crash: nothing is told to it or by it.</summary>
    public async Task StartAgainAsync()
    {
        await StopAsync();
        await StartAsync(new Uri(Server.Address).Port);
    }

    public async Task StopAsync()
    {
        if (!_isStopped)
            await Server.DisposeAsync();
        _isStopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(int? port = null)
    {
        Server = new PageServer(new PageSettings(_course, null, port ?? _port, OpensBrowser: false), _folder.At("kept"));
        await Server.StartAsync();
        _isStopped = false;
    }
}
