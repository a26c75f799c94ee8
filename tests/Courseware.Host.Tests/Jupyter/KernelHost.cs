using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Courseware.Host.Tests.Jupyter;

/// <summary>The built host, as a kernel that Jupyter's own programs can start.</summary>
internal static class KernelHost
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(400);

    public static string Path => typeof(Courseware.Host.Commands.CommandLine).Assembly.Location;

    /// <summary>Runs Python with a Jupyter in which the kernel is installed; skips the test where Python lacks the modules.</summary>
    /// <returns>The exit code and all that it printed.</returns>
    public static Task<(int ExitCode, string Text)> PythonAsync(TemporaryFolder folder, string[] modules, params string[] arguments)
        => PythonAsync(folder, modules, s_limit, arguments);

    /// <inheritdoc cref="PythonAsync(TemporaryFolder, string[], string[])"/>
    public static async Task<(int ExitCode, string Text)> PythonAsync(TemporaryFolder folder, string[] modules, TimeSpan limit,
        params string[] arguments)
    {
        var python = Array.Find(["python3", "/usr/bin/python3"], name => Has(name, modules));
        if (python is null)
            Assert.Skip($"No python3 with {string.Join(" and ", modules)} found (neither on PATH nor /usr/bin/python3).");
        folder.Write("jupyter/kernels/courseware-csharp/kernel.json", new JsonObject
        {
            ["argv"] = new JsonArray("dotnet", Path, "kernel", "start", "{connection_file}"),
            ["display_name"] = "Courseware (C#)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
        }.ToJsonString());
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder.Root
        };
        start.Environment["JUPYTER_PATH"] = folder.At("jupyter");
        start.Environment["JUPYTER_RUNTIME_DIR"] = folder.At("runtime");
        start.Environment["JUPYTER_PLATFORM_DIRS"] = "0";
        using var process = Process.Start(start)!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(limit);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, await text + await errors);
    }

    private static bool Has(string python, string[] modules)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(python, ["-c", "import " + string.Join(", ", modules)])
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true
                })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
