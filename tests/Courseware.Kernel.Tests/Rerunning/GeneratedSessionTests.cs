using System.Globalization;
using Xunit;

namespace Courseware.Kernel.Tests.Rerunning;

/// <summary>
/// Random sessions against new ones. A long run:
/// <c>RERUN_SEED=1 RERUN_SESSIONS=1000 RERUN_CELLS=200 RERUN_STEPS=200 RERUN_EVERY=50 dotnet test tests/Courseware.Kernel.Tests --filter GeneratedSessionTests</c>.
/// </summary>
public sealed class GeneratedSessionTests
{
    [Fact]
    public async Task After_any_step_every_value_is_what_a_new_session_gives_or_is_named_as_stale()
    {
        var (first, sessions) = (Setting("SEED", 1), Setting("SESSIONS", 3));
        var (same, named) = (0, 0);
        for (var seed = first; seed < first + sessions; seed++)
        {
            var check = new RerunCheck(seed, Setting("CELLS", 60));
            var silent = await check.RunAsync(Setting("STEPS", 40), Setting("EVERY", 20));
            Assert.True(silent.Count == 0, string.Join('\n', silent));
            same += check.Same;
            named += check.Named;
        }
        TestContext.Current.SendDiagnosticMessage($"{sessions} sessions from seed {first}: {same} values as in a new session, {named} named as stale");
        // Were all named as stale, that would be no news.
        Assert.True(same > named, $"{same} values are those of a new session, {named} are named as stale");
    }

    internal static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("RERUN_" + name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value : otherwise;
}
