using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Courseware.Tests;

/// <summary>xunit's own entry point, with a side door for <see cref="ChildProcess"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (ChildProcess.RunRequested())
            return 0;
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions).GetAwaiter().GetResult()
            : ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
