using System.Diagnostics;
using System.Text;

namespace Courseware.Kernel.Packages;

/// <summary>The <c>dotnet</c> command of the installation that runs us.</summary>
internal static class DotnetProgram
{
    /// <summary>Its path, or its bare name when only the search path can know it.</summary>
    public static string Path
    {
        get
        {
            var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } told && File.Exists(told))
                return told;
            // …/dotnet/shared/Microsoft.NETCore.App/10.0.0
            var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
            var beside = System.IO.Path.Combine(root, name);
            return File.Exists(beside) ? beside : name;
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code, and all that it wrote.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped; the command has been, too.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such command.</exception>
    public static (int ExitCode, string Output) Run(string program, string folder, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "3";
        start.Environment["NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS"] = "300";
        // What a build that started us had set is not for this one.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildExtensionsPath");

        var output = new StringBuilder();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.Append(line.Data).Append('\n');
        }

        // The readers' output is nobody's cell.
        using var flow = ExecutionContext.SuppressFlow();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        lock (output)
            return (process.ExitCode, output.ToString());
    }
}
