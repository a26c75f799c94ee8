using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Courseware.Host;

/// <summary>
/// Which cultures cells can use: all that the system's ICU knows. Where Linux has no ICU, where .NET would refuse to start, cultures can be
/// named and look like the invariant one.
/// </summary>
internal static class Cultures
{
    private const string Invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    /// <summary>Before the first line that may ask for a culture: .NET reads the switch once.</summary>
    [ModuleInitializer]
    internal static void Prepare()
    {
        if (OperatingSystem.IsLinux() && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Invariant)) && !HasIcu())
            AppContext.SetSwitch("System.Globalization.Invariant", true);
        // What says nothing of a culture looks the same on every machine.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }

    // The runtime's own question, which knows all the names and versions that the libraries have.
    private static bool HasIcu()
    {
        try
        {
            return LoadIcu() != 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libSystem.Globalization.Native",
        EntryPoint = "GlobalizationNative_LoadICU"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LoadIcu();
}
