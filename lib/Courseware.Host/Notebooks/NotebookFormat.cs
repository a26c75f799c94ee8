using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Kernel.Formatting;

namespace Courseware.Host.Notebooks;

/// <summary>The notebook format's ways: text as a list of lines, JSON types as JSON, one space of indentation.</summary>
internal static class NotebookFormat
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Indented => s_indented;

    /// <summary>A string, or a list of strings joined; empty for anything else.</summary>
    public static string TextOf(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray lines => string.Concat(lines.Select(TextOf)),
        _ => "",
    };

    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>A MIME bundle as the format stores it.</summary>
    public static JsonObject Data(IReadOnlyDictionary<string, string> bundle)
    {
        var data = new JsonObject();
        foreach (var (type, text) in bundle)
            data[type] = MimeTypes.IsJson(type) ? ParseOr(text) : Lines(text);
        return data;
    }

    /// <summary>Writes text so that a reader sees the old file or the new one, never half of one.</summary>
    /// <exception cref="InvalidDataException">It cannot be written; the message names the file and says why. The old file is as it was.</exception>
    public static void WriteAtomically(string path, string text)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.WriteAllText(draft, text);
                File.Move(draft, path, overwrite: true);
            }
            catch
            {
                File.Delete(draft);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: cannot be written ({e.Message}). Make the folder writable, or choose another one with --output.", e);
        }
    }

    private static JsonNode? ParseOr(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
