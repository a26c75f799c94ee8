using System.CommandLine;
using Courseware.Host.Installing;

namespace Courseware.Host.Commands;

/// <summary>The verb <c>kernel</c>: the Jupyter kernel and its place among a user's kernels.</summary>
internal static class KernelCommands
{
    public static Command Create()
        => new("kernel", "Installs, removes and starts the Jupyter kernel, with which VS Code and Jupyter run notebooks cell by cell.")
    {
        InstallCommand(), UninstallCommand(), StartCommand(),
    };

    private static Command InstallCommand()
    {
        var (prefix, name, user) = Place();
        var displayName = new Option<string?>("--display-name") { Description = "What front ends call it.", HelpName = "text" };
        var noPublish = new Option<bool>("--no-publish")
        {
            Description =
            "Start this build where it is, instead of a copy published as native code: for work on the kernel itself."
        };
        var command =
            new Command("install", "Makes the kernel known to VS Code and Jupyter; one that was installed before is replaced.") { prefix,
                name, displayName, user, noPublish };
        OnePlace(command, prefix, user);
        command.SetAction(parsed => KernelInstaller.Create(Console.Out).Install(
            new InstallSettings(parsed.GetValue(prefix), parsed.GetValue(name)!, parsed.GetValue(displayName),
                !parsed.GetValue(noPublish))));
        return command;
    }

    private static Command UninstallCommand()
    {
        var (prefix, name, user) = Place();
        var command = new Command("uninstall", "Removes what 'kernel install' wrote, and nothing else.") { prefix, name, user };
        OnePlace(command, prefix, user);
        command.SetAction(parsed => KernelInstaller.Create(Console.Out).Uninstall(parsed.GetValue(prefix), parsed.GetValue(name)!));
        return command;
    }

    // As a rule Program calls the kernel past this parser, whose loading a first reply would wait for.
    private static Command StartCommand()
    {
        var file = new Argument<string>("connection-file")
        {
            Description =
            "The file that the front end wrote: where to listen, and the key."
        };
        var command = new Command("start", "Runs the kernel until its front end ends it. Front ends call this; you need not.") { file };
        command.SetAction(parsed => KernelStart.Run(parsed.GetRequiredValue(file)));
        return command;
    }

    private static (Option<string?> Prefix, Option<string> Name, Option<bool> User) Place() => (
        new Option<string?>("--prefix")
        {
            Description =
            "Folder to install under, for example a Python environment's: the kernel goes to share/jupyter/kernels in it.",
            HelpName = "folder"
        },
        new Option<string>("--name")
        {
            Description = $"The kernel's name, by which notebooks ask for it (default: {KernelName.Default}).",
            HelpName = "name",
            DefaultValueFactory = _ => KernelName.Default
        },
        new Option<bool>("--user") { Description = "For the current user only (the default)." });

    private static void OnePlace(Command command, Option<string?> prefix, Option<bool> user) => command.Validators.Add(result =>
    {
        if (result.GetResult(prefix) is not null && result.GetValue(user))
            result.AddError("--user and --prefix name two places. Choose one.");
    });
}
