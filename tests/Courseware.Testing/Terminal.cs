using System.Diagnostics;
using System.Globalization;

namespace Courseware.Testing;

/// <summary>Programs as a terminal starts them.</summary>
internal static class Terminal
{
    /// <summary>
    /// The program hears Ctrl+C, also where these tests do not: a shell's background job is deaf to it, and so is all that such a job
    /// starts.
    /// </summary>
    public static ProcessStartInfo HearingCtrlC(string program, IEnumerable<string> arguments)
        => IgnoresCtrlC() ? new("env", ["--default-signal=INT", program, .. arguments]) : new(program, arguments);

    private static bool IgnoresCtrlC()
        => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var ignored
            && (ulong.Parse(ignored.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
}
