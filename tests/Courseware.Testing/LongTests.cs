using Xunit;

namespace Courseware.Testing;

/// <summary>Tests that take minutes, which only somebody who asks for them gets.</summary>
internal static class LongTests
{
    public static void SkipUnlessAsked()
    {
        if (Environment.GetEnvironmentVariable("COURSEWARE_LONG_TESTS") is not { Length: > 0 })
            Assert.Skip("It takes minutes: set COURSEWARE_LONG_TESTS to run it.");
    }
}
