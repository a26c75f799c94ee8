using Xunit;

namespace Courseware.Kernel.Tests.Sessions;

/// <summary><c>#load</c> of scripts beside the notebook.</summary>
public sealed class LoadTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_script_may_load_another_relative_to_itself()
    {
        _session.Folder.Write("parts/outer.csx", "#load \"deep/inner.csx\"\nint Outer() => Inner() + 1;");
        _session.Folder.Write("parts/deep/inner.csx", "int Inner() => 41;");
        await _session.RunAsync("#load \"parts/outer.csx\"");
        Assert.Equal("42", (await _session.RunAsync("Outer()")).Value);
    }

    [Fact]
    public async Task A_script_that_changed_is_loaded_anew()
    {
        _session.Folder.Write("a.csx", "string A() => \"old\";");
        Assert.Equal("old", (await _session.RunAsync("#load \"a.csx\"\nA()")).Value);
        _session.Folder.Write("a.csx", "\n\nstring A() => \"new\";");
        Assert.Equal("new", (await _session.RunAsync("#load \"a.csx\"\nA()")).Value);
    }

    [Fact]
    public async Task Errors_point_into_the_loaded_script()
    {
        _session.Folder.Write("bad.csx", "var x = 1;\nvar y = missing;");
        var compile = await _session.RunAsync("#load \"bad.csx\"");
        Assert.Contains("bad.csx, line 2, column 9: error CS0103", compile.Trace, StringComparison.Ordinal);
        Assert.Contains("    var y = missing;", compile.Trace, StringComparison.Ordinal);
        _session.Folder.Write("bad.csx", "var x = 1;\nthrow new InvalidOperationException(\"no\");");
        Assert.Contains("bad.csx, line 2: throw new InvalidOperationException", (await _session.RunAsync("#load \"bad.csx\"")).Trace,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_named() =>
        Assert.Contains("cell 1, line 1, column 7: error CS1504: Source file 'none.csx' could not be opened",
            (await _session.RunAsync("#load \"none.csx\"")).Trace, StringComparison.Ordinal);
}
