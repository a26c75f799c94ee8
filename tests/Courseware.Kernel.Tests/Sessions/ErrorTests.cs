using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

public sealed class ErrorTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_compile_error_shows_cell_line_column_and_the_line_with_a_caret()
    {
        var outcome = await _session.RunAsync("var x = 1;\nvar y = x + foo;");
        Assert.Equal(CellStatus.Failed, outcome.Status);
        Assert.Equal("""
            cell 1, line 2, column 13: error CS0103: The name 'foo' does not exist in the current context
                var y = x + foo;
                            ^^^
            """.ReplaceLineEndings("\n"), outcome.Trace);
    }

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) { i += bar; }", 1, 36, "CS0103", "bar")]
    [InlineData("int F(int a) => a + 1; int G() { return F(\"x\"); }", 1, 43, "CS1503", "\"x\"")]
    [InlineData("var f = (int a) => a * 2;\nforeach (var x in new[] { 1 }) f(x); f(y);", 2, 40, "CS0103", "y")]
    [InlineData("for (var i = 0; i < 3; i++) var q = i;", 1, 29, "CS1023", "var q = i;")]
    [InlineData("while (true) { }\nvar n = from v in new[] { 1 } where v select v;", 2, 37, "CS0029", "v")]
    public async Task An_error_in_a_cell_with_check_points_is_where_its_author_wrote_it_and_the_only_one(string code, int line, int column,
        string id, string marked)
    {
        var trace = (await _session.RunAsync(code)).Trace;
        Assert.StartsWith($"cell 1, line {line}, column {column}: error {id}: ", trace, StringComparison.Ordinal);
        Assert.Equal(code.Split('\n')[line - 1], trace.Split('\n')[1].Trim());
        Assert.Equal(new string('^', marked.Length), trace.Split('\n')[2].Trim());
        Assert.Single(trace.Split('\n'), text => text.Contains("error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_changes_nothing()
    {
        await _session.RunAsync("var x = 1;");
        await _session.RunAsync("x = 2; foo();");
        Assert.Equal("1", (await _session.RunAsync("x")).Value);
    }

    [Fact]
    public async Task An_exception_shows_the_users_frames_only()
    {
        await _session.RunAsync("int Divide(int a, int b)\n{\n    return a / b;\n}");
        var outcome = await _session.RunAsync("// first\nDivide(1, 0)");
        Assert.Equal("""
            DivideByZeroException: Attempted to divide by zero.
               at Divide, cell 1, line 3: return a / b;
               at cell 2, line 2: Divide(1, 0)
            """.ReplaceLineEndings("\n"), outcome.Trace);
    }

    [Fact]
    public async Task Frames_of_lambdas_local_functions_and_async_methods_have_readable_names()
    {
        await _session.RunAsync("""
            async Task Outer()
            {
                await Task.Yield();
                void Local() => throw new InvalidOperationException("deep");
                Local();
            }
            """);
        var trace = (await _session.RunAsync("await Task.Run(async () => await Outer());")).Trace;
        Assert.Contains("at Local, cell 1, line 4", trace, StringComparison.Ordinal);
        Assert.Contains("at Outer, cell 1, line 5", trace, StringComparison.Ordinal);
        Assert.Contains("at lambda, cell 2, line 1", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("<", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inner_exceptions_are_told_and_wrappers_are_not()
    {
        var trace = (await _session.RunAsync("""
            try { Task.Run(() => throw new ArgumentException("bad argument")).Wait(); }
            catch (Exception e) { throw new InvalidOperationException("could not train", e); }
            """)).Trace;
        Assert.StartsWith("InvalidOperationException: could not train", trace, StringComparison.Ordinal);
        Assert.Contains("caused by ArgumentException: bad argument", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("AggregateException", trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_on_a_thread_of_the_cells_own_fails_the_cell_and_spares_the_session()
    {
        await _session.RunAsync("var x = 8;");
        var outcome =
            await _session.RunAsync("var t = new Thread(() => throw new InvalidOperationException(\"on a thread\")); t.Start(); t.Join();");
        Assert.Equal("on a thread", outcome.Error.Message);
        Assert.Equal(CellStatus.Failed, outcome.Status);
        Assert.Equal("8", (await _session.RunAsync("x")).Value);
    }

    [Fact]
    public async Task A_missing_library_is_followed_by_exactly_one_command()
    {
        _session.Folder.Write("Course.sln", "");
        var outcome = await _session.RunAsync("#r \"artifacts/lib/Tiny.dll\"\nusing Tiny;");
        Assert.Contains("error CS0006", outcome.Trace, StringComparison.Ordinal);
        Assert.Contains($"In the folder {_session.Folder.Root} run this command", outcome.Trace, StringComparison.Ordinal);
        Assert.EndsWith("\n\n    dotnet build", outcome.Trace, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Trace.Split("dotnet build").Length);
        Assert.DoesNotContain("CS0246", outcome.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_adapter_is_made_by_a_command_of_its_own()
    {
        _session.Folder.Write("Course.sln", "Project(\"{0}\") = \"Tiny\", \"lib/Tiny/Tiny.csproj\"");
        _session.Folder.Write("lib/Tiny/Tiny.csproj", "");
        _session.Folder.Write("lib/Extra/Extra.csproj", "");
        Assert.EndsWith("\n\n    dotnet build lib/Extra", (await _session.RunAsync("#r \"artifacts/lib/Extra.dll\"")).Trace,
            StringComparison.Ordinal);
        Assert.EndsWith("\n\n    dotnet build", (await _session.RunAsync("#r \"artifacts/lib/Tiny.dll\"")).Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_is_not_where_the_cell_says_is_told_where_it_was_sought()
    {
        var outcome = await _session.RunAsync("#r \"../artifacts/lib/Tiny.dll\"");
        Assert.Contains("counts from the notebook's folder", outcome.Trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Did you mean", outcome.Trace, StringComparison.Ordinal);
    }
}
