namespace Courseware.Tests;

/// <summary>The source tree that this assembly was built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Courseware.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The library's source files.</summary>
    public static IEnumerable<string> Sources(string project)
        => Directory.EnumerateFiles(Path.Combine(Root, "lib", project), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Courseware.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {from} holds Courseware.sln: these tests read the repository's own files.");
    }
}
