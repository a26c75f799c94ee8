using Courseware.Host.Running;
using Spectre.Console;

namespace Courseware.Host.Tests.Running;

/// <summary>A course of four small notebooks, run twice: processes are dear, so that the tests look at one pair of runs.</summary>
public sealed class RunFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task> _runs;

    public RunFixture()
    {
        NotebookFile.Write(_folder, "01-good",
            "# Good",
            "var x = 2;\nvar line = display(\"starting\");",
            "md:## Part",
            "await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => { for (var k = 0; k < 50; k++) lock (line) Console.WriteLine(\"line\"); })));",
            """
            var show = (Action<IReadOnlyDictionary<string, string>, string, bool>)AppContext.GetData("notebook.display");
            show(new Dictionary<string, string> { ["text/plain"] = Guid.NewGuid().ToString(), ["application/vnd.courseware.transient+json"] = "{}" }, null, false);
            show(new Dictionary<string, string> { ["text/plain"] = "data", ["application/vnd.courseware.data+json"] = "{\"name\":\"TINY\",\"kind\":\"real\",\"hash\":\"h1\",\"rows\":3}" }, null, false);
            show(new Dictionary<string, string> { ["text/plain"] = "claim", ["application/vnd.courseware.claim+json"] = "{\"id\":\"N1.1\",\"verdict\":\"held\",\"data\":\"real\",\"dataHash\":\"h1\",\"mode\":\"default\",\"engine\":\"managed\"}" }, null, false);
            """,
            "line.Update(\"finished\");\nConsole.WriteLine(Path.GetFileName(Environment.CurrentDirectory));\nx * 21");
        NotebookFile.Write(_folder, "02-throws", "# Throws", "int Divide(int a, int b) => a / b;", "Divide(1, 0)",
            "Console.WriteLine(\"never\");");
        NotebookFile.Write(_folder, "03-dies", "# Dies",
            "Console.WriteLine(\"alive\");\nConsole.Out.Flush();\nEnvironment.FailFast(\"the end\");", "1");
        NotebookFile.Write(_folder, "04-last", "# Last", "Console.WriteLine(\"still here\");");
        _runs = new Lazy<Task>(RunTwiceAsync);
    }

    public int ExitCode { get; private set; }

    public string Log { get; private set; } = "";

    public string First => _folder.At("first");

    public string Second => _folder.At("second");

    public Task ReadyAsync() => _runs.Value;

    public string Executed(string name) => File.ReadAllText(Path.Combine(First, "notebooks", name + ".ipynb"));

    internal static async Task<(int ExitCode, string Log)> RunAsync(RunSettings settings, string folder, Interrupts? interrupts = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using var none = new Interrupts();
        using var log = new StringWriter();
        var console =
            AnsiConsole.Create(
                new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(log) });
        console.Profile.Width = 1000;
        var exitCode = await new Runner(new RunReporter(console), environment).RunAsync(settings, folder, interrupts ?? none);
        return (exitCode, log.ToString());
    }

    private async Task RunTwiceAsync()
    {
        var runs = await Task.WhenAll(
            RunAsync(new RunSettings([], Full: false, Record: false, First, Html: true), _folder.At("notebooks")),
            RunAsync(new RunSettings([], Full: false, Record: false, Second, Html: true), _folder.At("notebooks")));
        (ExitCode, Log) = runs[0];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
