using System.Globalization;
using System.Text;

namespace Courseware;

/// <summary>Reads rows of comma-separated fields from a plain or gzip file, one after the other, no more than are asked for. No quotes: none of the course's tables has them.</summary>
internal sealed class CsvFile(string path, int columns, string expected) : IDisposable
{
    private const int LongestLine = 1 << 16;

    private readonly PlainOrGzip _file = new(path, expected);
    private readonly byte[] _buffer = new byte[1 << 18];
    private int _at;
    private int _end;
    private bool _ended;

    /// <summary>The number of the line read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next line that is not empty, without its end; false at the end of the file.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
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
            Line++;
            line = line.TrimEnd((byte)'\r');
            if (line.Length > LongestLine)
                throw Bad($"a line of {line.Length:N0} bytes");
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

    /// <summary>The header: the fields of the first line.</summary>
    public string[] ReadHeader()
    {
        if (!TryReadLine(out var line))
            throw Bad("an empty file");
        var fields = Encoding.UTF8.GetString(line).Split(',');
        return fields.Length == columns ? fields : throw Bad($"a first line of {fields.Length} field{(fields.Length == 1 ? "" : "s")}: {FileFacts.Describe(line)}");
    }

    public DataFileException Bad(string found, string? advice = null)
        => new(path, expected, Line > 0 ? $"{found} (line {Line:N0})" : found, advice);

    public void Dispose() => _file.Dispose();

    private void Split(ReadOnlySpan<byte> line, Span<float> row, int textColumn, out string text)
    {
        text = "";
        var (column, number) = (0, 0);
        var rest = line;
        while (true)
        {
            var comma = rest.IndexOf((byte)',');
            var field = comma < 0 ? rest : rest[..comma];
            if (column == columns)
                throw Bad($"more than {columns} fields");
            if (column == textColumn)
                text = Encoding.UTF8.GetString(field).Trim();
            else if (number < row.Length && float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value))
                row[number++] = value;
            else
                throw Bad(Line == 1 ? FileFacts.Describe(line) : $"\"{Encoding.UTF8.GetString(field[..Math.Min(field.Length, 40)])}\" in column {column + 1}, not a number");
            column++;
            if (comma < 0)
                break;
            rest = rest[(comma + 1)..];
        }
        if (column != columns)
            throw Bad(Line == 1 ? FileFacts.Describe(line) : $"{column} field{(column == 1 ? "" : "s")}, not {columns}");
    }

    private void Fill()
    {
        if (_at > 0)
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_end, _at) = (_end - _at, 0);
        if (_end == _buffer.Length)
            throw Bad($"a line of more than {_buffer.Length:N0} bytes");
        var read = _file.Read(_buffer.AsSpan(_end));
        _ended = read < _buffer.Length - _end;
        _end += read;
    }
}
