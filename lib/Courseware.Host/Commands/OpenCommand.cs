using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Courseware.Host.Running;
using Courseware.Kernel.Packages;

namespace Courseware.Host.Commands;

/// <summary>
/// The verb <c>open</c>: starts the live page, a program of its own, so that nothing else waits for a web server to load.
/// </summary>
internal static class OpenCommand
{
    public static Command Create(TextWriter output, TextWriter errors, string folder)
    {
        var notebook = new Argument<string?>("notebook")
        {
            Description =
            "The notebook to open, named as for 'run'; the course's list of notebooks when none is named.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var port = new Option<int>("--port") { Description = "The port to listen on (default: a free one).", HelpName = "number" };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }]
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 65535))
            {
                result.AddError($"--port is a number from 0 (any free port) to 65535, not '{text}'.");
            }
        });
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the address and open no browser." };
        var command = new Command("open", $"""
            Opens notebooks as a live page in the browser: run, edit, step through, present.

            The page is for this machine and this user alone: it listens on the loopback address, and its address holds a secret.
            Ctrl+C ends it. Edits are kept as a draft until they are saved or discarded.
            Exit code: {Runner.Succeeded} ended, {Runner.Failed} the page could not be built or started, {Runner.Usage} usage.
            """) { notebook, port, noBrowser };
        command.SetAction(async (parsed, cancellation) =>
        {
            var names = parsed.GetValue(notebook) is { } name ? [name] : Array.Empty<string>();
            if (!NotebookSelection.TryFind(names, folder, out var selection, out var problem))
            {
                await errors.WriteLineAsync(problem).ConfigureAwait(false);
                return Runner.Usage;
            }
            if (PageProgram.Find(selection.Course) is not { } program)
            {
                await errors.WriteLineAsync(PageProgram.IsMissing).ConfigureAwait(false);
                return Runner.Failed;
            }
            if (program.NeedsBuild)
            {
                await output.WriteLineAsync("Building the page, which takes some seconds the first time.").ConfigureAwait(false);
                if (program.Build(cancellation) is { } failure)
                {
                    await errors.WriteLineAsync(failure).ConfigureAwait(false);
                    return Runner.Failed;
                }
            }
            string[] arguments = [.. names, "--port", parsed.GetValue(port)
                .ToString(CultureInfo.InvariantCulture), .. parsed.GetValue(noBrowser) ? ["--no-browser"] : Array.Empty<string>()];
            return await RunAsync(program, arguments, folder).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(PageProgram program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(DotnetProgram.Path, ["exec", program.Assembly, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder
        };
        // Ctrl+C reaches the page too, which ends its sessions first.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return process.ExitCode;
    }
}
