using Xunit;

namespace Courseware.Tests.Training;

/// <summary>What is said of ML.NET where its adapter is not built; what it says where it is, Courseware.ML.Tests test.</summary>
public sealed class MlNetTests
{
    private const string Line =
        "ML.NET is not here: type 'dotnet build lib/Courseware.ML' in the course's folder, then run this cell again.";

    [Fact]
    public void Without_the_adapter_each_call_says_one_line_and_gives_nothing()
        => Assert.Equal($"{Line}\n[nothing]\n{Line}\n[nothing]\n", ChildProcess.Run(AskWithoutAdapter).ReplaceLineEndings("\n"));

    [Fact]
    public void No_rows_are_none_to_show()
    {
        var rows = Rows();
        Assert.Throws<ArgumentOutOfRangeException>(() => MlNet.View(rows, first: 0));
        Assert.Throws<ArgumentNullException>(() => MlNet.View(null!));
        Assert.Throws<ArgumentNullException>(() => MlNet.Accuracies(null!));
    }

    internal static void AskWithoutAdapter()
    {
        // A folder that looks like a course, and has no adapter.
        var folder = Directory.CreateTempSubdirectory("courseware").FullName;
        File.WriteAllText(Path.Combine(folder, "Courseware.sln"), "");
        Directory.SetCurrentDirectory(folder);
        var rows = Rows();
        Console.WriteLine(MlNet.View(rows) is null ? "[nothing]" : "[a table]");
        Console.WriteLine(MlNet.Accuracies(new(rows, rows)) is null ? "[nothing]" : "[figures]");
    }

    private static Dataset Rows() => new("rows", [0f, 1f], [1], [0, 1], classNames: ["no", "yes"]);
}
