using Xunit;

namespace Courseware.Testing;

/// <summary>Tests that take minutes, which only somebody who asks for them gets.</summary>
internal static class LongTests
{
    /// <summary>Whether somebody has asked: a test that tries a part each day then tries all.</summary>
    public static bool AreAsked => Environment.GetEnvironmentVariable("COURSEWARE_LONG_TESTS") is { Length: > 0 };

    public static void SkipUnlessAsked()
    {
        if (!AreAsked)
            Assert.Skip("It takes minutes: set COURSEWARE_LONG_TESTS to run it.");
    }
}
