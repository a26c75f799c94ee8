using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;

namespace Courseware.Page.Sessions;

/// <summary>One output of a cell in its present state. Its number stays when it is updated.</summary>
internal sealed class LiveOutput
{
    private const int LongestStream = 500_000;
    private const int LongestEnd = 4_000;

    private readonly StringBuilder? _text;
    private readonly StringBuilder _end = new();
    private long _left;
    private bool _isFull;
    private bool _isSealed;

    public LiveOutput(int number, CellOutput output)
    {
        (Number, Output) = (number, output);
        if (output is not StreamOutput stream)
            return;
        (_text, IsPlainText) = (new StringBuilder(), true);
        Append(stream.Text);
    }

    public int Number { get; }

    public CellOutput Output { get; private set; }

    /// <summary>The state of the notebook in which it last changed.</summary>
    public long Version { get; set; }

    /// <summary>The state of the notebook in which it last changed by more than text at its end.</summary>
    public long WholeVersion { get; set; }

    /// <summary>What a stream has written so far; what is too long lacks its middle.</summary>
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
    public bool IsPlainText { get; private set; }

    /// <summary>What was rendered of it, for its version; kept so that several readers cost one rendering.</summary>
    public (long Version, string Html)? Rendered { get; set; }

    /// <returns>Whether that changed what is shown: of a stream that is full only the end is kept, for its cell's end.</returns>
    public bool Append(string text)
    {
        if (_isSealed)
            return false;
        var kept = _isFull ? 0 : int.Min(LongestStream - _text!.Length, text.Length);
        _text!.Append(text.AsSpan(0, kept));
        IsPlainText &= IsPlain(text);
        var wasFull = _isFull;
        if (kept < text.Length)
        {
            Leave(text.AsSpan(kept));
            if (!_isFull)
            {
                _text.Append(CultureInfo.InvariantCulture,
                    $"\n… More than {LongestStream:N0} characters: the last ones are shown when the cell has ended.\n");
            }
            _isFull = true;
        }
        return !wasFull;
    }

    /// <summary>Shows the last lines of a stream that was too long: its cell has ended.</summary>
    /// <returns>Whether there are any.</returns>
    public bool Seal()
    {
        if (!_isFull || _isSealed)
            return false;
        _isSealed = true;
        var end = _end.ToString();
        var shown = end[(_left > end.Length ? end.IndexOf('\n', StringComparison.Ordinal) + 1 : 0)..];
        _text!.Append(CultureInfo.InvariantCulture, $"… {_left - shown.Length:N0} characters are not shown.\n{shown}");
        return true;
    }

    private void Leave(ReadOnlySpan<char> text)
    {
        _left += text.Length;
        _end.Append(text[int.Max(0, text.Length - LongestEnd)..]);
        _end.Remove(0, int.Max(0, _end.Length - LongestEnd));
    }

    public void Update(CellOutput output) => Output = output;

    /// <summary>As the notebook format has it; null for what is shown and not kept.</summary>
    public JsonObject? ToJson(int? count) => NotebookFormat.Output(Output, _text?.ToString() ?? "", count);

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAny('\r', '\u001b', '\b') < 0;
}
