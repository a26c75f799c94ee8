using Courseware.Host.Notebooks;
using Courseware.Host.Running;
using Courseware.Host.Sessions;
using Courseware.Host.Tests.Support;
using Spectre.Console;
using Xunit;

namespace Courseware.Host.Tests.Running;

public sealed class RunReporterTests
{
    [Theory]
    [InlineData("CompilationError", "cell 2, line 1, column 5: error CS0103: The name 'x' does not exist", "Failed", "Failed: 01-one, cell 2, line 1, column 5: error CS0103: The name 'x' does not exist")]
    [InlineData("FormatException", "no number", "Failed", "Failed: 01-one, cell 2: FormatException: no number")]
    [InlineData("Interrupted", "The cell was stopped.", "Interrupted", "Interrupted: 01-one, cell 2.")]
    public void The_summary_names_the_cell_once_and_what_happened_to_it(string error, string message, string status, string line)
    {
        using var folder = new TemporaryFolder();
        var run = new NotebookRun(NotebookDocument.Load(NotebookFile.Write(folder, "01-one", "# One", "x", "2")));
        run.Apply(new WorkerMessage.Started(1));
        run.Apply(new WorkerMessage.Error(1, error, message, [message]));
        run.Apply(new WorkerMessage.Ended(1, Enum.Parse<CellStatus>(status), 0.1, 1 << 20));
        using var log = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(log) });
        console.Profile.Width = 1000;
        new RunReporter(console).Summary([(run, NotebookFacts.From(run.Log, "default"))], []);
        Assert.Contains(line, log.ToString().Split('\n').Select(text => text.TrimEnd()));
    }
}
