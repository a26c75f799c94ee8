using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Notebooks;

/// <summary>The outputs of a whole notebook as they stand: streams joined, updates folded into the display that they update.</summary>
internal sealed class OutputLog(int cells)
{
    private const int LongestStream = 1_000_000;

    private readonly List<Entry>[] _cells = [.. Enumerable.Range(0, cells).Select(_ => new List<Entry>())];

    private readonly HashSet<int> _clearOnNext = [];

    /// <summary>Whether a bundle is marked as progress or time, which is shown and not kept.</summary>
    public static bool IsTransient(IReadOnlyDictionary<string, string> bundle) => bundle.ContainsKey(MimeTypes.Transient);

    /// <summary>Adds what the cell at <paramref name="cell"/> (from 0) put out.</summary>
    public void Add(int cell, CellOutput output)
    {
        var entries = _cells[cell];
        // An update goes where its display is: it clears nothing.
        if (output is not DisplayOutput { IsUpdate: true } && _clearOnNext.Remove(cell))
            entries.Clear();
        switch (output)
        {
            case ClearOutput { Wait: true }:
                _clearOnNext.Add(cell);
                break;
            case ClearOutput:
                entries.Clear();
                break;
            case PageOutput:
                // Read beside the notebook, not kept in it.
                break;
            case StreamOutput stream when entries.LastOrDefault() is { Stream: not null } last && last.Output is StreamOutput before
                && before.Name == stream.Name:
                last.Append(stream.Text);
                break;
            case StreamOutput stream:
                entries.Add(new Entry(stream) { Stream = new StringBuilder() });
                entries[^1].Append(stream.Text);
                break;
            case DisplayOutput { IsUpdate: true, DisplayId: null or "" }:
                // It names no display, and those that have no name either are not meant.
                break;
            case DisplayOutput { IsUpdate: true } update:
                foreach (var shown in _cells.SelectMany(c => c).Where(e => e.Output is DisplayOutput d && d.DisplayId == update.DisplayId))
                    shown.Output = update;
                break;
            default:
                entries.Add(new Entry(output));
                break;
        }
    }

    /// <summary>The first error of a cell, if any.</summary>
    public ErrorOutput? ErrorOf(int cell) => _cells[cell].Select(e => e.Output).OfType<ErrorOutput>().FirstOrDefault();

    /// <summary>Every bundle shown, in order, in its last state, with the cell (from 0) that showed it.</summary>
    public IEnumerable<(int Cell, IReadOnlyDictionary<string, string> Bundle)> Bundles =>
        from cell in Enumerable.Range(0, _cells.Length)
        from entry in _cells[cell]
        let bundle = (entry.Output as DisplayOutput)?.Bundle ?? (entry.Output as ResultOutput)?.Bundle
        where bundle is not null
        select (cell, bundle);

    /// <summary>
    /// The outputs of a cell as the notebook format has them. What is transient (progress, times) is left out, so that two runs give the
    /// same bytes.
    /// </summary>
    public JsonArray ToJson(int cell, int? executionCount)
    {
        var outputs = new JsonArray();
        foreach (var entry in _cells[cell])
        {
            var bundle = (entry.Output as DisplayOutput)?.Bundle ?? (entry.Output as ResultOutput)?.Bundle;
            if ((bundle is null || !IsTransient(bundle)) && NotebookFormat.Output(entry.Output, entry.Text, executionCount) is { } json)
                outputs.Add(json);
        }
        return outputs;
    }

    private sealed class Entry(CellOutput output)
    {
        private long _length;

        public CellOutput Output { get; set; } = output;

        public StringBuilder? Stream { get; init; }

        /// <summary>
        /// Stream text with each line as a terminal would leave it: a carriage return starts the line again. Empty for what is no stream.
        /// </summary>
        public string Text
        {
            get
            {
                if (Stream is null)
                    return "";
                var lines = Stream.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n')
                    .Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('\r') + 1)..]);
                var text = string.Join('\n', lines);
                return _length <= LongestStream ? text
                    : string.Create(CultureInfo.InvariantCulture, $"{text}\n… {_length - LongestStream} more characters were not kept.\n");
            }
        }

        public void Append(string text)
        {
            Stream!.Append(text.AsSpan(0, (int)long.Clamp(LongestStream - _length, 0, text.Length)));
            _length += text.Length;
        }
    }
}
