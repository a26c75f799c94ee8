using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Courseware.Host.Commands;
using Courseware.Kernel.Packages;
using Microsoft.Playwright;

namespace Courseware.Page.Tests.JupyterLab;

/// <summary>
/// JupyterLab with our kernel, installed as a user installs it but into a prefix of the test's, over a copy of the course's notebooks.
/// </summary>
internal sealed class LabServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly string _token = Guid.NewGuid().ToString("N");
    private readonly string _said;
    private Process? _process;
    private int _port;

    private LabServer() => _said = _folder.At("said");

    // Notebooks run on stand-ins.
    private string NoData => Directory.CreateDirectory(_folder.At("no-data")).FullName;

    public static async Task<LabServer> StartAsync(CancellationToken cancellation)
    {
        var (python, built) = (LabBuild.Python, LabBuild.Folder);
        var server = new LabServer();
        try
        {
            server.CopyCourse();
            await server.CoursewareAsync(cancellation, "kernel", "install", "--prefix", server._folder.At("prefix"), "--no-publish");
            await server.ServeAsync(python, built, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The path of a notebook in the copied course, or where one may be written.</summary>
    public string PathOf(string name) => _folder.At("course", "notebooks", name + ".ipynb");

    /// <summary>Executes a notebook by <c>courseware run</c>, on the same data.</summary>
    /// <returns>The path of the executed notebook.</returns>
    public async Task<string> RunAsync(string name, CancellationToken cancellation)
    {
        await CoursewareAsync(cancellation, "run", Repository.At("notebooks", name + ".ipynb"), "--no-html", "--output", _folder.At("run"));
        return _folder.At("run", "notebooks", name + ".ipynb");
    }

    /// <summary>Shows a notebook, its kernel ready.</summary>
    public async Task<IPage> ShowAsync(IBrowserContext browser, string name)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"http://127.0.0.1:{_port}/lab/tree/notebooks/{name}.ipynb?token={_token}");
        await page.Locator(".jp-Notebook .jp-Cell").First.WaitForAsync();
        await page.IdleAsync(s_patience);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // Its kernels with it.
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }
        _folder.Dispose();
    }

    private async Task CoursewareAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetProgram.Path, ["exec", typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["COURSEWARE_DATA"] = NoData;
        using var process = Process.Start(start)!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, await text + await errors);
    }

    // What a notebook names beside itself is there; what is saved leaves the repository alone.
    private void CopyCourse()
    {
        Directory.CreateDirectory(_folder.At("course", "notebooks"));
        foreach (var entry in new DirectoryInfo(Repository.Root).EnumerateFileSystemInfos())
        {
            if (entry.Name is "notebooks" or ".git")
                continue;
            if (entry is DirectoryInfo)
                Directory.CreateSymbolicLink(_folder.At("course", entry.Name), entry.FullName);
            else
                File.Copy(entry.FullName, _folder.At("course", entry.Name));
        }
        foreach (var file in Directory.EnumerateFiles(Repository.At("notebooks")))
            File.Copy(file, _folder.At("course", "notebooks", Path.GetFileName(file)));
        foreach (var inner in new DirectoryInfo(Repository.At("notebooks")).EnumerateDirectories())
            Directory.CreateSymbolicLink(_folder.At("course", "notebooks", inner.Name), inner.FullName);
    }

    private async Task ServeAsync(string python, string built, CancellationToken cancellation)
    {
        _port = FreePort();
        var start = new ProcessStartInfo(python, ["-W", "ignore", Path.Combine(built, "serve.py"),
            $"--ServerApp.port={_port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1", "--no-browser", "--allow-root",
            $"--ServerApp.root_dir={_folder.At("course")}", "--log-level=WARN"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["JUPYTER_TOKEN"] = _token;
        start.Environment["JUPYTER_NO_CONFIG"] = "1";
        start.Environment["JUPYTER_PATH"] = _folder.At("prefix", "share", "jupyter");
        start.Environment["COURSEWARE_DATA"] = NoData;
        foreach (var name in new[] { "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "LAB_KEEPS" })
            start.Environment[name] = Directory.CreateDirectory(_folder.At("jupyter")).FullName;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{_port}/lab?token={_token}"), cancellation);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            if (_process.HasExited || watch.Elapsed > s_patience)
                Assert.Fail(File.Exists(_said) ? await File.ReadAllTextAsync(_said, cancellation) : "");
            await Task.Delay(100, cancellation);
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
            File.AppendAllText(_said, line.Data + "\n");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
