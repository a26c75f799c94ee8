using System.Collections.Concurrent;

namespace Courseware.Kernel.Packages;

/// <summary>
/// Where the kernel keeps files between sessions: below the user's own folder, or where that cannot be written to, in a new folder for this
/// process alone.
/// </summary>
/// <remarks>
/// What is kept there is loaded and run. In a folder that all users share, another user could have put a file under any name that can be
/// guessed; so the system makes the folder that stands in, under a random name and with the rights of its owner alone (on Unix mode 700),
/// and it goes when the process ends.
/// </remarks>
internal static class UserFolder
{
    private static readonly ConcurrentDictionary<string, string> s_found = [];

    private static readonly Lazy<string> s_private = new(() =>
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

    /// <summary>The folder called <paramref name="name"/>, which can be written to.</summary>
    public static string Of(string name)
        => Of(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), name);

    /// <summary>A new folder for this process alone.</summary>
    public static string New() => Path.Combine(s_private.Value, Guid.NewGuid().ToString("N"));

    /// <param name="user">The user's own folder; empty if there is none.</param>
    /// <param name="name">Of the folder in it.</param>
    internal static string Of(string user, string name)
    {
        var folder = Path.Combine(user, "courseware", name);
        return s_found.GetOrAdd(folder, _ => user.Length > 0 && CanWrite(folder) ? folder : Path.Combine(s_private.Value, name));
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using (new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0,
                FileOptions.DeleteOnClose))
            {
                return true;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
