using System.ComponentModel;
using Courseware.Kernel.Packages;

namespace Courseware.Host.Running;

/// <summary>
/// The program of the live page, which is built from the clone when it is first asked for: neither a run nor the kernel needs a web server.
/// </summary>
/// <param name="Project">Its project file.</param>
/// <param name="Assembly">What is built from it.</param>
internal sealed record PageProgram(string Project, string Assembly)
{
    private const string Name = "Courseware.Page";
    private const string Debug = "debug";

    /// <summary>What to say where there is none.</summary>
    public const string IsMissing =
        "The live page is built from a clone of the course, and this folder is not in one. Go to the clone's folder; 'courseware kernel install' is for VS Code and Jupyter.";

    /// <summary>The page of the course's clone, or of the one that this program was built from; null when there is neither.</summary>
    public static PageProgram? Find(CourseFolder course)
    {
        var own = typeof(PageProgram).Assembly.Location;
        for (var folder = course.Root; folder is not null; folder = folder == course.Root ? RootAbove(own) : null)
        {
            var project = Path.Combine(folder, "lib", Name, Name + ".csproj");
            if (File.Exists(project))
                return new PageProgram(project, Path.Combine(folder, "artifacts", "bin", Name, Configuration(own), Name + ".dll"));
        }
        return null;
    }

    /// <summary>Whether it was not built yet, or from another state of the sources than this program.</summary>
    public bool NeedsBuild
    {
        get
        {
            var own = typeof(PageProgram).Assembly.Location;
            var theirs = Path.Combine(Path.GetDirectoryName(Assembly)!, Path.GetFileName(own));
            if (!File.Exists(Assembly) || !File.Exists(theirs) || Version(theirs) != Version(own))
                return true;
            var built = File.GetLastWriteTimeUtc(Assembly);
            var sources = Directory.EnumerateFiles(Path.GetDirectoryName(Project)!, "*", SearchOption.AllDirectories);
            return sources.Any(file => File.GetLastWriteTimeUtc(file) > built
                && Path.GetExtension(file) is ".cs" or ".csproj" or ".js" or ".css");
        }
    }

    /// <returns>Null when it is built; else what to say.</returns>
    public string? Build(CancellationToken cancellation)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(Assembly)!) == Debug ? "Debug" : "Release";
        try
        {
            var (exitCode, text) = DotnetProgram.Run(
                DotnetProgram.Path, Path.GetDirectoryName(Project)!, ["build", Project, "-v", "quiet", "--nologo", "-c", configuration],
                cancellation);
            if (exitCode != 0)
                return $"The page could not be built: its packages (an editor, a chart library) come from your NuGet sources.\n{text.Trim()}";
            // Where nothing had to be compiled, the file is as old as it was.
            File.SetLastWriteTimeUtc(Assembly, DateTime.UtcNow);
            return null;
        }
        catch (Win32Exception)
        {
            return $"The page needs the .NET SDK to be built, and there is no dotnet command here ({DotnetProgram.Path}). Install the SDK of .NET {Environment.Version.Major}.";
        }
    }

    private static string? RootAbove(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Courseware.sln")))
                return folder;
        }
        return null;
    }

    // …/artifacts/bin/Courseware.Host/release
    private static string Configuration(string own) => Path.GetFileName(Path.GetDirectoryName(own)!) is Debug ? Debug : "release";

    private static Guid Version(string assembly)
    {
        using var file = File.OpenRead(assembly);
        using var reader = new System.Reflection.PortableExecutable.PEReader(file);
        var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(reader);
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
