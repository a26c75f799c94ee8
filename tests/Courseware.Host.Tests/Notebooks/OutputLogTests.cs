using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Notebooks;

public sealed class OutputLogTests
{
    private readonly OutputLog _log = new(2);

    [Fact]
    public void Chunks_of_one_stream_are_one_output()
    {
        _log.Add(0, new StreamOutput("stdout", "a"));
        _log.Add(0, new StreamOutput("stdout", "b\nc"));
        Assert.Equal("""[{"name":"stdout","output_type":"stream","text":["ab\n","c"]}]""", _log.ToJson(0, 1).ToJsonString());
    }

    [Fact]
    public void A_carriage_return_starts_the_line_again()
    {
        _log.Add(0, new StreamOutput("stdout", "10 %\r20 %\rdone\r\nnext\n"));
        Assert.Equal("""["done\n","next\n"]""", _log.ToJson(0, 1)[0]!["text"]!.ToJsonString());
    }

    [Fact]
    public void Endless_text_is_cut()
    {
        for (var i = 0; i < 30; i++)
            _log.Add(0, new StreamOutput("stdout", new string('x', 100_000)));
        var text = NotebookFormat.TextOf(_log.ToJson(0, 1)[0]!["text"]);
        Assert.InRange(text.Length, 1_000_000, 1_000_100);
        Assert.EndsWith("… 2000000 more characters were not kept.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_from_a_later_cell_changes_the_display_where_it_stands()
    {
        _log.Add(0, Shown("before", "d"));
        _log.Add(1, Shown("after", "d", isUpdate: true));
        Assert.Contains("after", _log.ToJson(0, 1).ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(_log.ToJson(1, 2));
    }

    [Fact]
    public void An_update_that_names_no_display_changes_none()
    {
        _log.Add(0, new DisplayOutput(new Dictionary<string, string> { ["text/plain"] = "a claim" }, null, false));
        _log.Add(1, new DisplayOutput(new Dictionary<string, string> { ["text/plain"] = "other" }, null, true));
        Assert.Contains("a claim", _log.ToJson(0, 1).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_transient_at_the_end_is_left_out()
    {
        _log.Add(0, Shown("0:01", "time", transient: true));
        _log.Add(0, Shown("training", "line", transient: true));
        _log.Add(0, Shown("trained", "line", isUpdate: true));
        var outputs = _log.ToJson(0, 1);
        Assert.Contains("trained", Assert.Single(outputs)!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_types_are_stored_as_json()
    {
        _log.Add(0, new ResultOutput(
            new Dictionary<string, string> { ["application/vnd.x+json"] = """{"a":[1.50]}""", ["image/svg+xml"] = "<svg>\n</svg>" }));
        Assert.Equal("""{"application/vnd.x+json":{"a":[1.50]},"image/svg+xml":["<svg>\n","</svg>"]}""",
            _log.ToJson(0, 1)[0]!["data"]!.ToJsonString(NotebookFormat.Indented).Replace("\n", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal));
    }

    private static DisplayOutput Shown(string text, string id, bool isUpdate = false, bool transient = false)
    {
        var bundle = new Dictionary<string, string> { ["text/plain"] = text };
        if (transient)
            bundle["application/vnd.courseware.transient+json"] = "{}";
        return new DisplayOutput(bundle, id, isUpdate);
    }

    [Fact]
    public void Clearing_drops_what_came_before_and_waiting_keeps_it_until_more_comes()
    {
        _log.Add(0, new StreamOutput("stdout", "a"));
        _log.Add(0, new ClearOutput(Wait: true));
        Assert.Single(_log.ToJson(0, 1));
        _log.Add(0, new StreamOutput("stdout", "b"));
        Assert.Equal("b", (string?)_log.ToJson(0, 1).Single()!["text"]![0]);
        _log.Add(0, new ClearOutput(Wait: false));
        Assert.Empty(_log.ToJson(0, 1));
    }

    [Fact]
    public void What_was_shown_in_the_pager_is_not_kept()
    {
        _log.Add(0, new PageOutput(new Dictionary<string, string> { ["text/plain"] = "help" }));
        Assert.Empty(_log.ToJson(0, 1));
    }
}
