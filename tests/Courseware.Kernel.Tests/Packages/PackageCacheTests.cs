using Courseware.Kernel.Packages;
using Xunit;

namespace Courseware.Kernel.Tests.Packages;

public sealed class PackageCacheTests : IDisposable
{
    private static readonly DateTime s_old = DateTime.UtcNow.AddDays(-61);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_entry_drops_those_unused_for_sixty_days()
    {
        var unused = Entry('a', s_old);
        var lately = Entry('b', DateTime.UtcNow.AddDays(-59));
        var current = Entry('c', s_old);
        PackageCache.Keep(current, Nothing);
        Assert.False(Directory.Exists(unused));
        Assert.True(Directory.Exists(lately));
        Assert.NotNull(PackageCache.Find(current, []));
    }

    [Fact]
    public void An_entry_that_is_used_is_kept_however_old_it_is()
    {
        var old = Entry('a', s_old);
        Assert.NotNull(PackageCache.Find(old, []));
        PackageCache.Keep(Entry('b', DateTime.UtcNow), Nothing);
        Assert.True(Directory.Exists(old));
        // To be of an earlier day is another matter.
        Assert.True(DateTime.UtcNow - File.GetLastWriteTimeUtc(Path.Combine(old, "resolved.json")) > TimeSpan.FromDays(60));
    }

    [Fact]
    public void What_is_no_entry_or_is_being_restored_stays()
    {
        var foreign = Path.GetDirectoryName(_folder.Write("someone's folder/resolved.json", "{}"))!;
        var alike = Path.GetDirectoryName(_folder.Write(new string('d', 24) + "/notes.txt", "mine"))!;
        var restoring = Entry('e', s_old);
        using (PackageCache.Lock(restoring, TestContext.Current.CancellationToken))
        {
            File.SetLastWriteTimeUtc(Path.Combine(restoring, "lock"), s_old);
            PackageCache.Keep(Entry('f', DateTime.UtcNow), Nothing);
        }
        Assert.All([foreign, alike, restoring], folder => Assert.True(Directory.Exists(folder), folder));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_had_is_an_error_and_no_endless_wait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a privilege there.");
        var entry = Entry('g', DateTime.UtcNow);
        File.CreateSymbolicLink(Path.Combine(entry, "lock"), _folder.At("no", "such", "folder"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<IOException>(() =>
            Task.Run(() => PackageCache.Lock(entry, patience.Token).Dispose(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_lock_that_another_session_holds_is_waited_for()
    {
        var entry = Entry('h', DateTime.UtcNow);
        var first = PackageCache.Lock(entry, TestContext.Current.CancellationToken);
        var second = Task.Run(() => PackageCache.Lock(entry, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(200, TestContext.Current.CancellationToken)));
        first.Dispose();
        (await second).Dispose();
    }

    private static RestoredSet Nothing => PackageState.Empty.Set;

    private string Entry(char name, DateTime written)
    {
        var file = _folder.Write($"{new string(name, 24)}/resolved.json", System.Text.Json.JsonSerializer.Serialize(Nothing));
        File.SetLastWriteTimeUtc(file, written);
        return Path.GetDirectoryName(file)!;
    }
}
