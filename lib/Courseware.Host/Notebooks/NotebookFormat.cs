using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Notebooks;

/// <summary>The notebook format's ways: text as a list of lines, JSON types as JSON, one space of indentation.</summary>
internal static class NotebookFormat
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The writer's limit, less the levels above an output.
    private static readonly JsonDocumentOptions s_output = new() { MaxDepth = NotebookText.MostNesting - 8 };

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
    /// <inheritdoc cref="WriteAtomically(string, ReadOnlySpan{byte}, bool, string)"/>
    public static void WriteAtomically(string path, string text, bool overwrite = true,
        string advice = "Make the folder writable, or choose another one with --output.") =>
        WriteAtomically(path, Encoding.UTF8.GetBytes(text), overwrite, advice);

    /// <summary>Writes a file so that a reader sees the old one or the new one, never half of one.</summary>
    /// <param name="overwrite">False where a file that is there, or comes at the same time, must stay.</param>
    /// <param name="advice">What to do where it cannot be written.</param>
    /// <exception cref="InvalidDataException">It cannot be written; the message names the file and says why. The old file is as it
    /// was.</exception>
    public static void WriteAtomically(string path, ReadOnlySpan<byte> content, bool overwrite, string advice)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            try
            {
                File.WriteAllBytes(draft, content);
                File.Move(draft, path, overwrite);
            }
            catch
            {
                File.Delete(draft);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: cannot be written ({e.Message}). {advice}", e);
        }
    }

    /// <summary>One output as the notebook format has it; null for what has no place there.</summary>
    /// <param name="text">All that a stream has written.</param>
    /// <param name="executionCount">The count of the cell, which a result carries.</param>
    public static JsonObject? Output(CellOutput output, string text, int? executionCount) => output switch
    {
        StreamOutput stream => new JsonObject { ["name"] = stream.Name, ["output_type"] = "stream", ["text"] = Lines(text) },
        DisplayOutput display => new JsonObject
        {
            ["data"] = Data(display.Bundle),
            ["metadata"] = new JsonObject(),
            ["output_type"] = "display_data",
        },
        ResultOutput result => new JsonObject
        {
            ["data"] = Data(result.Bundle),
            ["execution_count"] = executionCount,
            ["metadata"] = new JsonObject(),
            ["output_type"] = "execute_result",
        },
        ErrorOutput error => new JsonObject
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. error.Trace.Select(line => (JsonNode)line)]),
        },
        _ => null,
    };

    private static JsonNode? ParseOr(string text)
    {
        try
        {
            // What no file can hold would cost the whole notebook when it is written.
            return NotebookText.HalfCharacter(text) is null ? JsonNode.Parse(text, documentOptions: s_output) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
