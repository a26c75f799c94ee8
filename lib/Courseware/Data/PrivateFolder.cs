namespace Courseware;

/// <summary>
/// Where this process keeps files when the user has no folder that can be written to: a new folder with a name that nobody can guess, for
/// this user alone. It goes when the process ends.
/// </summary>
/// <remarks>
/// In a folder that all users share, another user could have put a file under any name that can be guessed. The system makes this one under
/// a random name, with the rights of its owner alone (on Unix mode 700), and fails if it is there already.
/// </remarks>
internal static class PrivateFolder
{
    private static readonly Lazy<string> s_made = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("courseware-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody still reads it; the system clears its temporary folder.
            }
        };
        return folder;
    });

    /// <summary>Whether it was needed.</summary>
    public static bool IsMade => s_made.IsValueCreated;

    /// <summary>The folder, made when first asked for.</summary>
    public static string Path => s_made.Value;
}
