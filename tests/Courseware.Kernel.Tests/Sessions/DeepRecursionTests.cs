using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary>Recursion without an end is an error of the cell, whoever catches what on the way up.</summary>
public sealed class DeepRecursionTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("int F(int n) => F(n + 1) + 1;\nF(0)")]
    [InlineData("int F(int n) { try { return F(n + 1) + 1; } catch (Exception) { throw; } }\nF(0)")]
    [InlineData("int F(int n) { try { return F(n + 1) + 1; } catch { throw; } }\nF(0)")]
    [InlineData("int F(int n) { try { return F(n + 1) + 1; } catch (Exception e) when (e.Message.Length > 0) { throw; } }\nF(0)")]
    [InlineData("int F(int n) { try { return F(n + 1) + 1; } catch (Exception e) { throw new Exception(\"level\", e); } }\nF(0)")]
    [InlineData("int F(int n) { try { return F(n + 1) + 1; } finally { n--; } }\nF(0)")]
    [InlineData("class T { public int Value { get { try { return Value + 1; } catch (Exception) { throw; } } } }\nnew T().Value")]
    [InlineData("var list = new List<int> { 3, 1, 2 };\nvoid Sort() => list.Sort((a, b) => { Sort(); return a - b; });\nSort();")]
    [InlineData("var array = new[] { 3, 1, 2 };\nvoid Sort() => Array.Sort(array, (a, b) => { Sort(); return a - b; });\nSort();")]
    [InlineData("int F(int n) => (int)((Func<int, int>)F).DynamicInvoke(n + 1) + 1;\nF(0)")]
    [InlineData("Task F(int n) => Task.Run(() => 0).ContinueWith(_ => 0, TaskContinuationOptions.ExecuteSynchronously);\nint G(int n) { Task.Run(() => 1).Wait(); return G(n + 1) + 1; }\nG(0)")]
    public async Task It_ends_with_an_error_that_says_so_and_the_session_goes_on(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Failed, outcome.Status);
        Assert.Contains("Functions called each other too deeply", outcome.Trace, StringComparison.Ordinal);
        Assert.Equal("2", (await _session.RunAsync("1 + 1")).Value);
    }

    [Fact]
    public async Task A_recursion_that_ends_is_left_alone_and_so_is_what_it_catches()
    {
        Assert.Equal("5000", (await _session.RunAsync("int F(int n) => n == 0 ? 0 : 1 + F(n - 1);\nF(5000)")).Value);
        Assert.Equal("300", (await _session.RunAsync(
            "var caught = 0;\nvoid G(int n) { try { if (n == 0) throw new Exception(\"end\"); G(n - 1); } catch (Exception) { caught++; if (n < 299) throw; } }\nG(299);\ncaught")).Value);
    }
}
