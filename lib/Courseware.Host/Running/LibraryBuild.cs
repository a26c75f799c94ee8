using System.Diagnostics;
using System.Text.RegularExpressions;
using Courseware.Host.Notebooks;
using Courseware.Host.Sessions;

namespace Courseware.Host.Running;

/// <summary>Builds the course when the library that a notebook's first cell names is not there yet.</summary>
internal static partial class LibraryBuild
{
    /// <summary>The libraries that the notebook's cells name by path and that do not exist.</summary>
    public static IReadOnlyList<string> Missing(NotebookDocument notebook) =>
        [.. notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell => Missing(cell.Source, notebook.Folder)).Distinct()];

    /// <summary>The libraries that one cell names by path, relative to <paramref name="folder"/>, and that do not exist.</summary>
    public static IEnumerable<string> Missing(string code, string folder) =>
        Reference().Matches(code)
            .Select(match => Path.GetFullPath(match.Groups[1].Value, folder))
            .Where(path => !File.Exists(path));

    /// <summary>The project that makes a library: <c>lib/NAME/NAME.csproj</c> of the course around it; null when there is none.</summary>
    public static string? ProjectOf(string library)
    {
        if (MissingLibrary.CourseFolder(library) is not { } course)
            return null;
        var name = Path.GetFileNameWithoutExtension(library);
        var project = Path.Combine(course, "lib", name, name + ".csproj");
        return File.Exists(project) ? project : null;
    }

    /// <returns>Null when the build succeeded; else what it printed.</returns>
    public static async Task<string?> BuildAsync(string project, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(WorkerProcess.DotNet)
        {
            ArgumentList = { "build", project, "-v", "quiet", "--nologo", "-c", "Release" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return "The build was interrupted.";
        }
        return process.ExitCode == 0 ? null : (await output.ConfigureAwait(false) + await errors.ConfigureAwait(false)).Trim();
    }

    [GeneratedRegex("""^\s*#r\s+"([^":]+\.dll)"\s*$""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
