using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class ShadowCopyTests
{
    [Fact]
    public void A_copy_that_is_used_is_kept_however_old_it_is_and_an_unused_one_goes()
    {
        using var folder = new TemporaryFolder();
        var files = Array.ConvertAll((string[])["used", "unused", "fresh"], name =>
            folder.Write($"{name}/Tiny.dll", name + Guid.NewGuid()));
        // Of its own: other sessions drop what is old, too.
        var root = folder.At("loaded");
        var (used, unused) = (ShadowCopy.Of(files[0], root).Path, ShadowCopy.Of(files[1], root).Path);
        foreach (var copy in (string[])[used, unused])
            Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(copy)!, DateTime.UtcNow.AddDays(-20));
        Assert.Equal(used, ShadowCopy.Of(files[0], root).Path);
        var fresh = ShadowCopy.Of(files[2], root).Path;
        Assert.True(File.Exists(used));
        Assert.True(File.Exists(fresh));
        Assert.False(File.Exists(unused));
    }

    [Fact]
    public void What_is_loaded_is_what_was_asked_for_though_somebody_changed_the_copy()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a/Tiny.dll", "right");
        var root = folder.At("loaded");
        var copy = ShadowCopy.Of(file, root);
        File.WriteAllText(copy.Path, "wrong");
        var again = ShadowCopy.Of(file, root);
        Assert.Equal(("right", copy.Hash), (File.ReadAllText(again.Path), again.Hash));
        Assert.NotEqual(copy.Path, again.Path);
    }
}
