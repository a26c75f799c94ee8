using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;

namespace Courseware.Page.Sessions;

/// <summary>One output of a cell in its present state. Its number stays when it is updated.</summary>
internal sealed class LiveOutput(int number, CellOutput output)
{
    private const int LongestStream = 1_000_000;

    private readonly StringBuilder? _text = output is StreamOutput stream ? new StringBuilder(stream.Text) : null;
    private long _left;

    public int Number => number;

    public CellOutput Output { get; private set; } = output;

    /// <summary>The state of the notebook in which it last changed.</summary>
    public long Version { get; set; }

    /// <summary>The state of the notebook in which it last changed by more than text at its end.</summary>
    public long WholeVersion { get; set; }

    /// <summary>What a stream has written so far; what is too long is cut.</summary>
    public string Text => _left == 0 ? _text!.ToString() : string.Create(CultureInfo.InvariantCulture, $"{_text}\n… {_left} more characters were not kept.\n");

    /// <summary>Whether a stream's text is shown as it was written, so that more of it can be put to its end.</summary>
    public bool IsPlainText { get; private set; } = output is StreamOutput { Text: var text } && IsPlain(text);

    /// <summary>What was rendered of it, for its version; kept so that several readers cost one rendering.</summary>
    public (long Version, string Html)? Rendered { get; set; }

    public void Append(string text)
    {
        var kept = (int)long.Clamp(LongestStream - _text!.Length, 0, text.Length);
        _text.Append(text.AsSpan(0, kept));
        _left += text.Length - kept;
        IsPlainText &= _left == 0 && IsPlain(text);
    }

    public void Update(CellOutput output) => Output = output;

    /// <summary>As the notebook format has it; null for what is shown and not kept.</summary>
    public JsonObject? ToJson(int? count) => Output switch
    {
        StreamOutput stream => new JsonObject { ["name"] = stream.Name, ["output_type"] = "stream", ["text"] = NotebookFormat.Lines(Text) },
        DisplayOutput display => new JsonObject { ["data"] = NotebookFormat.Data(display.Bundle), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" },
        ResultOutput result => new JsonObject { ["data"] = NotebookFormat.Data(result.Bundle), ["execution_count"] = count, ["metadata"] = new JsonObject(), ["output_type"] = "execute_result" },
        ErrorOutput error => new JsonObject
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. error.Trace.Select(line => (JsonNode)line)]),
        },
        _ => null,
    };

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAny('\r', '\u001b', '\b') < 0;
}
