using Xunit;

namespace Courseware.Testing;

/// <summary>The course's notebooks, as the cases of a test that runs each of them.</summary>
internal static class CourseNotebooks
{
    // Less than a minute of one processor each.
    private static readonly string[] s_short = ["00", "02"];

    /// <summary>The names of all, in the course's order; of none that somebody has saved beside them.</summary>
    public static TheoryData<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Repository.At("notebooks"), "*.ipynb")
            .Where(file => !file.EndsWith(".copy.ipynb", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Skips the test of a notebook, unless it is the short one whose day it is or a long run has both, or
    /// <c>HOSTS_NOTEBOOKS="05 08"</c> asks for it; <c>.ci/hosts</c> does.
    /// </summary>
    /// <param name="turn">Differs from test to test, so that each day has every short notebook in one of them.</param>
    public static void SkipUnlessAsked(string name, int turn)
    {
        var number = name.Split('-')[0];
        var isAsked = Environment.GetEnvironmentVariable("HOSTS_NOTEBOOKS") is { Length: > 0 } asked ? asked.Split(' ').Contains(number)
            : LongTests.AreAsked ? s_short.Contains(number)
            : s_short[(DateTime.UtcNow.DayOfYear + turn) % s_short.Length] == number;
        if (!isAsked)
            Assert.Skip($"It takes minutes: bash .ci/hosts {number} runs it.");
    }
}
