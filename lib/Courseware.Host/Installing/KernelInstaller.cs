using System.Diagnostics;
using System.Globalization;
using Courseware.Kernel.Packages;

namespace Courseware.Host.Installing;

/// <summary>The verbs <c>kernel install</c> and <c>kernel uninstall</c>.</summary>
/// <param name="userFolders">The folders without a prefix.</param>
/// <param name="build">The build to install.</param>
/// <param name="publish">Fills a folder from a project and tells each step; null on success, else the reason. See
/// <see cref="KernelPublish.Run"/>.</param>
internal sealed class KernelInstaller(TextWriter output, InstallFolders userFolders, HostBuild build,
    Func<string, string, Action<string>, string?> publish)
{
    private const string Plain = "-plain";
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(20);

    public static KernelInstaller Create(TextWriter output) => new(output, UserFolders(), HostBuild.Running, KernelPublish.Run);

    /// <exception cref="InvalidDataException">What kept it from being installed, in a form to print.</exception>
    public void Install(InstallSettings settings) => Tell(() =>
    {
        var name = KernelName.Parse(settings.Name);
        var folders = Folders(settings.Prefix);
        var spec = new KernelSpecFolder(folders.Kernels, name);
        spec.MustBeOurs(); // before minutes of publishing
        var copies = new HostCopies(folders.Copies);
        var files = settings.Publish && build.Project is { } project ? Copy(copies, project) : build;
        if (files != build)
            HostCopies.NoteUse(files, spec.File);

        var kernel = new KernelSpec(settings.DisplayName
            ?? KernelSpec.DefaultDisplayName(name), [DotnetProgram.LastingPath, files.Assembly]);
        var isNew = !spec.Exists;
        var changed = spec.Write(kernel);
        copies.Prune();
        output.WriteLine(changed
            ? $"{(isNew ? "Installed" : "Replaced")} the kernel '{kernel.DisplayName}': {spec.FullName}"
            : $"The kernel '{kernel.DisplayName}' is already up to date: {spec.FullName}");
        output.WriteLine($"It starts {files.Assembly}");
        if (changed)
            Advise(settings.Prefix, name, kernel.DisplayName);
    });

    /// <exception cref="InvalidDataException">What kept it from being removed, in a form to print.</exception>
    public void Uninstall(string? prefix, string name) => Tell(() =>
    {
        var folders = Folders(prefix);
        var spec = new KernelSpecFolder(folders.Kernels, KernelName.Parse(name));
        if (!spec.Exists)
        {
            output.WriteLine($"There is no kernel {spec.FullName}: nothing to remove.");
        }
        else
        {
            var gone = spec.Remove();
            output.WriteLine(gone ? $"Removed {spec.FullName}"
                : $"Removed the kernel. {spec.FullName} holds files that are not ours, and stays.");
        }
        var copies = new HostCopies(folders.Copies).Prune();
        if (copies > 0)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"Removed {copies} {(copies == 1 ? "copy" : "copies")} of the program in {folders.Copies}"));
        }
    });

    private HostBuild Copy(HostCopies copies, string project)
    {
        var identity = build.Identity;
        if (copies.Has(identity))
            return copies.Get(identity, static _ => { });
        output.WriteLine(
            "Publishing the kernel as native code, so that it starts fast: once for each version, and some two minutes of processor time.");
        output.WriteLine("A machine with nothing else to do takes one or two minutes for it, a busy one several times as long.");
        string? failure = null;
        var clock = Stopwatch.StartNew();
        var gate = new Lock();
        void Step(string begins)
        {
            lock (gate)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(int)clock.Elapsed.TotalSeconds,5} s  {begins}"));
        }

        // A part may last for minutes: whoever waits sees that it goes on.
        using var beat = new Timer(_ => Step("…"), null, s_beat, s_beat);
        try
        {
            var copy = copies.Get(identity, folder =>
            {
                failure = publish(project, folder, Step);
                if (failure is not null)
                    throw new NotSupportedException(failure);
            });
            Step("done");
            return copy;
        }
        catch (NotSupportedException) when (failure is not null)
        {
            output.WriteLine($"That failed ({failure}), so the kernel is a copy of this build and takes about half a second longer to start. 'kernel install' tries again.");
            return copies.Get(identity + Plain, build.CopyTo);
        }
    }

    private void Advise(string? prefix, string name, string displayName)
    {
        if (prefix is not null)
            output.WriteLine($"Front ends of that prefix find it; others with JUPYTER_PATH={Path.Combine(Path.GetFullPath(prefix), "share", "jupyter")}");
        output.WriteLine($"VS Code, with the Jupyter extension: reload the window, open a notebook, Select Kernel → Jupyter Kernel → {displayName}.");
        output.WriteLine(
            """Completion there needs this in your user settings: "jupyter.completionTriggerCharacters": { "csharp": ["."] }""");
        output.WriteLine($"JupyterLab and Notebook list it. Headless: jupyter nbconvert --to notebook --execute --ExecutePreprocessor.kernel_name={name} NOTEBOOK");
    }

    private InstallFolders Folders(string? prefix)
        => prefix is null ? userFolders : InstallFolders.UnderPrefix(Current, Path.GetFullPath(prefix));

    private static InstallFolders UserFolders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var folders = InstallFolders.ForUser(Current, Environment.GetEnvironmentVariable, home);
        return new InstallFolders(Path.GetFullPath(folders.Kernels), Path.GetFullPath(folders.Copies));
    }

    private static Platform Current
        => OperatingSystem.IsWindows() ? Platform.Windows : OperatingSystem.IsMacOS() ? Platform.MacOS : Platform.Linux;

    private static void Tell(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The kernel's files could not be written: {e.Message} Make that folder writable, or choose another one with --prefix.", e);
        }
    }
}
