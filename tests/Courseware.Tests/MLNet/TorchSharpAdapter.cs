using Xunit;

namespace Courseware.Tests.MLNet;

/// <summary>The built adapter, if there is one: these tests have no reference to it, and count as skipped without.</summary>
internal static class TorchSharpAdapter
{
    /// <summary>The engine. Skips the test where no adapter is built; one that is built and does not start is a failure.</summary>
    public static ITrainingEngine Engine()
    {
        if (Adapter.Built is null)
            Assert.Skip("The adapter is not built: dotnet build lib/Courseware.MLNet.");
        Assert.True(Adapter.TryLoad(out var engine, out var reason), reason);
        return engine!;
    }
}
