using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.PublicApi;

/// <summary>
/// What notebooks and students' code can call stands in one reviewed file, so that it changes by decision and never by accident.
/// </summary>
public sealed class PublicApiTests
{
    private const string Reviewed = "tests/Courseware.Tests/PublicApi/PublicApi.txt";

    [Fact]
    public void The_public_api_is_the_reviewed_one()
    {
        var root = Repository.Root;
        var (now, file) = (ApiText.Of(typeof(Tensor).Assembly), Path.Combine(root, Reviewed));
        var reviewed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (now == reviewed)
            return;

        var received = Path.Combine(root, "artifacts", "PublicApi.received.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, now);
        var (before, after) = (reviewed.Split('\n'), now.Split('\n'));
        var changes = before.Except(after).Select(l => $"- {l.Trim()}").Concat(after.Except(before).Select(l => $"+ {l.Trim()}")).Take(30);
        Assert.Fail($"The public API differs from {Reviewed}:\n{string.Join("\n", changes)}\nIf that is meant, accept it and commit the file:\n  cp artifacts/PublicApi.received.txt {Reviewed}\n");
    }
}
