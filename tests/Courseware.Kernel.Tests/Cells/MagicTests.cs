using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Cells;

/// <summary>Lines that are no C#: taken as .NET Interactive takes them, or answered with what to write instead.</summary>
public sealed class MagicTests : IDisposable
{
    private readonly SessionHarness _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task The_time_of_a_cell_is_shown_after_it_and_not_kept()
    {
        var outcome = await _session.RunAsync("#!time\nConsole.Write(1);\n2");
        Assert.Equal(CellStatus.Succeeded, outcome.Status);
        var time = Assert.IsType<DisplayOutput>(outcome.Outputs[^1]);
        Assert.Matches(@"^Wall time: \d+\.\d ms$", time.Bundle["text/plain"]);
        Assert.Contains("application/vnd.courseware.transient+json", time.Bundle.Keys);
        Assert.Equal(("1", "2"), (outcome.Text, outcome.Value));
    }

    [Theory]
    [InlineData("#!csharp\n1 + 1")]
    [InlineData("#!c#\n1 + 1")]
    [InlineData("  #!csharp\n\n#!time\n1 + 1")]
    [InlineData("var x = 1;\n#!csharp\nx + 1")]
    public async Task The_language_may_be_named(string code) => Assert.Equal("2", (await _session.RunAsync(code)).Value);

    [Fact]
    public async Task Text_in_strings_and_comments_is_left_alone() =>
        Assert.Equal("\n#!fsharp\n#i \"x\"", (await _session.RunAsync("/*\n#!pwsh\n*/\nvar s = @\"\n#!fsharp\n#i \"\"x\"\"\";\ns")).Value);

    [Theory]
    [InlineData("#!markdown\n# It's\ntext", "text/markdown", "# It's\ntext")]
    [InlineData("#!html\n<b>don't</b>\n", "text/html", "<b>don't</b>")]
    [InlineData("#!javascript\nlet x = 'a';", "text/html", "<script type=\"text/javascript\">let x = 'a';</script>")]
    public async Task A_cell_of_another_kind_shows_its_rest(string code, string mimeType, string content)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Succeeded, outcome.Status);
        Assert.Equal(content, Assert.IsType<DisplayOutput>(Assert.Single(outcome.Outputs)).Bundle[mimeType]);
    }

    [Fact]
    public async Task Kinds_may_be_mixed_in_a_cell_and_show_in_their_order()
    {
        var outcome = await _session.RunAsync("#!markdown\nfirst\n#!csharp\nConsole.Write(2);\n#!html\nthird");
        Assert.Equal("first", ((DisplayOutput)outcome.Outputs[0]).Bundle["text/markdown"]);
        Assert.Equal(new StreamOutput("stdout", "2"), outcome.Outputs[1]);
        Assert.Equal("third", ((DisplayOutput)outcome.Outputs[2]).Bundle["text/html"]);
    }

    [Fact]
    public async Task Variables_are_listed_by_name_and_with_types_and_values()
    {
        await _session.RunAsync(
            "var rate = 0.5; var names = new List<string> { \"a\", \"b\" }; int F(int x) => x; const int Seven = 7; string nothing = null;");
        await _session.RunAsync(
            "var rate = 0.25; record Pair(int A, string B); var pair = new Pair(3, \"<b>\"); var text = \"one\\ntwo\";");
        Assert.Equal("names\nnothing\npair\nrate\ntext",
            Assert.IsType<DisplayOutput>(Assert.Single((await _session.RunAsync("#!who")).Outputs)).Bundle["text/plain"]);
        var bundle = Assert.IsType<DisplayOutput>(Assert.Single((await _session.RunAsync("#!whos")).Outputs)).Bundle;
        var lines = bundle["text/plain"].Split('\n');
        Assert.Matches("^Variable +Type +Value$", lines[0]);
        Assert.Matches(@"^names +List<string> +\[""a"", ""b""\]$", lines[1].Replace("[a, b]", "[\"a\", \"b\"]", StringComparison.Ordinal));
        Assert.Matches("^nothing +string +null$", lines[2]);
        Assert.Matches(@"^pair +Pair +Pair \{ A = 3, B = .*<b>.* \}$", lines[3]);
        Assert.Matches("^rate +double +0.25$", lines[4]);
        Assert.Matches("^text +string +one …$", lines[5]);
        Assert.Contains("&lt;b&gt;", bundle["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", bundle["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_are_listed_where_the_line_stands()
    {
        Assert.Equal("No variables yet.",
            Assert.IsType<DisplayOutput>(Assert.Single((await _session.RunAsync("#!whos")).Outputs)).Bundle["text/plain"]);
        var after = await _session.RunAsync("var x = 1;\nConsole.Write(\"ran\");\n#!who");
        Assert.Equal("ran", Assert.IsType<StreamOutput>(after.Outputs[0]).Text);
        Assert.Equal("x", Assert.IsType<DisplayOutput>(after.Outputs[1]).Bundle["text/plain"]);
        var before = await _session.RunAsync("#!who\nvar y = 1;");
        Assert.Equal("x", Assert.IsType<DisplayOutput>(Assert.Single(before.Outputs)).Bundle["text/plain"]);
    }

    [Theory]
    [InlineData("1 + 1\n#!fsharp\nlet x = 1", 2, "This kernel runs C# only")]
    [InlineData("#!pwsh\nls", 1, "System.Diagnostics.Process.Start")]
    [InlineData("#!share --from fsharp x", 1, "a variable of any earlier cell is there by its name")]
    [InlineData("#!set --name x --value 1", 1, "var name = value;")]
    [InlineData("#!value --name x", 1, "var name")]
    [InlineData("\n#!connect mssql", 2, "connects to no other one")]
    [InlineData("#!import \"a.cs\"", 1, "#load")]
    [InlineData("#!nonsense", 1, "'#!nonsense' is not known. Known here are #!time")]
    [InlineData("var x = 1;\n%matplotlib inline", 2, "Magics with % are IPython's")]
    [InlineData("%%time\nvar x = 1;", 1, "Write #!time")]
    [InlineData("!pip install numpy", 1, "#r \"nuget: Name, Version\"")]
    [InlineData("int y = 2;\n!ls -la", 2, "Process.Start(\"ls\", \"arguments\")")]
    [InlineData("using var r = new StringReader(\"\");", 1, "using (var …) { … }")]
    public async Task What_is_not_supported_is_answered_with_what_to_write_instead(string code, int line, string advice)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Failed, outcome.Status);
        Assert.StartsWith($"cell 1, line {line}, ", outcome.Trace, StringComparison.Ordinal);
        Assert.Contains(advice, outcome.Trace, StringComparison.Ordinal);
        Assert.Contains("    " + code.Split('\n')[line - 1], outcome.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_below_keep_their_numbers()
    {
        Assert.Contains("line 3, column 1: error CS0103", (await _session.RunAsync("#!time\n\nmissing")).Trace, StringComparison.Ordinal);
        Assert.Contains("line 3: throw", (await _session.RunAsync("#!csharp\n#!time\nthrow new Exception(\"x\");")).Trace,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_begins_with_an_exclamation_mark_is_one()
    => Assert.Equal("False", (await _session.RunAsync("var ready = true;\n!ready")).Value);
}
