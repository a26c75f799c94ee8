using System.Reflection;

namespace Courseware;

/// <summary>The folder of the course: the one that holds Courseware.sln, and in it data/, notebooks/ and artifacts/.</summary>
internal static class CourseFolder
{
    private const string Mark = "Courseware.sln";

    /// <summary>
    /// The folder at or above the current directory that holds Courseware.sln; else the folder that the library was built in; else null.
    /// </summary>
    public static string? TryFind() => TryFind(Directory.GetCurrentDirectory());

    /// <summary>As <see cref="TryFind()"/>, but an error when there is none.</summary>
    public static string Find() => TryFind() ?? throw new DirectoryNotFoundException(
        $"The course's folder (the one with {Mark}) was found neither at nor above {Directory.GetCurrentDirectory()}, " +
        "nor where this library was built. Start from inside a clone of the course.");

    /// <summary>A path inside the course's folder, or null when the folder is not found.</summary>
    public static string? TryPath(params string[] parts)
        => TryFind() is { } root ? Path.Combine([root, .. parts]) : null;

    internal static string? TryFind(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
                return folder.FullName;
        }

        return BuiltIn is { } built && File.Exists(Path.Combine(built, Mark)) ? built : null;
    }

    // Written by Courseware.csproj: a notebook opened from elsewhere still finds the clone whose library it loaded.
    private static string? BuiltIn { get; } = typeof(CourseFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "CourseFolder")?.Value is { Length: > 0 } path ? Path.GetFullPath(path) : null;
}
