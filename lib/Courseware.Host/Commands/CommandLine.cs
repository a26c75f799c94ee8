using System.CommandLine;
using Courseware.Host.Checking;
using Courseware.Host.Running;
using Spectre.Console;

namespace Courseware.Host.Commands;

/// <summary>The verbs of the program. Without a verb it runs the course.</summary>
internal static class CommandLine
{
    // A cell may take its time to stop, and what ran until then is still to be written.
    private static readonly TimeSpan s_timeToStop = TimeSpan.FromSeconds(20);

    public static async Task<int> InvokeAsync(string[] args)
    {
        if (args is [Worker.Verb, var notebook, .. { Length: <= 1 } plugIn])
        {
            try
            {
                return await Worker.RunAsync(notebook, plugIn.FirstOrDefault()).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
                return Runner.Failed;
            }
        }

        var root = new RootCommand("Runs and checks the notebooks of the course; without a command it runs them all.\nIn a clone, 'courseware' stands for: dotnet run --project lib/Courseware.Host -c Release --")
        {
            RunCommand(), CheckCommand(), KernelCommands.Create(),
        };
        root.HelpName = "courseware";
        if (IsUnknownVerb(root, args))
        {
            await Console.Error.WriteLineAsync($"'{args[0]}' is neither a command nor a notebook.").ConfigureAwait(false);
            return await PointToHelpAsync().ConfigureAwait(false);
        }
        var parsed = root.Parse(WithVerb(root, args));
        if (parsed.Errors.Count == 0)
        {
            try
            {
                return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_timeToStop }).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
                return Runner.Failed;
            }
        }
        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
        return await PointToHelpAsync().ConfigureAwait(false);
    }

    private static async Task<int> PointToHelpAsync()
    {
        await Console.Error.WriteLineAsync("'--help' lists the commands, and after a command its options.").ConfigureAwait(false);
        return Runner.Usage;
    }

    // A mistyped command, not a mistyped path: a path to a notebook ends in .ipynb.
    private static bool IsUnknownVerb(RootCommand root, string[] args) =>
        args.FirstOrDefault() is { } first && !first.StartsWith('-') && first != "/?" && !first.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
        && !File.Exists(first) && root.Subcommands.All(verb => verb.Name != first);

    private static string[] WithVerb(RootCommand root, string[] args)
    {
        var first = args.FirstOrDefault();
        var known = first is "--help" or "-h" or "-?" or "/?" or "--version" || root.Subcommands.Any(verb => verb.Name == first);
        return known ? args : ["run", .. args];
    }

    private static Command RunCommand()
    {
        var notebooks = Notebooks("Notebooks to run; all of the course when none is named.");
        var full = new Option<bool>("--full") { Description = "Use the full training budgets instead of the short ones." };
        var record = new Option<bool>("--record") { Description = "Write the verdicts and fingerprints found into notebooks/expected.json, and the README's table from it." };
        var output = new Option<string?>("--output") { Description = "Folder for executed notebooks and pages (default: the course's artifacts)." };
        var noHtml = new Option<bool>("--no-html") { Description = "Write executed notebooks only, no pages." };
        var host = new Option<string?>("--host") { Description = "Whose kernel executes the cells: courseware (the default), or interactive, .NET Interactive's, once 'dotnet build lib/Courseware.Polyglot' has made it." };
        host.AcceptOnlyFromAmong("courseware", PlugInHost.Name);
        var command = new Command("run", "Executes notebooks and writes them, with their outputs, as .ipynb and .html. The default command.") { notebooks, full, record, output, noHtml, host };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = new RunSettings(parsed.GetValue(notebooks) ?? [], parsed.GetValue(full), parsed.GetValue(record), parsed.GetValue(output), !parsed.GetValue(noHtml), parsed.GetValue(host));
            return new Runner(new RunReporter(Terminal())).RunAsync(settings, Directory.GetCurrentDirectory(), cancellation);
        });
        return command;
    }

    private static Command CheckCommand()
    {
        var notebooks = Notebooks("Notebooks to check; all of the course when none is named.");
        var command = new Command("check", "Checks notebooks without running them: format, no outputs, headings, links, claims, formulae, and that every cell compiles.") { notebooks };
        command.SetAction(parsed => new Checker(Console.Out).Run(parsed.GetValue(notebooks) ?? [], Directory.GetCurrentDirectory()));
        return command;
    }

    // An option that the command does not know would else be taken for a notebook.
    private static Argument<string[]> Notebooks(string description)
    {
        var notebooks = new Argument<string[]>("notebook") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        notebooks.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                result.AddError($"There is no option {option.Value}.");
        });
        return notebooks;
    }

    // Lines that go to a file or a log carry no colours and are not cut at a terminal's width.
    private static IAnsiConsole Terminal()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = 1000;
        return console;
    }
}
