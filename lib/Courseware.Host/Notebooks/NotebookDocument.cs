using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Host.Notebooks;

/// <summary>An <c>.ipynb</c> file: its JSON, and its cells in order.</summary>
internal sealed class NotebookDocument
{
    // A name that occurs twice in an object would else be found wherever that object is first looked into.
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    private NotebookDocument(string path, JsonObject json, IReadOnlyList<NotebookCell> cells)
        => (FullPath, Json, Cells) = (path, json, cells);

    public string FullPath { get; }

    /// <summary>File name without its extension, for example "01-overfitting".</summary>
    public string Name => Path.GetFileNameWithoutExtension(FullPath);

    /// <summary>
    /// The number that a notebook's name begins with: 1 of "01-overfitting"; null where there is none, or more digits than a number has (a
    /// date and time, say).
    /// </summary>
    public static int? NumberOf(string name) =>
        int.TryParse(name.AsSpan(0, name.TakeWhile(char.IsAsciiDigit).Count()), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : null;

    public string Folder => Path.GetDirectoryName(FullPath)!;

    public JsonObject Json { get; }

    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <exception cref="InvalidDataException">The file is not a notebook; the message names file, expectation and finding.</exception>
    public static NotebookDocument Load(string path)
    {
        var full = Path.GetFullPath(path);
        JsonObject json;
        var text = "";
        try
        {
            text = NotebookText.Read(full);
            if (NotebookText.HalfCharacter(text) is { } place)
                throw new InvalidDataException($"half of a character in {place}: one that takes two \\u codes has only one of them, as when a text was cut in the middle of an emoji. Delete it, or write the whole character.");
            json = JsonNode.Parse(text, documentOptions: s_strict) as JsonObject
                ?? throw new InvalidDataException("a notebook is a JSON object, this file holds another value.");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {NotebookText.WhyNoJson(text, e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: cannot be read ({e.Message}).", e);
        }
        if (json["cells"] is not JsonArray cells)
            throw new InvalidDataException($"{path}: a notebook of format 4 has a list \"cells\", this file has none. Convert it with 'jupyter nbconvert --to notebook --nbformat 4'.");
        if (cells.ToList().FindIndex(cell => cell is not JsonObject) is >= 0 and var other)
            throw new InvalidDataException($"{path}: a notebook's cells are JSON objects, cell {other + 1} is none.");
        return new NotebookDocument(full, json, [.. cells.Select((cell, i) => NotebookCell.Of(i + 1, (JsonObject)cell!))]);
    }
}
