using System.Diagnostics;
using Courseware.Host.Tests.Jupyter;
using Xunit;

namespace Courseware.Host.Tests.Installing;

/// <summary>The program itself, installing the kernel that Jupyter then finds and starts.</summary>
public sealed class InstalledKernelTests : IDisposable
{
    // Finds the kernel by its name, as a front end does.
    private const string Client = """
        import os, sys
        os.environ["JUPYTER_PATH"] = os.path.join(sys.argv[1], "share", "jupyter")
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import start_new_kernel
        spec = KernelSpecManager().get_kernel_spec("installed")
        assert os.path.isabs(spec.argv[0]) and spec.language == "C#" and spec.interrupt_mode == "message", spec.to_json()
        assert os.path.isfile(os.path.join(spec.resource_dir, "logo-64x64.png"))
        manager, client = start_new_kernel(startup_timeout=120, kernel_name="installed", env={"PATH": ""})
        out = []
        client.execute_interactive("Console.WriteLine(6 * 7);", timeout=120, output_hook=lambda m: out.append(m["content"].get("text")))
        client.stop_channels()
        manager.shutdown_kernel()
        print("said", [text for text in out if text])
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jupyter_finds_and_starts_the_installed_kernel_without_dotnet_on_the_PATH_and_not_after_it_is_removed()
    {
        var prefix = _folder.At("a prefix with spaces");
        var (code, told) = await CoursewareAsync("install", "--prefix", prefix, "--name", "installed", "--no-publish");
        Assert.True(code == 0, told);
        var (exitCode, text) = await KernelHost.PythonAsync(_folder, ["jupyter_client"], "-W", "ignore", "-c", Client, prefix);
        Assert.True(exitCode == 0, text);
        Assert.Contains("said ['42\\n']", text, StringComparison.Ordinal);

        (code, told) = await CoursewareAsync("uninstall", "--prefix", prefix, "--name", "installed");
        Assert.True(code == 0, told);
        (exitCode, text) = await KernelHost.PythonAsync(_folder, ["jupyter_client"], "-W", "ignore", "-c", Client, prefix);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("NoSuchKernel", text, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Text)> CoursewareAsync(params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo("dotnet", [KernelHost.Path, "kernel", .. arguments])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true
            })!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await text + await errors);
    }
}
