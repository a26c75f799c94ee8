using System.Runtime.InteropServices;
using Courseware.Tests;
using Xunit;

namespace Courseware.TorchSharp.Tests;

/// <summary>libgomp says itself how long its threads spin. Each test has a process of its own.</summary>
public sealed class SpinPolicyTests
{
    private delegate int Duplicate(int from, int to);

    [Fact]
    public void Threads_of_libtorch_spin_for_a_bounded_time()
        => Assert.Contains($"GOMP_SPINCOUNT = '{SpinPolicy.Rounds}'", Told(), StringComparison.Ordinal);

    [Fact]
    public void What_somebody_has_set_stays()
    {
        Assert.Contains("GOMP_SPINCOUNT = '0'", Told(("OMP_WAIT_POLICY", "passive")), StringComparison.Ordinal);
        Assert.Contains("GOMP_SPINCOUNT = '123'", Told(("GOMP_SPINCOUNT", "123")), StringComparison.Ordinal);
    }

    private static string Told(params (string Name, string Value)[] environment)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("libgomp is Linux's.");
        TorchSharpAdapter.Engine();
        return ChildProcess.Run(Start, [("OMP_DISPLAY_ENV", "verbose"), .. environment]);
    }

    internal static void Start()
    {
        // libgomp writes to the error stream.
        var glibc = NativeLibrary.Load("libc.so.6");
        Marshal.GetDelegateForFunctionPointer<Duplicate>(NativeLibrary.GetExport(glibc, "dup2"))(1, 2);
        TorchSharpAdapter.Engine();
    }
}
