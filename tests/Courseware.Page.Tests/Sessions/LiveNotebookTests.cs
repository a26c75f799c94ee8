using System.Globalization;
using System.Text.Json.Nodes;
using Courseware.Kernel.Sessions;
using Courseware.Page.Sessions;

namespace Courseware.Page.Tests.Sessions;

/// <summary>What is kept of a notebook, without a browser.</summary>
public sealed class LiveNotebookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_format_holds_beside_text_is_saved_as_it_was()
    {
        const string json = """
            {"cells":[{"cell_type":"code","execution_count":3,"id":"x","metadata":{"tags":["keep"]},"outputs":[],"source":["1 +\n","1"]},
                      {"attachments":{"p.png":{"image/png":"AA=="}},"cell_type":"markdown","id":"y","metadata":{},"source":"![p](attachment:p.png)"}],
             "metadata":{"other":{"deep":[1,2]}},"nbformat":4,"nbformat_minor":5}
            """;
        await using var notebook = Open(json);
        notebook.Edit("x", "2", "me");
        Assert.True(notebook.SaveFile(overwrites: false).IsSaved);
        var saved = JsonNode.Parse(File.ReadAllText(notebook.Path))!;
        Assert.Equal("keep", (string)saved["cells"]![0]!["metadata"]!["tags"]![0]!);
        Assert.Equal("AA==", (string)saved["cells"]![1]!["attachments"]!["p.png"]!["image/png"]!);
        Assert.Equal("[1,2]", saved["metadata"]!["other"]!["deep"]!.ToJsonString());
        Assert.Equal("2", (string)saved["cells"]![0]!["source"]![0]!);
    }

    [Fact]
    public async Task Cells_of_an_older_format_get_ids()
    {
        await using var notebook =
            Open("""{"cells":[{"cell_type":"code","metadata":{},"outputs":[],"source":"1"},{"cell_type":"code","metadata":{},"outputs":[],"source":"2"}],"metadata":{},"nbformat":4,"nbformat_minor":4}""");
        Assert.Equal(2, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
        notebook.SaveFile(overwrites: false);
        Assert.Equal(5, (int)JsonNode.Parse(File.ReadAllText(notebook.Path))!["nbformat_minor"]!);
    }

    [Fact]
    public async Task A_draft_is_there_after_an_edit_and_gone_when_the_edit_is_undone()
    {
        await using var notebook = Open(ServedCourse.Notebook(("code", "1")));
        notebook.Edit("c1", "2", "me");
        notebook.WriteDraftNow();
        Assert.NotNull(Notes(notebook.Path).ReadDraft());
        notebook.Edit("c1", "1", "me");
        notebook.WriteDraftNow();
        Assert.Null(Notes(notebook.Path).ReadDraft());
    }

    [Fact]
    public async Task A_draft_of_a_file_that_was_changed_since_says_so()
    {
        await using (var notebook = Open(ServedCourse.Notebook(("code", "1"))))
            notebook.Edit("c1", "2", "me");
        File.WriteAllText(_folder.At("n.ipynb"), ServedCourse.Notebook(("code", "theirs")));
        await using var again = new LiveNotebook(_folder.At("n.ipynb"), Notes(_folder.At("n.ipynb")));
        Assert.Equal("2", again.Cells[0].Source);
        Assert.True(again.IsFileNewer);
        Assert.Null(again.Discard());
        Assert.Equal("theirs", again.Cells[0].Source);
        Assert.False(again.IsEdited);
    }

    [Fact]
    public void What_was_right_once_stays_done()
    {
        var notes = Notes("n");
        Assert.True(notes.Answered("1a", "wrong"));
        Assert.True(notes.Answered("1a", "correct"));
        Assert.False(notes.Answered("1a", "wrong"));
        Assert.False(notes.Answered("1a", "not attempted"));
        notes.WriteFacts();
        Assert.Equal("correct", Notes("n").Exercises["1a"]);
    }

    [Fact]
    public async Task Reset_brings_back_the_file_s_numbers()
    {
        await using var notebook = Open(ServedCourse.Notebook(("code", "var rate = 0.5;"), ("code", "rate")));
        notebook.Edit("c1", "var rate = 3.0;", "me");
        Assert.Equal(["c1"], notebook.ResetTexts());
        Assert.Equal("var rate = 0.5;", notebook.Cells[0].Source);
        Assert.False(notebook.IsEdited);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void A_stream_that_is_too_long_keeps_its_beginning_and_its_end(int lines)
    {
        var text = string.Concat(Enumerable.Range(0, 90_000).Select(i => $"line {i}\n"));
        var pieces = text.Chunk(text.Length / lines + 1).Select(piece => new string(piece)).ToList();
        var output = new LiveOutput(1, new StreamOutput("stdout", pieces[0]));
        foreach (var piece in pieces.Skip(1))
            output.Append(piece);
        Assert.True(output.Seal());
        Assert.False(output.Seal());
        Assert.False(output.Append("late"));
        Assert.StartsWith("line 0\nline 1\n", output.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nline 89998\nline 89999\n", output.Text, StringComparison.Ordinal);
        Assert.InRange(output.Length, 500_000, 505_000);
        var missing = System.Text.RegularExpressions.Regex.Match(output.Text, "… ([0-9,]+) characters are not shown");
        var notes = output.Text.Split('\n').Where(line => line.StartsWith('…')).Sum(line => line.Length + 1) + 1;
        var left = int.Parse(missing.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.Equal(text.Length, output.Length - notes + left);
    }

    private LiveNotebook Open(string json)
    {
        var path = _folder.Write("n.ipynb", json);
        return new LiveNotebook(path, Notes(path));
    }

    private KeptNotes Notes(string path) => new(_folder.At("kept"), path);
}
