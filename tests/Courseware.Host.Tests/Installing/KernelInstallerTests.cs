using System.Text.Json.Nodes;
using Courseware.Host.Installing;
using Xunit;

namespace Courseware.Host.Tests.Installing;

public sealed class KernelInstallerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _told = new();
    private int _published;
    private string? _failure;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_folders_are_made_and_the_kernel_starts_a_published_copy()
    {
        Installer().Install(Settings());
        Assert.Equal(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"], Names(Spec()));
        var host = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(Spec(), "kernel.json")))!["argv"]![1]!;
        Assert.StartsWith(_folder.At("copies"), host, StringComparison.Ordinal);
        Assert.True(File.Exists(host));
        Assert.Contains(Spec(), _told.ToString(), StringComparison.Ordinal);
        Assert.Contains("completionTriggerCharacters", _told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_waits_is_told_that_it_may_take_long_and_what_begins()
    {
        Installer().Install(Settings());
        var told = _told.ToString().ReplaceLineEndings("\n");
        Assert.Contains("a busy one several times as long", told, StringComparison.Ordinal);
        Assert.Matches(@"\n +\d+ s  first part\n +\d+ s  done\nInstalled", told);
    }

    [Theory]
    [InlineData("  step: compile", "compiling")]
    [InlineData("step: native", "native code")]
    [InlineData("  Courseware.Host -> /x/Courseware.Host.dll", null)]
    public void The_steps_of_publishing_are_those_that_the_project_prints(string line, string? step)
    {
        var begun = KernelPublish.StepOf(line);
        Assert.Equal(step is null, begun is null);
        if (step is null)
            return;
        Assert.Contains(step, begun, StringComparison.Ordinal);
        string[] projects = ["Courseware.Kernel", "Courseware.Host"];
        Assert.Single(projects, name => File.ReadAllText(Repository.At("lib", name, name + ".csproj"))
            .Contains($"Text=\"{line.Trim()}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Again_changes_nothing_and_publishes_nothing()
    {
        Installer().Install(Settings());
        var written = File.GetLastWriteTimeUtc(Path.Combine(Spec(), "kernel.json"));
        Installer().Install(Settings());
        Assert.Contains("already up to date", _told.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, written), (_published, File.GetLastWriteTimeUtc(Path.Combine(Spec(), "kernel.json"))));
    }

    [Fact]
    public void Another_build_replaces_the_kernel_and_the_old_copy_goes()
    {
        Installer("one").Install(Settings());
        Installer("two").Install(Settings());
        Assert.Contains("Replaced", _told.ToString(), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_folder.At("copies")));
    }

    [Fact]
    public void A_copy_that_a_kernel_runs_from_stays()
    {
        Installer("one").Install(Settings());
        var copy = Assert.Single(Directory.GetDirectories(_folder.At("copies")));
        using (new FileStream(Path.Combine(copy, "in-use.lock"), FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            Installer("two").Install(Settings());
            Assert.True(Directory.Exists(copy));
        }
        // A process that a test beside this one is starting has, for a moment, all that was open here: the lock too.
        Assert.True(SpinWait.SpinUntil(() =>
        {
            Installer("two").Install(Settings());
            return !Directory.Exists(copy);
        }, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void A_copy_that_another_kernel_starts_stays()
    {
        Installer("one").Install(Settings() with { Name = "first" });
        Installer("two").Install(Settings() with { Name = "second" });
        Assert.Equal(2, Directory.GetDirectories(_folder.At("copies")).Length);
        Installer("two").Uninstall(null, "first");
        Assert.Single(Directory.GetDirectories(_folder.At("copies")));
    }

    [Fact]
    public void Without_the_compiler_for_native_code_the_plain_build_is_installed_and_the_next_time_tries_again()
    {
        _failure = "NU1101: Unable to find package microsoft.netcore.app.crossgen2.linux-x64";
        Installer().Install(Settings());
        Assert.Contains("NU1101", _told.ToString(), StringComparison.Ordinal);
        Assert.Contains("-plain", Argument(1), StringComparison.Ordinal);
        Assert.True(File.Exists(Argument(1)));
        _failure = null;
        Installer().Install(Settings());
        Assert.DoesNotContain("-plain", Argument(1), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(_folder.At("copies")));
    }

    [Fact]
    public void A_failure_half_way_leaves_nothing_behind()
    {
        var installer = new KernelInstaller(_told, Folders(), Build("one"), (_, folder, _) =>
        {
            File.WriteAllText(Path.Combine(folder, "half.dll"), "");
            throw new IOException("disk full.");
        });
        Assert.Contains("disk full", Assert.Throws<InvalidDataException>(() => installer.Install(Settings())).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Spec()));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.At("copies")));
    }

    [Fact]
    public void A_file_where_a_folder_should_be_is_told_in_one_line()
    {
        _folder.Write("kernels", "a file");
        var message = Assert.Throws<InvalidDataException>(() => Installer().Install(Settings() with { Publish = false })).Message;
        Assert.Contains("--prefix", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Without_publishing_the_kernel_starts_the_build_where_it_lies()
    {
        Installer().Install(Settings() with { Publish = false });
        Assert.Equal((0, Build("one").Assembly), (_published, Argument(1)));
    }

    [Fact]
    public void A_build_outside_a_clone_such_as_the_tools_is_started_where_it_lies()
    {
        var folder = _folder.At("tools", "net10.0");
        Fill(folder, "tool");
        new KernelInstaller(_told, Folders(), new HostBuild(folder), Publish).Install(Settings());
        Assert.Equal((0, new HostBuild(folder).Assembly), (_published, Argument(1)));
    }

    [Fact]
    public void A_prefix_holds_both_kernel_and_copy()
    {
        Installer().Install(Settings() with { Prefix = _folder.At("venv") });
        Assert.True(File.Exists(_folder.At("venv", "share", "jupyter", "kernels", KernelName.Default, "kernel.json")));
        Assert.Single(Directory.GetDirectories(_folder.At("venv", "share", "courseware", "kernel")));
        Installer().Uninstall(_folder.At("venv"), KernelName.Default);
        Assert.Empty(Directory.GetFiles(_folder.At("venv"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Uninstalling_leaves_no_file_and_says_so_twice()
    {
        Installer().Install(Settings());
        Installer().Uninstall(null, KernelName.Default);
        Assert.False(Directory.Exists(Spec()));
        Assert.False(Directory.Exists(_folder.At("copies")));
        Installer().Uninstall(null, KernelName.Default);
        Assert.Contains("nothing to remove", _told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_the_users_own_in_the_folder_stay()
    {
        Installer().Install(Settings());
        _folder.Write($"kernels/{KernelName.Default}/kernel.js", "mine");
        Installer().Uninstall(null, KernelName.Default);
        Assert.Equal(["kernel.js"], Names(Spec()));
    }

    [Theory]
    [InlineData("""{"argv":["/usr/bin/python3","-m","ipykernel_launcher","-f","{connection_file}"],"display_name":"Python 3","language":"python"}""")]
    [InlineData("not json")]
    public void Another_programs_kernel_is_neither_replaced_nor_removed(string json)
    {
        var file = _folder.Write("kernels/python3/kernel.json", json);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Installer().Install(Settings() with { Name = "python3" })).Message,
            StringComparison.Ordinal);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Installer().Uninstall(null, "python3")).Message,
            StringComparison.Ordinal);
        Assert.Equal((json, 0), (File.ReadAllText(file), _published));
    }

    [Fact]
    public void A_failed_build_is_told_by_its_first_error() => Assert.Equal(
        "NU1101: Unable to find package x.",
        KernelPublish.FirstError(
            "  Determining projects\n/home/ada/Host.csproj : error NU1101: Unable to find package x. [/home/ada/Host.csproj]\n/home/ada/Host.csproj : error NU1102: y"));

    private KernelInstaller Installer(string content = "one") => new(_told, Folders(), Build(content), Publish);

    private static InstallSettings Settings() => new(null, KernelName.Default, null, Publish: true);

    private InstallFolders Folders() => new(_folder.At("kernels"), _folder.At("copies"));

    // A clone: a project, and a build of it below.
    private HostBuild Build(string content)
    {
        _folder.Write("clone/lib/Courseware.Host/Courseware.Host.csproj", "");
        var folder = _folder.At("clone", "artifacts", "bin", content);
        Fill(folder, content);
        return new HostBuild(folder);
    }

    private string? Publish(string project, string folder, Action<string> step)
    {
        step("first part");
        Assert.True(File.Exists(project));
        if (_failure is not null)
            return _failure;
        _published++;
        Fill(folder, "published");
        return null;
    }

    private static void Fill(string folder, string content)
    {
        Directory.CreateDirectory(folder);
        foreach (var extension in new[] { ".dll", ".deps.json", ".runtimeconfig.json" })
            File.WriteAllText(Path.Combine(folder, "Courseware.Host" + extension), content);
    }

    private string Spec() => _folder.At("kernels", KernelName.Default);

    private string Argument(int index) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(Spec(), "kernel.json")))!["argv"]![index]!;

    private static IEnumerable<string> Names(string folder)
        => Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
