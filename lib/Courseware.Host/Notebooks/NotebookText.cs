using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Courseware.Host.Notebooks;

/// <summary>The text of an <c>.ipynb</c> file as it is on the disk, and what keeps it from being a notebook, in words.</summary>
internal static class NotebookText
{
    private const int LongestReason = 160;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">The bytes are no text, or none that JSON can be; the message says which, without the file's
    /// name.</exception>
    public static string Read(string path)
    {
        string text;
        try
        {
            // A mark at the file's beginning says that it is UTF-16; without one it is UTF-8.
            using var reader = new StreamReader(path, s_strict, detectEncodingFromByteOrderMarks: true);
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"a notebook is text in UTF-8, and this file is not{WhereNotUtf8(path)}. Save it as UTF-8.");
        }
        if (text.AsSpan().Trim().IsEmpty)
            throw new InvalidDataException("the file is empty. Take it from a backup, or from the repository, once more.");
        if (!text.AsSpan().ContainsAnyExcept('\0'))
        {
            throw new InvalidDataException(
                "the file holds nothing but zero bytes, as a save that a crash cut off leaves it. Take it from a backup, or from the repository, once more.");
        }

        return text;
    }

    /// <summary>Why a text is no JSON, and what to do about it.</summary>
    public static string WhyNoJson(string text, JsonException error)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("<!", StringComparison.Ordinal) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            return "it is a web page and no notebook. Download the file itself: \"Raw\" on the page that shows it.";
        if (NumberAt(text, error) is { } number)
            return $"not JSON ({place}): {number} is no number there. Python writes it so; put null, or \"{number}\" as a text.";
        var merged = text.Contains("<<<<<<<", StringComparison.Ordinal) || text.Contains(">>>>>>>", StringComparison.Ordinal);
        var advice = merged ? " It has the marks that a merge leaves: choose between the two versions."
            : error.Message.Contains("end of data", StringComparison.Ordinal)
            || error.Message.Contains("should be closed", StringComparison.Ordinal)
            ? " It ends too early, as a save or download that was cut off does." : "";
        // It may quote the text from there on, lines and all.
        var said = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0].ReplaceLineEndings(" ");
        return $"not JSON ({place}): {(said.Length <= LongestReason ? said : said[..LongestReason] + "…")}{advice}";
    }

    /// <summary>
    /// Where a text of the JSON holds half of a character that takes two units (<c>\ud83d</c> without its second half), which no file can
    /// hold; null where none does.
    /// </summary>
    public static string? HalfCharacter(string text)
    {
        if (!text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            return null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MostNesting });
        var path = new PathInNotebook();
        while (reader.Read())
        {
            path.Take(ref reader);
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsWhole(ref reader))
                return path.ToString();
        }
        return null;
    }

    /// <summary>How deep a notebook's JSON may nest.</summary>
    public const int MostNesting = 64;

    private static bool IsWhole(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? NumberAt(string text, JsonException error)
    {
        var lines = text.Split('\n');
        if (error.LineNumber is not { } line || error.BytePositionInLine is not { } at || line >= lines.Length)
            return null;
        var bytes = Encoding.UTF8.GetBytes(lines[line]);
        var rest = Encoding.UTF8.GetString(bytes.AsSpan((int)long.Min(at, bytes.Length)));
        // After a minus sign the parser is behind it.
        var isNegative = at > 0 && at <= bytes.Length && bytes[at - 1] == '-';
        var found = ((string[])["NaN", "Infinity", "-Infinity"]).FirstOrDefault(word => rest.StartsWith(word, StringComparison.Ordinal));
        return found is null ? null : isNegative ? "-" + found : found;
    }

    private static string WhereNotUtf8(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var (start, line) = (0, 1); start < bytes.Length; line++)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end + 1;
            if (!System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(start, end - start)))
                return string.Create(CultureInfo.InvariantCulture, $" (line {line})");
            start = end;
        }
        return "";
    }
}
