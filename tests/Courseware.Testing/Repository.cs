namespace Courseware.Testing;

/// <summary>The source tree that this assembly was built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Courseware.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find(string from)
    {
        for (var folder = from; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Courseware.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No folder above {from} holds Courseware.sln: these tests read the repository's own files.");
    }
}
