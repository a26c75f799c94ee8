using System.ComponentModel;
using System.Text.RegularExpressions;
using Courseware.Kernel.Packages;

namespace Courseware.Kernel.Sessions;

/// <summary>Builds a library that a cell names and that is not built yet.</summary>
internal static partial class LibraryBuild
{
    /// <summary>
    /// The libraries that one cell names by path, relative to <paramref name="folder"/>, and that do not exist. What an <c>#if</c> leaves
    /// out does not count.
    /// </summary>
    public static IEnumerable<string> Missing(string code, string folder) =>
        Reference().Matches(Magics.Read(code).Code)
            .Select(match => Path.GetFullPath(match.Groups[1].Value, folder))
            .Where(path => !File.Exists(path));

    /// <returns>Null when the build succeeded; else what it printed.</returns>
    public static async Task<string?> BuildAsync(string project, CancellationToken cancellation)
    {
        // Not on the pool: the command is waited for.
        var build = Task.Factory.StartNew(
            () => DotnetProgram.Run(DotnetProgram.Path, Path.GetDirectoryName(project)!,
                ["build", project, "-v", "quiet", "--nologo", "-c", "Release"], cancellation),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            var (exitCode, output) = await build.ConfigureAwait(false);
            return exitCode == 0 ? null : output.Trim();
        }
        catch (OperationCanceledException)
        {
            return "The build was interrupted.";
        }
        catch (Win32Exception)
        {
            return $"It needs the .NET SDK to be built, and there is no dotnet command here ({DotnetProgram.Path}). Install the SDK of .NET {Environment.Version.Major}.";
        }
    }

    [GeneratedRegex("""^\s*#r\s+"([^":]+\.dll)"\s*$""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
