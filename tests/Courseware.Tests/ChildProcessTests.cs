using Xunit;

namespace Courseware.Tests;

public sealed class ChildProcessTests
{
    [Fact]
    public void What_a_child_leaves_in_its_temporary_folder_is_gone_after_it()
    {
        var file = ChildProcess.Run(LeaveAFile).Trim();
        Assert.EndsWith("left.txt", file, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    internal static void LeaveAFile()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("courseware").FullName, "left.txt");
        File.WriteAllText(file, "");
        Directory.SetCurrentDirectory(Path.GetDirectoryName(file)!);
        Console.WriteLine(file);
    }
}
