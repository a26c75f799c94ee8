using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Courseware.Tests;

/// <summary>xunit's own entry point, with side doors for <see cref="ChildProcess"/> and <see cref="Fuzz.DataFileFuzz"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (ChildProcess.RunRequested())
            return 0;
        if (Fuzz.DataFileFuzz.RunRequested(args, out var exitCode))
            return exitCode;
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
