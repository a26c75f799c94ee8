using System.Diagnostics;
using Xunit;

namespace Courseware.Testing;

/// <summary>A Python with pyzmq, that is the real libzmq: the judge of what we say on the wire.</summary>
internal static class Python
{
    private static readonly Lazy<string?> s_found = new(() => Array.Find(["python3", "/usr/bin/python3"], CanImportZmq));

    /// <summary>Its path; skips the test when there is none.</summary>
    public static string Path
    {
        get
        {
            if (s_found.Value is null)
                Assert.Skip("No python3 with zmq found (neither on PATH nor /usr/bin/python3): pip install pyzmq to run the tests against libzmq.");
            return s_found.Value;
        }
    }

    /// <summary>Starts a script whose lines of output the test reads, and which reads lines that the test writes.</summary>
    public static PythonProcess Start(string script, params string[] arguments) => new(Path, script, arguments);

    private static bool CanImportZmq(string python)
    {
        try
        {
            using var process =
                Process.Start(
                    new ProcessStartInfo(python, ["-c", "import zmq"]) { RedirectStandardError = true, RedirectStandardOutput = true });
            process!.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
