using System.Runtime.InteropServices;

namespace Courseware;

/// <summary>
/// How long libgomp's threads (which compute in libtorch) spin at the end of a piece of work before they sleep. Its own 300,000 rounds are
/// milliseconds: where the other thread's core is busy with something else, two threads then wait for each other a hundred times as long as
/// they compute. A bounded spin is long enough for the gap between two operations on a quiet machine, and short enough on a busy one; see
/// the README for what was measured.
/// </summary>
/// <remarks>
/// libgomp reads the variable when it is loaded, from the process's own environment, which .NET's copy of it does not reach: so it is set
/// there, just before. What somebody has set already, or a policy, stays. Linux only: elsewhere libtorch brings another OpenMP.
/// </remarks>
internal static unsafe class SpinPolicy
{
    /// <summary>The rounds.</summary>
    internal const string Rounds = "1000";

    private static readonly string[] s_policies = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"];

    /// <summary>Sets it, if nobody has. After libtorch is loaded it changes nothing.</summary>
    public static void Set()
    {
        if (!OperatingSystem.IsLinux() || s_policies.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
            || !NativeLibrary.TryLoad("libc.so.6", out var glibc) || !NativeLibrary.TryGetExport(glibc, "setenv", out var address))
        {
            return;
        }
        var setenv = (delegate* unmanaged<byte*, byte*, int, int>)address;
        fixed (byte* name = "GOMP_SPINCOUNT\0"u8)
        fixed (byte* rounds = System.Text.Encoding.ASCII.GetBytes(Rounds + "\0"))
            _ = setenv(name, rounds, 0);
    }
}
