using Courseware.Kernel.Packages;
using Xunit;

namespace Courseware.Kernel.Tests.Packages;

public sealed class UserFolderTests
{
    [Fact]
    public void A_home_that_can_be_written_to_holds_the_folder()
    {
        using var home = new TemporaryFolder();
        Assert.Equal(home.At("courseware", "loaded"), UserFolder.Of(home.At(), "loaded"));
        Assert.Empty(Directory.GetFiles(home.At("courseware", "loaded")));
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("")]
    public void Without_one_a_folder_stands_in_that_nobody_can_guess_or_read(string user)
    {
        using var home = new TemporaryFolder();
        // Below a file there is no folder, for whatever user.
        var folder = UserFolder.Of(user.Length == 0 ? "" : home.Write(user, "x"), "loaded");
        var parent = Path.GetDirectoryName(folder)!;
        Assert.StartsWith(Path.Combine(Path.GetTempPath(), "courseware-"), parent, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.UserName, Path.GetFileName(parent), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(parent));
    }
}
