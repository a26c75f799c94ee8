using System.Globalization;
using System.Text;

namespace Courseware;

/// <summary>
/// Reads rows of comma-separated fields from a plain or gzip file, one after the other, no more than are asked for. Every table of the
/// course is read by these rules.
/// </summary>
/// <remarks>
/// Text in ASCII or UTF-8, with or without a byte order mark; lines end in LF, CR LF or CR; empty lines are skipped; a field may stand in
/// quotes ("a ""b""", RFC 4180), but not go on in the next line. Anything else, such as UTF-16 or semicolons between the fields, is refused
/// for what it is.
/// </remarks>
internal sealed class CsvFile(string path, int columns, string expected) : IDisposable
{
    private const int LongestLine = 1 << 16;
    private const int LongestShown = 40;

    private readonly PlainOrGzip _file = new(path, expected);
    private readonly byte[] _buffer = new byte[1 << 18];
    private byte[] _unquoted = [];
    private int _at;
    private int _end;
    private bool _begun;
    private bool _ended;
    private bool _afterReturn;

    /// <summary>The number of the line read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next line that is not empty, without its end; false at the end of the file.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        if (!_begun)
            Begin();
        while (true)
        {
            if (_afterReturn && _at < _end)
            {
                _afterReturn = false;
                if (_buffer[_at] == '\n')
                    _at++;
            }
            var length = _buffer.AsSpan(_at, _end - _at).IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0 && !_ended)
            {
                Fill();
                continue;
            }
            if (length < 0 && _at == _end)
            {
                line = default;
                _file.ExpectEnd();
                return false;
            }
            line = _buffer.AsSpan(_at, length < 0 ? _end - _at : length);
            _at += length < 0 ? line.Length : length + 1;
            _afterReturn = length >= 0 && _buffer[_at - 1] == '\r';
            Line++;
            if (line.Length > LongestLine)
                throw Bad(FormattableString.Invariant($"a line of {line.Length:N0} bytes"));
            if (!line.IsEmpty)
                return true;
        }
    }

    /// <summary>The next row as numbers; false at the end of the file. Every value must be a finite number.</summary>
    public bool TryReadNumbers(Span<float> row)
    {
        if (!TryReadLine(out var line))
            return false;
        Split(line, row, -1, out _);
        return true;
    }

    /// <summary>The next row with one text field (column <paramref name="textColumn"/>), the others numbers in order.</summary>
    public bool TryReadWithText(Span<float> row, int textColumn, out string text)
    {
        text = "";
        if (!TryReadLine(out var line))
            return false;
        Split(line, row, textColumn, out text);
        return true;
    }

    /// <summary>The header: the fields of the first line, without spaces around them.</summary>
    public string[] ReadHeader()
    {
        if (!TryReadLine(out var line))
            throw Bad("an empty file");
        if (!System.Text.Unicode.Utf8.IsValid(line))
            throw Bad("a first line that is not UTF-8 (text in another encoding)", "Save it as UTF-8, or take a fresh copy.");
        var fields = new List<string>();
        for (var rest = line; ;)
        {
            var field = Field(ref rest, out var isLast);
            fields.Add(Encoding.UTF8.GetString(field).Trim());
            if (isLast)
                break;
        }
        return fields.Count == columns ? [.. fields]
            : throw Bad($"a first line of {fields.Count} field{(fields.Count == 1 ? "" : "s")}: {FileFacts.Describe(line)}{Semicolons(line)}");
    }

    public DataFileException Bad(string found, string? advice = null)
        => new(path, expected, Line > 0 ? FormattableString.Invariant($"{found} (line {Line:N0})") : found, advice);

    public void Dispose() => _file.Dispose();

    // The byte order mark is no part of the first field.
    private void Begin()
    {
        _begun = true;
        Fill();
        var start = _buffer.AsSpan(0, _end);
        if (start.StartsWith("\uFEFF"u8))
            _at = 3;
        else if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || start is [0, > 0, 0, > 0, ..] or [> 0, 0, > 0, 0, ..])
            throw Bad("text in UTF-16", "Save it as UTF-8, or take a fresh copy.");
    }

    private void Split(ReadOnlySpan<byte> line, Span<float> row, int textColumn, out string text)
    {
        text = "";
        var (column, number) = (0, 0);
        for (var rest = line; ;)
        {
            var field = Field(ref rest, out var isLast);
            if (column == columns)
                throw Bad($"more than {columns} fields");
            if (column == textColumn)
            {
                text = Encoding.UTF8.GetString(field).Trim();
            }
            else if (number < row.Length && float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && float.IsFinite(value))
            {
                row[number++] = value;
            }
            else
            {
                throw Bad(Line == 1 ? FileFacts.Describe(line) + Semicolons(line)
                    : $"\"{Encoding.UTF8.GetString(field[..Math.Min(field.Length, LongestShown)])}\" in column {column + 1}, not a number{Semicolons(line)}");
            }

            column++;
            if (isLast)
                break;
        }
        if (column != columns)
            throw Bad(Line == 1 ? FileFacts.Describe(line) + Semicolons(line) : $"{column} field{(column == 1 ? "" : "s")}, not {columns}");
    }

    /// <summary>Takes the next field from the rest of a line, without its quotes.</summary>
    private ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> rest, out bool isLast)
    {
        if (rest is [(byte)'"', ..])
            return Quoted(ref rest, out isLast);
        var comma = rest.IndexOf((byte)',');
        isLast = comma < 0;
        var field = isLast ? rest : rest[..comma];
        rest = isLast ? [] : rest[(comma + 1)..];
        return field;
    }

    private ReadOnlySpan<byte> Quoted(ref ReadOnlySpan<byte> rest, out bool isLast)
    {
        if (_unquoted.Length < rest.Length)
            _unquoted = new byte[rest.Length];
        var length = 0;
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] != '"')
            {
                _unquoted[length++] = rest[i];
                continue;
            }
            if (i + 1 < rest.Length && rest[i + 1] == '"')
            {
                _unquoted[length++] = rest[i++];
                continue;
            }
            isLast = i + 1 == rest.Length;
            if (!isLast && rest[i + 1] != ',')
                break;
            rest = isLast ? [] : rest[(i + 2)..];
            return _unquoted.AsSpan(0, length);
        }
        throw Bad("a field with a quote that does not close before a comma or the line's end");
    }

    private static string Semicolons(ReadOnlySpan<byte> line)
        => line.Count((byte)';') > line.Count((byte)',')
        ? " (semicolons between the fields, as a spreadsheet writes in some countries: save it with commas)"
            : line.Contains((byte)'\t') && !line.Contains((byte)',') ? " (tabs between the fields: save it with commas)" : "";

    private void Fill()
    {
        if (_at > 0)
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_end, _at) = (_end - _at, 0);
        if (_end == _buffer.Length)
            throw Bad(FormattableString.Invariant($"a line of more than {_buffer.Length:N0} bytes"));
        var read = _file.Read(_buffer.AsSpan(_end));
        _ended = read < _buffer.Length - _end;
        _end += read;
    }
}
