using System.CommandLine;
using Courseware.Host.Checking;
using Courseware.Host.Running;
using Spectre.Console;

namespace Courseware.Host.Commands;

/// <summary>The verbs of the program. Without a verb it runs the course.</summary>
/// <param name="folder">The current one, from which names of notebooks are understood.</param>
internal sealed class CommandLine(TextWriter output, TextWriter errors, string folder)
{
    // What the words of a command line without a command mean; null when they are to be looked up, or mean nothing.
    private NotebookSelection? _selection;

    public static Task<int> InvokeAsync(string[] args)
        => new CommandLine(Console.Out, Console.Error, Directory.GetCurrentDirectory()).RunAsync(args);

    public async Task<int> RunAsync(string[] args)
    {
        try
        {
            return args switch
            {
                [Worker.Verb, var notebook, .. { Length: <= 1 } plugIn] =>
                    await Worker.RunAsync(notebook, plugIn.FirstOrDefault()).ConfigureAwait(false),
                [LiveWorker.Verb, var notebooks] => await LiveWorker.RunAsync(notebooks).ConfigureAwait(false),
                _ => await RunVerbAsync(args).ConfigureAwait(false),
            };
        }
        catch (InvalidDataException e)
        {
            await errors.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Runner.Failed;
        }
    }

    private async Task<int> RunVerbAsync(string[] args)
    {
        var students = new StudentCommands(output, errors, folder);
        var root = new RootCommand("""
            Runs and checks the notebooks of the course, and is the Jupyter kernel that opens them.
            Without a command it runs notebooks: all of the course, or those named.
            In a clone, 'courseware' stands for: dotnet run --project lib/Courseware.Host -c Release --
            """)
        {
            RunCommand(), OpenCommand.Create(output, errors, folder), CheckCommand(), students.Copy(), students.Reset(), students.Export(),
            new DataCommands(output, errors, folder).Create(), KernelCommands.Create(),
        };
        root.HelpName = "courseware";
        HelpText.Use(root);
        if (args is ["help", .. var asked])
            args = [.. asked, "--help"];
        var first = args.FirstOrDefault();
        var isVerb = first is "--help" or "-h" or "-?" or "/?" or "--version" || root.Subcommands.Any(verb => verb.Name == first);
        var parsed = root.Parse(isVerb ? args : ["run", .. args]);
        var problems = UsageErrors.Of(parsed);
        var run = root.Subcommands.First(verb => verb.Name == "run");
        if (!isVerb && first is not null && !first.StartsWith('-'))
        {
            // A notebook, or a mistyped command. What is found here is what will run: the folder is not asked twice.
            var named = problems.Count == 0 ? parsed.GetValue((Argument<string[]>)run.Arguments[0])! : [first];
            if (!NotebookSelection.TryFind(named, folder, out _selection, out var problem)
                && (named.Length == 1 || !NotebookSelection.TryFind([first], folder, out _, out problem)))
            {
                return await RefuseAsync([UsageErrors.OfVerb(root, first, problem)], root.HelpName).ConfigureAwait(false);
            }
        }
        if (problems.Count > 0)
        {
            // Before any command, what is no option of 'run' was none of its business.
            var command = isVerb
                || run.Options.Any(option => problems.Any(problem => problem.Contains(option.Name, StringComparison.Ordinal)))
                ? parsed.CommandResult.Command : root;
            return await RefuseAsync(problems, HelpText.FullName(command)).ConfigureAwait(false);
        }
        // Ctrl+C is the run's own business, and ends everything else.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = output,
            Error = errors
        };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private async Task<int> RefuseAsync(IReadOnlyList<string> problems, string command)
    {
        foreach (var problem in problems)
            await errors.WriteLineAsync(problem).ConfigureAwait(false);
        await errors.WriteLineAsync($"'{command} --help' tells more.").ConfigureAwait(false);
        return Runner.Usage;
    }

    private Command RunCommand()
    {
        var notebooks =
            StudentCommands.Notebooks(
                "Notebooks to run, each by its path, its name, a part of the name, or its number; all of the course when none is named.",
                ArgumentArity.ZeroOrMore);
        var full = new Option<bool>("--full") { Description = "Use the full training budgets instead of the short ones." };
        var record = new Option<bool>("--record")
        {
            Description =
            "Write the verdicts and fingerprints found into notebooks/expected.json, and the table of notebooks/README.md from it."
        };
        var target = new Option<string?>("--output")
        {
            Description =
            "Where executed notebooks and pages go (default: the course's artifacts).",
            HelpName = "folder"
        };
        var noHtml = new Option<bool>("--no-html") { Description = "Write executed notebooks only, no pages." };
        var host = new Option<string?>("--host")
        {
            Description = $"Whose kernel executes the cells: ours (the default), or .NET Interactive's, once 'dotnet build lib/Courseware.Polyglot' has built the adapter.",
            HelpName = $"courseware|{PlugInHost.Name}",
        };
        host.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("courseware" or PlugInHost.Name) and var other }])
                result.AddError($"--host is 'courseware' or '{PlugInHost.Name}', not '{other}'.");
        });
        var command = new Command("run", $"""
            Runs notebooks and writes them, with their outputs, as .ipynb and .html.

            Examples:
              courseware run                  the whole course
              courseware run 02               notebook 02; so does 'run adam', if no other's name has it
              courseware run 01 04 --full     two notebooks, all seeds and epochs

            Running somebody's notebook runs their code on this machine, with your rights: 'courseware check' runs nothing.
            Ctrl+C stops the running cell and writes what there is; a second one ends at once.
            Exit code: {Runner.Succeeded} all is well, {Runner.Failed} a cell failed or a verdict is not the recorded one, {Runner.Usage} usage or a wrong environment variable, {Runner.Interrupted} interrupted.
            """)
        {
            notebooks, full, record, target, noHtml, host,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var interrupts = Interrupts.OfTerminal();
            var settings = new RunSettings(parsed.GetValue(notebooks)
                ?? [], parsed.GetValue(full), parsed.GetValue(record), parsed.GetValue(target), !parsed.GetValue(noHtml),
                parsed.GetValue(host));
            var runner = new Runner(new RunReporter(Terminal()));
            return await (_selection is null ? runner.RunAsync(settings, folder, interrupts)
                : runner.RunAsync(settings, _selection, folder, interrupts)).ConfigureAwait(false);
        });
        return command;
    }

    private Command CheckCommand()
    {
        var notebooks = StudentCommands.Notebooks("Notebooks to check, named as for 'run'; all of the course when none is named.",
            ArgumentArity.ZeroOrMore);
        var command = new Command("check", $"""
            Checks notebooks without running them: format, headings, links, claims, formulae, no outputs, and that every cell compiles.
            Of a notebook that is not in the course's notebooks/ it asks no more than that it can be opened and that its cells compile.
            Exit code: {Runner.Succeeded} nothing to fix, {Runner.Failed} something to fix, {Runner.Usage} usage.
            """) { notebooks };
        command.SetAction(parsed => new Checker(output).Run(parsed.GetValue(notebooks) ?? [], folder));
        return command;
    }

    // Lines that go to a file or a log carry no colours and are not cut at a terminal's width.
    private static IAnsiConsole Terminal()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var console =
            AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No
            });
        console.Profile.Width = 1000;
        return console;
    }
}
