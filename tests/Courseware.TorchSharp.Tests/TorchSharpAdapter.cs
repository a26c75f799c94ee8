using Courseware.Tests;
using Xunit;

namespace Courseware.TorchSharp.Tests;

/// <summary>The engine, loaded as a notebook loads it: found by the library in the adapter's own folder.</summary>
internal static class TorchSharpAdapter
{
    /// <summary>
    /// The engine. Skips the test where libtorch was left out of the build; one that is there and does not start is a failure.
    /// </summary>
    public static ITrainingEngine Engine()
    {
        if (LibTorch.IsLeftOut)
            Assert.Skip(LibTorch.LeftOut);
        Assert.True(Adapter.TryLoad(out var engine, out var reason), reason);
        return engine!;
    }
}
