using System.Runtime.CompilerServices;

namespace Courseware.Testing;

/// <summary>
/// Where the sessions of the tests, and those of the processes that they start, keep their copies of libraries: not in the user's own
/// folder, and gone when the tests are.
/// </summary>
internal static class LoadedCopies
{
    public static string Folder { get; } = Path.Combine(TemporaryFolder.All, $"loaded-{Environment.ProcessId}");

#pragma warning disable CA2255 // A test program is no library, and this must be done before a session is made.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Use()
    {
        Environment.SetEnvironmentVariable("COURSEWARE_LOADED", Folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                if (Directory.Exists(Folder))
                    Directory.Delete(Folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Windows does not delete what this process has loaded.
            }
        };
    }
}
