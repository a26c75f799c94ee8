using Courseware.Host.Installing;
using Courseware.Kernel.Packages;
using Xunit;

namespace Courseware.Host.Tests.Installing;

public sealed class InstallFoldersTests
{
    [Fact]
    public void Linux_uses_the_XDG_folders_default() => Expect(
        InstallFolders.ForUser(Platform.Linux, Nothing, "/home/ada"),
        "/home/ada/.local/share/jupyter/kernels", "/home/ada/.local/share/courseware/kernel");

    [Fact]
    public void Linux_follows_XDG_DATA_HOME() => Expect(
        InstallFolders.ForUser(Platform.Linux, With(("XDG_DATA_HOME", "/data/ada/")), "/home/ada"),
        "/data/ada/jupyter/kernels", "/data/ada/courseware/kernel");

    [Fact]
    public void A_relative_or_empty_XDG_DATA_HOME_counts_as_not_set()
    {
        Expect(InstallFolders.ForUser(Platform.Linux, With(("XDG_DATA_HOME", "data")), "/home/ada"),
            "/home/ada/.local/share/jupyter/kernels", "/home/ada/.local/share/courseware/kernel");
        Expect(InstallFolders.ForUser(Platform.Linux, With(("XDG_DATA_HOME", "")), "/home/ada"), "/home/ada/.local/share/jupyter/kernels",
            "/home/ada/.local/share/courseware/kernel");
    }

    [Fact]
    public void MacOS_uses_the_Library_and_not_XDG() => Expect(
        InstallFolders.ForUser(Platform.MacOS, With(("XDG_DATA_HOME", "/data")), "/Users/ada"),
        "/Users/ada/Library/Jupyter/kernels", "/Users/ada/Library/Application Support/courseware/kernel");

    [Fact]
    public void Windows_keeps_kernels_in_the_roaming_folder_and_the_large_copies_in_the_local_one() => Expect(
        InstallFolders.ForUser(Platform.Windows,
            With(("APPDATA", @"C:\Users\Ada\AppData\Roaming"), ("LOCALAPPDATA", @"C:\Users\Ada\AppData\Local")), @"C:\Users\Ada"),
        @"C:\Users\Ada\AppData\Roaming\jupyter\kernels", @"C:\Users\Ada\AppData\Local\courseware\kernel");

    [Fact]
    public void Windows_without_APPDATA_uses_what_jupyter_core_uses() => Expect(
        InstallFolders.ForUser(Platform.Windows, Nothing, @"C:\Users\Ada"),
        @"C:\Users\Ada\.jupyter\data\kernels", @"C:\Users\Ada\AppData\Local\courseware\kernel");

    [Theory]
    [InlineData(nameof(Platform.Linux), "/srv/jupyter", "/srv/jupyter/kernels")]
    [InlineData(nameof(Platform.MacOS), "/srv/jupyter", "/srv/jupyter/kernels")]
    [InlineData(nameof(Platform.Windows), @"D:\jupyter", @"D:\jupyter\kernels")]
    public void JUPYTER_DATA_DIR_wins_everywhere(string platform, string folder, string kernels) =>
        Assert.Equal(kernels,
            InstallFolders.ForUser(Enum.Parse<Platform>(platform),
                With(("JUPYTER_DATA_DIR", folder), ("XDG_DATA_HOME", "/data"), ("APPDATA", @"C:\R")), "/home/ada").Kernels);

    [Fact]
    public void A_prefix_has_Jupyters_folder_under_share()
    {
        Expect(InstallFolders.UnderPrefix(Platform.Linux, "/opt/venv"), "/opt/venv/share/jupyter/kernels",
            "/opt/venv/share/courseware/kernel");
        Expect(InstallFolders.UnderPrefix(Platform.Linux, "/"), "/share/jupyter/kernels", "/share/courseware/kernel");
        Expect(InstallFolders.UnderPrefix(Platform.Windows, @"C:\venv\"), @"C:\venv\share\jupyter\kernels",
            @"C:\venv\share\courseware\kernel");
    }

    [Theory]
    [InlineData("courseware-csharp", "courseware-csharp")]
    [InlineData("My.Kernel_2", "my.kernel_2")]
    public void A_name_is_kept_as_Jupyter_keeps_it(string name, string kept) => Assert.Equal(kept, KernelName.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("c#")]
    [InlineData("درس")]
    [InlineData("name\n")]
    public void A_name_that_Jupyter_would_not_take_is_refused(string name) =>
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => KernelName.Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_dotnet_on_the_PATH_is_written_when_it_leads_to_the_running_one() =>
        Assert.Equal("/usr/bin/dotnet", Choose(null, "/usr/local/bin:/usr/bin"));

    [Fact]
    public void Another_dotnet_on_the_PATH_is_not_ours() => Assert.Equal("/usr/lib/dotnet/dotnet", Choose(null, "/other:relative"));

    [Fact]
    public void DOTNET_ROOT_comes_before_the_PATH() => Assert.Equal("/opt/stable/dotnet", Choose("/opt/stable", "/usr/bin"));

    private static string Choose(string? root, string path)
    {
        var targets = new Dictionary<string, string>
        {
            ["/usr/bin/dotnet"] = "/usr/lib/dotnet/dotnet",
            ["/opt/stable/dotnet"] = "/usr/lib/dotnet/dotnet",
            ["/other/dotnet"] = "/other/dotnet",
            ["/usr/lib/dotnet/dotnet"] = "/usr/lib/dotnet/dotnet",
        };
        return DotnetProgram.Choose(
            "/usr/lib/dotnet", DotnetProgram.Named(root, path.Replace(':', Path.PathSeparator)), "dotnet", targets.ContainsKey, file =>
            targets[file]);
    }

    private static void Expect(InstallFolders folders, string kernels, string copies)
        => Assert.Equal(new InstallFolders(kernels, copies), folders);

    private static string? Nothing(string variable) => null;

    private static Func<string, string?> With(params (string Name, string Value)[] variables)
        => name => variables.FirstOrDefault(v => v.Name == name).Value;
}
