using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;

namespace Courseware.Page.Sessions;

/// <summary>One output of a cell in its present state. Its number stays when it is updated.</summary>
internal sealed class LiveOutput(int number, CellOutput output)
{
    private const int LongestStream = 500_000;

    private readonly StringBuilder? _text = output is StreamOutput stream ? new StringBuilder(stream.Text) : null;
    private bool _isFull;

    public int Number => number;

    public CellOutput Output { get; private set; } = output;

    /// <summary>The state of the notebook in which it last changed.</summary>
    public long Version { get; set; }

    /// <summary>The state of the notebook in which it last changed by more than text at its end.</summary>
    public long WholeVersion { get; set; }

    /// <summary>What a stream has written so far; what is too long is cut.</summary>
    public string Text => _text!.ToString();

    /// <summary>The length of a stream's text.</summary>
    public int Length => _text!.Length;

    /// <summary>The same without the newlines at its end, which a rendered stream leaves out.</summary>
    public int RenderedLength
    {
        get
        {
            var end = _text!.Length;
            while (end > 0 && _text[end - 1] == '\n')
                end--;
            return end;
        }
    }

    /// <summary>A stream's text from one place on.</summary>
    public string TextFrom(int start) => _text!.ToString(start, _text.Length - start);

    /// <summary>Whether a stream's text is shown as it was written, so that more of it can be put to its end.</summary>
    public bool IsPlainText { get; private set; } = output is StreamOutput { Text: var text } && IsPlain(text);

    /// <summary>What was rendered of it, for its version; kept so that several readers cost one rendering.</summary>
    public (long Version, string Html)? Rendered { get; set; }

    /// <returns>Whether that changed anything: a stream that is full takes no more.</returns>
    public bool Append(string text)
    {
        if (_isFull)
            return false;
        var kept = int.Min(LongestStream - _text!.Length, text.Length);
        _text.Append(text.AsSpan(0, kept));
        if (kept < text.Length)
        {
            _isFull = true;
            _text.Append(CultureInfo.InvariantCulture, $"\n… More than {LongestStream:N0} characters: the rest is not shown.\n");
        }
        IsPlainText &= IsPlain(text);
        return true;
    }

    public void Update(CellOutput output) => Output = output;

    /// <summary>As the notebook format has it; null for what is shown and not kept.</summary>
    public JsonObject? ToJson(int? count) => NotebookFormat.Output(Output, _text?.ToString() ?? "", count);

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAny('\r', '\u001b', '\b') < 0;
}
