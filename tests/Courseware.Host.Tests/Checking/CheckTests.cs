using System.Text.Json.Nodes;
using Courseware.Host.Checking;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Checking;

public sealed class CheckTests : IDisposable
{
    private const string First = "using System.Net;";
    private readonly TemporaryFolder _folder = new();

    public CheckTests() => _folder.Write("Courseware.sln", "");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_notebook_has_no_findings() => Assert.Empty(Findings(_ => { }));

    [Fact]
    public void A_file_that_is_not_json_is_named() =>
        Assert.Contains("not JSON (line 1",
            Assert.Single(Checker.Check(_folder.Write("notebooks/01-bad.ipynb", "<<<<<<< HEAD"), First, null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Another_format_version_is_found() => Finds("found 4 and 4", json => json["nbformat_minor"] = 4);

    [Fact]
    public void A_missing_id_is_found() => Finds("\"id\" is missing", json => Cell(json, 1).Remove("id"));

    [Fact]
    public void A_repeated_id_is_found() => Finds("is also that of cell 1", json => Cell(json, 1)["id"] = "cell-0");

    [Fact]
    public void A_committed_output_is_found()
    => Finds("expected no outputs", json => Cell(json, 1)["outputs"] = new JsonArray(new JsonObject()));

    [Fact]
    public void A_committed_count_is_found() => Finds("count 3", json => Cell(json, 1)["execution_count"] = 3);

    [Fact]
    public void Another_kernel_is_found()
    => Finds("expected the kernelspec", json => json["metadata"]!["kernelspec"]!["name"] = ".net-csharp");

    [Fact]
    public void Another_language_info_than_the_kernel_s_is_found()
    => Finds("expected the language_info", json => json["metadata"]!["language_info"]!["version"] = "13.0");

    [Fact]
    public void Another_first_cell_is_found()
    => Finds("expected the first code cell that the course's notebooks share", json => Cell(json, 1)["source"] = "using System.Xml;");

    [Fact]
    public void A_first_cell_that_does_more_is_found() =>
        Assert.Contains(Findings(json => Cell(json, 1)["source"] = "var x = 1;", "var x = 1;"), finding =>
            finding.Message.Contains("nothing but #r and using", StringComparison.Ordinal));

    [Fact]
    public void A_cell_that_does_not_compile_is_found()
    => Finds("error CS0103: The name 'nothing'", json => Cell(json, 2)["source"] = "nothing", cell: 3);

    [Theory]
    [InlineData("File.Exists(\"a\")", "File is of System.IO")]
    [InlineData("var text = new StringReader(\"a\");", "StringReader is of System.IO")]
    [InlineData("List<Thread> threads = [];", "Thread is of System.Threading")]
    public void A_type_that_NET_Interactive_does_not_import_is_found(string code, string says)
        => Finds(says, json => Cell(json, 2)["source"] = code, cell: 3);

    [Theory]
    [InlineData("System.IO.File.Exists(\"a\")")]
    [InlineData("var reader = new System.IO.StringReader(\"a\");")]
    [InlineData("using System.IO;\nFile.Exists(\"a\")")]
    [InlineData("await Task.Delay(1);")]
    public void A_type_with_its_namespace_is_good(string code) => Assert.Empty(Findings(json => Cell(json, 2)["source"] = code));

    [Theory]
    [InlineData("""{"tags":["raises-exception"]}""")]
    [InlineData("""{"tags":["skip-execution"]}""")]
    public void A_cell_whose_tag_says_that_it_may_fail_or_is_not_run_need_not_compile(string metadata) =>
        Assert.Empty(Findings(json => (Cell(json, 2)["source"], Cell(json, 2)["metadata"]) = ("nothing", JsonNode.Parse(metadata))));

    [Fact]
    public void A_cell_of_another_language_is_named_and_not_compiled() => Finds("its metadata say that it is F#", json =>
        (Cell(json, 2)["source"], Cell(json, 2)["metadata"]) =
        ("let x = 1", JsonNode.Parse("""{"polyglot_notebook":{"kernelName":"fsharp"}}""")), cell: 3);

    [Fact]
    public void Nothing_is_executed()
    {
        var trace = _folder.At("executed");
        Assert.Empty(Findings(json => Cell(json, 2)["source"] = $"System.IO.File.WriteAllText(@\"{trace}\", \"\");"));
        Assert.False(File.Exists(trace));
    }

    [Fact]
    public void A_library_that_is_not_built_is_found() =>
        Assert.Contains(Findings(json => Cell(json, 1)["source"] = "#r \"Gone.dll\"", "#r \"Gone.dll\""), finding =>
            finding.Message.Contains("Gone.dll does not exist", StringComparison.Ordinal)
            && finding.Remedy.Contains("dotnet build", StringComparison.Ordinal));

    [Fact]
    public void A_name_may_begin_with_more_digits_than_a_number_has() =>
        Assert.Empty(Checker.Check(NotebookFile.Write(_folder, "20261121230000-notes", s_good), First, [Listed("N1.1")]));

    [Fact]
    public void Markdown_of_any_depth_is_checked()
    => Findings(json => Cell(json, 3)["source"] = new string('>', 5000) + " text\n\n" + new string('[', 5000));

    [Fact]
    public void A_missing_title_is_found() => Finds("expected one heading of level 1", json => Cell(json, 0)["source"] = "text");

    [Fact]
    public void A_second_title_is_found() => Finds("\"Again\" is another", json => Cell(json, 3)["source"] = "# Again");

    [Fact]
    public void A_skipped_heading_level_is_found()
    => Finds("\"Deep\" has level 4 under a heading of level 2", json => Cell(json, 3)["source"] = "## Part\n\n#### Deep");

    [Fact]
    public void A_long_cell_is_found()
    => Finds("16 lines, where 15 are the most", json => Cell(json, 2)["source"] = string.Join('\n', Enumerable.Repeat("// line", 16)));

    [Fact]
    public void Too_many_cells_are_a_warning()
    {
        var finding = Assert.Single(Findings(json =>
        {
            for (var i = 0; i < 37; i++)
            {
                json["cells"]!.AsArray()
                    .Add(new JsonObject
                    {
                        ["cell_type"] = "markdown",
                        ["id"] = $"more-{i}",
                        ["metadata"] = new JsonObject(),
                        ["source"] = "text"
                    });
            }
        }));
        Assert.True(finding.IsWarning);
        Assert.Contains("41 cells", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[there](gone.md)", "there is no ")]
    [InlineData("[there](#nowhere)", "no heading or id \"nowhere\"")]
    [InlineData("[there](other.md#nowhere)", "no heading or id \"nowhere\" in other.md")]
    [InlineData("![picture](attachment:a.png)", "no such attachment")]
    [InlineData("<img src=\"gone.png\">", "there is no ")]
    [InlineData("[there](gone%00.md)", "a character that no path has")]
    public void A_dead_link_is_found(string markdown, string problem)
    => Finds(problem, json => Cell(json, 3)["source"] = markdown, cell: 4);

    [Theory]
    [InlineData("[there](other.md#a-part)")]
    [InlineData("[there](#good-title)")]
    [InlineData("[there](#Good-title)")]
    [InlineData("[there](https://example.org/#x)")]
    [InlineData("`[code](gone.md)`")]
    public void A_live_link_is_not(string markdown) => Assert.Empty(Findings(json => Cell(json, 3)["source"] = markdown));

    [Fact]
    public void A_claim_that_no_cell_has_is_found()
    {
        var finding =
            Assert.Single(Findings(json => Cell(json, 2)["source"] =
                "class Claim { public static int Decide(string id, bool held, object figures = null) => 0; }\nClaim.Decide(\"N1.1\", true)",
                claims: [Listed("N1.1"), Listed("N1.2"), Listed("N2.1")]));
        Assert.Contains("expected the claim N1.2", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new { better = 1, gain = 2 }", null)]
    [InlineData("new { better = 1 }", "the texts of N1.1 in claims.json name 'gain', and the cell gives 'better'.")]
    [InlineData("7", null)]
    public void A_figure_that_a_claim_s_text_names_and_the_cell_does_not_give_is_found(string figures, string? message)
    {
        var found = Findings(
            json => Cell(json,
                2)["source"] = $"class Claim {{ public static int Decide(string id, bool held, object figures) => 0; }}\nClaim.Decide(\"N1.1\", true, {figures})",
            claims: [Listed("N1.1", "better", "gain")]);
        Assert.Equal(message is null ? [] : [message], found.Select(finding => finding.Message));
    }

    [Fact]
    public void A_claim_that_the_list_lacks_is_found() => Assert.Contains(
        "found N1.9",
        Assert.Single(Findings(
            json => Cell(json, 2)["source"] =
            "class Claim { public static int Decide(string id, bool held) => 0; }\nClaim.Decide(\"N1.9\", true)", claims: [])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("int Twice() => 2 * rate;", "the function Twice uses rate")]
    [InlineData("Func<int> twice = () => 2 * rate;", "the function twice uses rate")]
    [InlineData("int Twice(int rate) => 2 * rate;", null)]
    [InlineData("var doubled = new[] { 1, 2 }.Select(x => x * rate).ToArray();", null)]
    public void A_function_that_captures_what_a_reader_is_told_to_change_is_found(string code, string? message)
    {
        var found = Findings(json => Cell(json, 2)["source"] = $"int rate = 3;   // change me: 1 to 5\n{code}");
        Assert.Equal(message is null ? 0 : 1, found.Count);
        if (message is not null)
            Assert.Contains(message, found[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_that_cannot_be_shown_is_found()
    => Finds("the formula \"\\nosuch{x}\" cannot be shown", json => Cell(json, 3)["source"] = "Is $\\nosuch{x}$ known?", cell: 4);

    [Fact]
    public void Findings_are_told_in_the_order_of_the_cells_and_a_file_that_cannot_be_read_by_its_name_alone()
    {
        NotebookFile.Write(_folder, "01-bad", "# Title", First, "nothing", "md:#### Deep\n\n[gone](gone.md)");
        _folder.Write("notebooks/02-merged.ipynb", "<<<<<<< HEAD");
        using var output = new StringWriter();
        new Checker(output).Run([], _folder.Root);
        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith('0')).ToList();
        Assert.Equal(["01-bad, cell 3", "01-bad, cell 4", "01-bad, cell 4", "02-merged"], lines.Select(line => line.Split(':')[0]));
        Assert.StartsWith("02-merged: not JSON (line 1", lines[^1], StringComparison.Ordinal);
    }

    // What VS Code saves of somebody's own trials: no title, no shared cell, outputs, no ids.
    [Theory]
    [InlineData("mine.ipynb")]
    [InlineData("mine/notebooks/02-mine.ipynb")]
    public void A_notebook_of_ones_own_need_not_look_like_the_course_s(string path)
    {
        var (exitCode, text) = CheckOwn(path, json =>
        {
            json["nbformat_minor"] = 2;
            json["metadata"]!.AsObject().Remove("language_info");
            foreach (var cell in json["cells"]!.AsArray())
                cell!.AsObject().Remove("id");
            Cell(json, 0)["source"] = "#### Good title\n\n[gone](gone.md)";
            Cell(json, 1)["source"] = string.Join('\n', Enumerable.Range(0, 30).Select(i => $"var x{i} = {i};"));
            Cell(json, 1)["execution_count"] = 1;
            Cell(json, 1)["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "1" });
            Cell(json, 2)["source"] = "x29";
        });
        Assert.Equal(0, exitCode);
        var finding = Assert.Single(text.Split('\n'), line => line.Contains(", cell", StringComparison.Ordinal));
        Assert.StartsWith($"{Path.GetFileNameWithoutExtension(path)}, cell 1: warning: the link \"gone.md\" leads nowhere", finding,
            StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<JsonObject>> Faults { get; } = new()
    {
        { "expected nbformat 4, found 3.", json => json["nbformat"] = 3 },
        { "expected an object \"metadata\"", json => json.Remove("metadata") },
        { "its kernelspec is python3, for python.", json =>
            json["metadata"]!["kernelspec"] =
            new JsonObject { ["name"] = "python3", ["language"] = "python", ["display_name"] = "Python 3" } },
        { "\"id\" is missing", json => Cell(json, 1).Remove("id") },
        { "is not part of a code cell", json => Cell(json, 1)["attachments"] = new JsonObject() },
        { "does not compile", json => Cell(json, 2)["source"] = "nothing" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_cannot_be_opened_or_run_is_wrong_in_anybody_s_notebook(string message, Action<JsonObject> change)
    {
        var (exitCode, text) = CheckOwn("mine.ipynb", change);
        Assert.Equal(1, exitCode);
        Assert.Contains(message, text, StringComparison.Ordinal);
        Assert.Contains("1 thing to fix in 1 of 1 notebook.", text, StringComparison.Ordinal);
    }

    private (int ExitCode, string Text) CheckOwn(string path, Action<JsonObject> change)
    {
        NotebookFile.Write(_folder, "01-course", s_good);
        var notebook = NotebookFile.Of(s_good);
        change(notebook);
        _folder.Write(path, notebook.ToJsonString());
        using var output = new StringWriter();
        var exitCode = new Checker(output).Run([path], _folder.Root);
        return (exitCode, output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_program_counts_what_is_to_mend_and_fails()
    {
        File.WriteAllText(NotebookFile.Write(_folder, "01-good", s_good), NotebookFile.Of(s_good).ToJsonString());
        NotebookFile.Write(_folder, "02-bad", "md:## No title", First, "nothing");
        using var output = new StringWriter();
        Assert.Equal(1, new Checker(output).Run([], _folder.At("notebooks")));
        Assert.Contains("02-bad, cell 3: does not compile: line 1, column 1: error CS0103", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("01-good: good", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("3 things to fix in 1 of 2 notebooks.", output.ToString(), StringComparison.Ordinal);
    }

    private static readonly string[] s_good =
        ["# Good title", First, "var x = IPAddress.Loopback;\nx", "md:## Part\n\nThe sum $x^2$ and [above](#good-title)."];

    private static ListedClaim Listed(string id, params string[] figures) => new(id, false, id, "", "", figures);

    private static JsonObject Cell(JsonObject notebook, int index) => notebook["cells"]![index]!.AsObject();

    private void Finds(string message, Action<JsonObject> change, int? cell = null)
    {
        var found = Findings(change).FirstOrDefault(finding => finding.Message.Contains(message, StringComparison.Ordinal));
        Assert.NotNull(found);
        Assert.NotEmpty(found.Remedy);
        if (cell is not null)
            Assert.Equal(cell, found.Cell);
    }

    private List<Finding> Findings(Action<JsonObject> change, string firstCell = First, ListedClaim[]? claims = null)
    {
        _folder.Write("notebooks/other.md", "# Other\n\n## A part\n");
        var notebook = NotebookFile.Of(s_good);
        change(notebook);
        return [.. Checker.Check(_folder.Write("notebooks/01-checked.ipynb", notebook.ToJsonString()), firstCell, claims)];
    }
}
