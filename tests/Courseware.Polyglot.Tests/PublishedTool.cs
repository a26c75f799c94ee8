using System.Diagnostics;
using Courseware.Kernel.Packages;
using Xunit;

namespace Courseware.Polyglot.Tests;

/// <summary>
/// The kernel of the published tool, dotnet-interactive, run by Jupyter's nbclient: what a student has who opens a notebook in Jupyter with
/// .NET Interactive.
/// </summary>
internal static class PublishedTool
{
    private const string Package = "Microsoft.dotnet-interactive";

    private const string Script = """
        import os, sys, nbformat
        from nbclient import NotebookClient
        source, target, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3])
        notebook = nbformat.read(source, 4)
        NotebookClient(notebook, timeout=seconds, startup_timeout=300, kernel_name='net-csharp', allow_errors=True, resources={'metadata': {'path': os.path.dirname(source)}}).execute()
        nbformat.write(notebook, target)
        """;

    private static readonly Lazy<string> s_program = new(Install);

    /// <summary>Executes a notebook and writes it with its outputs.</summary>
    public static void Run(TemporaryFolder folder, string notebook, string target, TimeSpan perCell)
    {
        folder.Write("jupyter/kernels/net-csharp/kernel.json", $$"""
            {
              "argv": ["{{s_program.Value.Replace("\\", "\\\\", StringComparison.Ordinal)}}", "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-port-range", "2048-3000"],
              "display_name": ".NET (C#)",
              "language": "C#"
            }
            """);
        var start = new ProcessStartInfo(Python.Path,
            ["-c", Script, notebook, target, $"{(int)perCell.TotalSeconds}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true
        };
        foreach (var name in new[] { "JUPYTER_DATA_DIR", "JUPYTER_PATH", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR" })
            start.Environment[name] = folder.At("jupyter");
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] =
            start.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        using var process = Process.Start(start)!;
        using var end = TestContext.Current.CancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 && errors.Contains("No module named", StringComparison.Ordinal))
            Assert.Skip("No python3 with nbclient found (neither on PATH nor /usr/bin/python3): apt install python3-nbclient to run notebooks in .NET Interactive's tool.");
        Assert.True(process.ExitCode == 0, $"{errors}\n{said.Result}");
    }

    // Once for all runs of the tests, beside what else is built: 226 MB.
    private static string Install()
    {
        var version = Courseware.Tests.Packages.VersionOf(Package);
        var folder = Repository.At("artifacts", "tools", $"{Package}.{version}");
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet-interactive.exe" : "dotnet-interactive");
        if (!File.Exists(program))
        {
            var (exitCode, output) = DotnetProgram.Run(DotnetProgram.Path, Repository.Root,
                ["tool", "install", Package, "--version", version, "--tool-path", folder], TestContext.Current.CancellationToken);
            Assert.True(exitCode == 0, output);
        }
        return program;
    }
}
