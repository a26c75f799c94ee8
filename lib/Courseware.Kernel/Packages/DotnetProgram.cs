using System.Diagnostics;
using System.Text;

namespace Courseware.Kernel.Packages;

/// <summary>The <c>dotnet</c> command of the installation that runs us: where it is, and how it is run.</summary>
internal static class DotnetProgram
{
    private static readonly string s_name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>Its path, or its bare name when only the search path can know it.</summary>
    public static string Path
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } given && File.Exists(given))
                return given;
            var beside = System.IO.Path.Combine(Root, s_name);
            return File.Exists(beside) ? beside : s_name;
        }
    }

    /// <summary>Its absolute path, in the form that survives an update of .NET: for what is written to a file.</summary>
    /// <remarks>
    /// Package managers keep one stable name (<c>/usr/bin/dotnet</c>, <c>/opt/homebrew/bin/dotnet</c>) that leads to a folder with
    /// the version in it.
    /// </remarks>
    public static string LastingPath =>
        Choose(Root, Named(), s_name, File.Exists, path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    /// <summary>The folders in which an SDK may be, the running .NET's first.</summary>
    public static IEnumerable<string> Roots() =>
        Named().Select(folder => System.IO.Path.Combine(folder, s_name)).Where(File.Exists)
            .Select(file => System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)!)
            .Prepend(Root).Distinct();

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.0
    private static string Root =>
        System.IO.Path.GetFullPath(
            System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static IEnumerable<string> Named() =>
        Named(Environment.GetEnvironmentVariable("DOTNET_ROOT"), Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The folders that the two environment variables name.</summary>
    internal static IEnumerable<string> Named(string? dotnetRoot, string? path) =>
        new[] { dotnetRoot ?? "" }.Concat((path ?? "").Split(System.IO.Path.PathSeparator)).Where(System.IO.Path.IsPathRooted);

    /// <param name="root">The folder of the running .NET.</param>
    /// <param name="target">The file that a path leads to when all links are followed.</param>
    internal static string Choose(string root, IEnumerable<string> folders, string name, Func<string, bool> exists,
        Func<string, string> target)
    {
        var own = System.IO.Path.Combine(root, name);
        return folders.Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(file => exists(file) && target(file) == own) ?? own;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code, and all that it wrote.</returns>
    /// <exception cref="OperationCanceledException">The cell was stopped; the command has been, too.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such command.</exception>
    public static (int ExitCode, string Output) Run(string program, string folder, IEnumerable<string> arguments,
        CancellationToken cancellation)
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
