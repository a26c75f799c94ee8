using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Courseware.Tests;

/// <summary>xunit's own entry point, with a side door for <see cref="ChildProcess"/> and one for what a test project adds.</summary>
internal static partial class Program
{
    public static int Main(string[] args)
    {
        if (ChildProcess.RunRequested())
            return 0;
        int? exitCode = null;
        RunRequested(args, ref exitCode);
        if (exitCode is { } code)
            return code;
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }

    /// <summary>Runs what the arguments ask for in place of the tests, and sets its exit code.</summary>
    static partial void RunRequested(string[] args, ref int? exitCode);
}
