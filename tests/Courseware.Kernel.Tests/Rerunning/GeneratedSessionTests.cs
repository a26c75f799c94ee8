using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Courseware.Kernel.Tests.Rerunning;

/// <summary>
/// Random sessions against new ones. A long run:
/// <c>RERUN_SEED=1 RERUN_SESSIONS=1000 RERUN_CELLS=200 RERUN_STEPS=200 RERUN_EVERY=200 dotnet test tests/Courseware.Kernel.Tests --filter GeneratedSessionTests</c>,
/// in pieces with <c>RERUN_MINUTES</c>: after that many minutes no other session begins.
/// </summary>
public sealed class GeneratedSessionTests
{
    [Fact]
    public async Task After_any_step_every_value_is_what_a_new_session_gives_or_is_named_as_stale()
    {
        // One of three sessions, from day to day another.
        var (today, count) = LongTests.AreAsked ? (1, 3) : (1 + (DateTime.UtcNow.DayOfYear % 3), 1);
        var (first, sessions) = (Setting("SEED", today), Setting("SESSIONS", count));
        var (cells, steps) = (Setting("CELLS", 60), Setting("STEPS", 40));
        var time = TimeSpan.FromMinutes(Setting("MINUTES", 60));
        var watch = Stopwatch.StartNew();
        var (same, named, needless, ran) = (0, 0, 0, 0);
        var found = new List<string>();
        for (var seed = first; seed < first + sessions && watch.Elapsed < time; seed++)
        {
            var check = new RerunCheck(seed, cells);
            found.AddRange(await check.RunAsync(steps, Setting("EVERY", 20)));
            ran++;
            same += check.Same;
            named += check.Named;
            needless += check.Needless;
        }
        TestContext.Current.SendDiagnosticMessage($"{ran} sessions of {cells} cells and {steps} steps from seed {first}: {same} values as in a new session, "
            + $"{named} named as stale, {needless} both");
        Assert.True(found.Count == 0, string.Join('\n', found));
        // Were all named as stale, that would be no news.
        Assert.True(same > needless, $"{needless} values are named as stale and are those of a new session, {same} are not named");
    }

    internal static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("RERUN_" + name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value : otherwise;
}
