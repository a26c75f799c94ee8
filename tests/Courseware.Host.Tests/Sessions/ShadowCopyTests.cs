using Courseware.Host.Sessions;
using Courseware.Host.Tests.Support;
using Xunit;

namespace Courseware.Host.Tests.Sessions;

public sealed class ShadowCopyTests
{
    [Fact]
    public void A_copy_that_is_used_is_kept_however_old_it_is_and_an_unused_one_goes()
    {
        using var folder = new TemporaryFolder();
        var (used, unused) = (Copy("used"), Copy("unused"));
        Assert.Equal(used, Copy("used"));
        var fresh = Copy("fresh");
        Assert.True(File.Exists(used));
        Assert.False(File.Exists(unused));
        foreach (var copy in (string[])[used, fresh])
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);

        string Copy(string content)
        {
            var isThere = File.Exists(folder.At(content, "Tiny.dll"));
            var file = isThere ? folder.At(content, "Tiny.dll") : folder.Write($"{content}/Tiny.dll", content + Guid.NewGuid());
            var copy = ShadowCopy.Of(file).Path;
            if (!isThere)
                Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(copy)!, DateTime.UtcNow.AddDays(-20));
            return copy;
        }
    }
}
