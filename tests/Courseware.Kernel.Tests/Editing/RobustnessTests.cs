using System.Text.Json;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Editing;

public sealed class RobustnessTests(WrittenSession session) : IClassFixture<WrittenSession>
{
    [Fact]
    public async Task Any_beginning_of_any_cell_is_answered_wherever_the_cursor_stands()
    {
        var cells = Cells();
        Assert.True(cells.Count > 50, "the notebooks were not found");
        var random = new Random(20260);
        for (var i = 0; i < 60; i++)
        {
            var cell = cells[random.Next(cells.Count)];
            var code = cell[..random.Next(cell.Length + 1)];
            var position = random.Next(3) == 0 ? random.Next(code.Length + 1) : code.Length;
            var list = await session.Harness.Editor.CompleteAsync(code, position, TestContext.Current.CancellationToken);
            Assert.InRange(position, list.Start, list.End);
            Assert.InRange(list.End, 0, code.Length);
            await session.Harness.Editor.InspectAsync(code, position, i % 2, TestContext.Current.CancellationToken);
            Assert.Contains(session.Harness.Editor.CheckComplete(code).Status, (string[])["complete", "incomplete", "invalid"]);
        }
    }

    [Fact]
    public void Every_whole_cell_of_the_notebooks_is_complete() =>
        Assert.All(Cells(), cell => Assert.Equal("complete", session.Harness.Editor.CheckComplete(cell).Status));

    [Theory]
    [InlineData("", -5)]
    [InlineData("", 5)]
    [InlineData("\0\uD800|", 2)]
    [InlineData("((((((((((((((((", 3)]
    [InlineData("\"\"\"\"\"\"\"", 4)]
    [InlineData("$\"{$\"{$\"{", 9)]
    [InlineData("#r \"\0/", 6)]
    [InlineData("#load \"nobody.csx\"\nx.", 21)]
    [InlineData("}}}}", 2)]
    public async Task Nonsense_is_answered(string code, int position)
    {
        await session.Harness.Editor.CompleteAsync(code, position, TestContext.Current.CancellationToken);
        await session.Harness.Editor.InspectAsync(code, position, 1, TestContext.Current.CancellationToken);
        session.Harness.Editor.CheckComplete(code);
    }

    [Fact]
    public async Task Code_nested_too_deeply_is_answered()
    {
        var code = string.Concat(Enumerable.Repeat("f(", 20_000));
        await session.Harness.Editor.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken);
        await session.Harness.Editor.InspectAsync(code, code.Length, 0, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("Math.Abs(", "1", ")")]
    [InlineData("new[] { ", "1", " }")]
    public async Task Code_nested_too_deeply_is_an_error_and_not_the_end(string open, string inner, string close)
    {
        string Nested(int levels)
            => string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));

        using var fresh = new SessionHarness();
        Assert.Contains("nested so deeply", (await fresh.RunAsync(Nested(20_000))).Trace, StringComparison.Ordinal);
        Assert.Contains("line 2", (await fresh.RunAsync("\n" + Nested(300))).Trace, StringComparison.Ordinal);
        Assert.Equal(CellStatus.Succeeded, (await fresh.RunAsync(Nested(open == "new[] { " ? 20 : 100))).Status);
    }

    private static List<string> Cells() =>
        [.. Directory.EnumerateFiles(Repository.At("notebooks"), "*.ipynb").Order(StringComparer.Ordinal).SelectMany(CodeOf)];

    private static IEnumerable<string> CodeOf(string notebook)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(notebook));
        foreach (var cell in document.RootElement.GetProperty("cells").EnumerateArray())
        {
            if (cell.GetProperty("cell_type").GetString() == "code")
                yield return string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));
        }
    }
}
