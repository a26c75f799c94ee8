using Courseware.Host.Notebooks;
using Courseware.Host.Running;
using Courseware.Kernel.Sessions;
using Spectre.Console;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class RunReporterTests
{
    [Theory]
    [InlineData("CompilationError", "cell 2, line 1, column 5: error CS0103: The name 'x' does not exist", "Failed",
        "Failed: 01-one, cell 2, line 1, column 5: error CS0103: The name 'x' does not exist")]
    [InlineData("FormatException", "no number", "Failed", "Failed: 01-one, cell 2: FormatException: no number")]
    [InlineData("Interrupted", "The cell was stopped.", "Interrupted", "Interrupted: 01-one, cell 2.")]
    public void The_summary_names_the_cell_once_and_what_happened_to_it(string error, string message, string status, string line)
    {
        using var folder = new TemporaryFolder();
        var run = new NotebookRun(NotebookDocument.Load(NotebookFile.Write(folder, "01-one", "# One", "x", "2")));
        run.Apply(new WorkerMessage.Started(1));
        run.Apply(new WorkerMessage.Put(1, new ErrorOutput(error, message, [message])));
        run.Apply(new WorkerMessage.Ended(1, Enum.Parse<CellStatus>(status), 0.1, 1 << 20));
        Assert.Contains(line, Summary([(run, NotebookFacts.From(run.Log, "default"))]));
    }

    [Fact]
    public void Why_claims_are_not_tested_stands_once_under_the_table()
    {
        using var folder = new TemporaryFolder();
        var runs = new[] { Claims(folder, "01-one", "not tested", "stand-in", "HIGGS"),
            Claims(folder, "02-two", "not tested", "stand-in", "REUTERS"), Claims(folder, "03-three", "held", "real", "IRIS") };
        Assert.Equal(
            ["Not tested: claims about real data, for which stand-ins were used here (HIGGS, REUTERS). data/README.md tells how to get the real ones."],
            Summary(runs).Where(line => line.StartsWith("Not tested", StringComparison.Ordinal)));
        Assert.DoesNotContain(Summary(runs[2..]), line => line.StartsWith("Not tested", StringComparison.Ordinal));
    }

    [Fact]
    public void A_document_s_mistakes_are_counted_as_refuted_and_never_as_held()
    {
        using var folder = new TemporaryFolder();
        var table = Summary([Claims(folder, "01-one", "held", "real", "HIGGS", kindOfSecond: "M"),
            Claims(folder, "02-two", "not held", "real", "IRIS", kindOfSecond: "M"), Claims(folder, "03-three", "held", "real", "IRIS")]);
        string[] Row(string name)
            => [.. table.Single(line => line.Contains(name, StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries)[5..10]];
        Assert.Equal(["held", "not held", "undecided", "not tested", "refuted"], Row("undecided"));
        Assert.Equal(["1", "0", "0", "0", "1 of 1"], Row("01-one"));
        Assert.Equal(["0", "1", "0", "0", "0 of 1"], Row("02-two"));
        Assert.Equal(["2", "0", "0", "0", "–"], Row("03-three"));
    }

    [Fact]
    public void Who_asks_for_an_engine_is_told_which_one_it_was()
    {
        using var folder = new TemporaryFolder();
        var runs = new[] { Claims(folder, "01-one", "held", "real", "HIGGS", "torchsharp"),
            Claims(folder, "02-two", "held", "real", "IRIS", "managed") };
        Assert.Contains("Engine of the claims: torchsharp (01-one); managed (02-two).", Summary(runs, "TorchSharp"));
        Assert.Contains(
            "Engine of the claims: managed (02-two). COURSEWARE_ENGINE asks for torchsharp; where a notebook trains, its first output says why that was not used.", Summary(runs[1..], "torchsharp"));
        Assert.DoesNotContain(Summary(runs), line => line.StartsWith("Engine", StringComparison.Ordinal));
    }

    private static (NotebookRun Run, NotebookFacts Facts) Claims(TemporaryFolder folder, string name, string verdict, string kind,
        string data, string engine = "managed", string kindOfSecond = "C")
    {
        var run = new NotebookRun(NotebookDocument.Load(NotebookFile.Write(folder, name, "# One", "1")));
        run.Apply(new WorkerMessage.Started(1));
        run.Apply(new WorkerMessage.Put(1, new DisplayOutput(new Dictionary<string, string>
        {
            ["application/vnd.courseware.data+json"] = $$"""{"name":"{{data}}","kind":"{{kind}}","hash":"h","rows":3}""",
            ["application/vnd.courseware.claim+json"] = $$"""[{"id":"N1.1","verdict":"{{verdict}}","reason":"why","engine":"{{engine}}"},{"id":"N1.2","kind":"{{kindOfSecond}}","verdict":"{{verdict}}","reason":"why","engine":"{{engine}}"}]""",
        }, null, false)));
        run.Apply(new WorkerMessage.Ended(1, CellStatus.Succeeded, 0.1, 1 << 20));
        return (run, NotebookFacts.From(run.Log, "default"));
    }

    private static List<string> Summary(IReadOnlyList<(NotebookRun Run, NotebookFacts Facts)> runs, string engine = "")
    {
        using var log = new StringWriter();
        var console =
            AnsiConsole.Create(
                new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(log) });
        console.Profile.Width = 1000;
        new RunReporter(console).Summary(runs, [], engine);
        return [.. log.ToString().Split('\n').Select(text => text.TrimEnd())];
    }
}
