using Courseware.Kernel.Packages;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>What a session lets go of when cells are run again. "Alive" is asked of weak references, from a cell of its own.</summary>
public sealed class MemoryTests : IDisposable
{
    private const string Watch =
        "static class Watched { public static readonly List<WeakReference> All = new(); public static byte[] New() { var a = new byte[100_000]; All.Add(new WeakReference(a)); return a; } }";
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    // A thread that has just come out of an earlier cell may still have its values on its stack: a busy machine leaves it there for a
    // while.
    private static string Alive(int expected) =>
        $"for (var i = 0; i < 300 && (i < 3 || Watched.All.Count(w => w.IsAlive) > {expected}); i++) {{ GC.Collect(); GC.WaitForPendingFinalizers(); Thread.Sleep(i < 3 ? 0 : 20); }}\nWatched.All.Count(w => w.IsAlive)";

    [Theory]
    [InlineData("var big = Watched.New();")]
    [InlineData("var (big, n) = (Watched.New(), 1);")]
    [InlineData("var pair = (Watched.New(), 1);")]
    [InlineData("record Box(byte[] Data);\nvar box = new Box(Watched.New());")]
    [InlineData("var big = Watched.New();\nint Length() => big.Length;\nLength();")]
    [InlineData("var big = Watched.New();\nFunc<int> length = () => big.Length;\nlength();")]
    [InlineData("var big = Watched.New();\nvar sum = big.Select(b => b + big.Length).Max();")]
    [InlineData("var data = new List<byte[]>();\nfor (var i = 0; i < 1; i++) data.Add(Watched.New());\nint Count() => data.Count;")]
    [InlineData("byte[] Make() => Watched.New();\nvar big = await Task.Run(Make);")]
    public async Task Running_a_cell_again_keeps_only_its_newest_values(string code)
    {
        await _session.RunAsync(Watch);
        for (var i = 0; i < 5; i++)
            Assert.Empty((await _session.RunAsync(code)).Outputs);
        Assert.Equal("1", (await _session.RunAsync(Alive(1))).Value);
    }

    [Fact]
    public async Task What_captured_a_variable_sees_its_newest_value()
    {
        await _session.RunAsync("var keep = new List<Func<int>>();");
        for (var i = 1; i <= 3; i++)
            await _session.RunAsync($"var size = {i};\nint Size() => size;\nkeep.Add(() => size); keep.Add(Size);");
        await _session.RunAsync("GC.Collect();");
        var outcome = await _session.RunAsync("string.Concat(keep.Select(f => f()))");
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace : "");
        Assert.Equal("333333", outcome.Value?.Trim('"'));
    }

    [Fact]
    public async Task A_function_of_another_cell_sees_the_newest_value()
    {
        await _session.RunAsync("var data = 1;");
        await _session.RunAsync("int Data() => data;");
        await _session.RunAsync("var data = 2;");
        await _session.RunAsync("var data = 3;");
        var outcome = await _session.RunAsync("$\"{Data()} {data}\"");
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace : "");
        Assert.Equal("3 3", outcome.Value?.Trim('"'));
    }

    [Fact]
    public async Task A_large_value_kept_inline_in_a_variable_is_let_go_of()
    {
        await _session.RunAsync(Watch);
        for (var i = 0; i < 3; i++)
        {
            await _session.RunAsync(
                "struct Wide { public byte[] A, B; public long C, D; }\nvar wide = new Wide { A = Watched.New(), B = Watched.New() };");
        }

        Assert.Equal("2", (await _session.RunAsync(Alive(2))).Value);
    }

    [Fact]
    public void An_assembly_of_the_framework_is_mapped_and_not_read_into_memory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        var copy = Path.Combine(folder.Root, "Linq.dll");
        File.Copy(typeof(Enumerable).Assembly.Location, copy);
        var compilation = CSharpCompilation.Create("none", references: [FrameworkAssemblies.Mapped(copy)]);
        Assert.NotNull(compilation.GetTypeByMetadataName("System.Linq.Enumerable"));
        Assert.Contains(copy, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }
}
