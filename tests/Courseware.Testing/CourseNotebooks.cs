using Xunit;

namespace Courseware.Testing;

/// <summary>The course's notebooks, as the cases of a test that runs each of them.</summary>
internal static class CourseNotebooks
{
    // A minute of one processor for both.
    private static readonly string[] s_always = ["00", "02"];

    /// <summary>The names of all, in the course's order; of none that somebody has saved beside them.</summary>
    public static TheoryData<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Repository.At("notebooks"), "*.ipynb")
            .Where(file => !file.EndsWith(".copy.ipynb", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Skips the test of a notebook that takes minutes, unless <c>HOSTS_NOTEBOOKS="05 08"</c> asks for it; <c>.ci/hosts</c> does.
    /// </summary>
    public static void SkipUnlessAsked(string name)
    {
        var number = name.Split('-')[0];
        if (!s_always.Contains(number) && Environment.GetEnvironmentVariable("HOSTS_NOTEBOOKS")?.Split(' ').Contains(number) != true)
            Assert.Skip($"It takes minutes: bash .ci/hosts {number} runs it.");
    }
}
