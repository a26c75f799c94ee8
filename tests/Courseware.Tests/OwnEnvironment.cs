using System.Runtime.CompilerServices;

namespace Courseware.Tests;

/// <summary>
/// What somebody has set for their own sessions (an engine, a mode, a policy, a misspelt variable) decides nothing here: a test sets what
/// it is about.
/// </summary>
internal static class OwnEnvironment
{
    private static readonly string[] s_kept = ["COURSEWARE_DATA", "COURSEWARE_GOLDEN"];

#pragma warning disable CA2255 // A test program is no library, and this must be done before the library is loaded, which looks at its variables.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Use()
    {
        // In a child process they are those that its test has set.
        if (ChildProcess.IsChild)
            return;
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith("COURSEWARE_", StringComparison.Ordinal) && !s_kept.Contains(name))
                Environment.SetEnvironmentVariable(name, null);
        }
    }
}
