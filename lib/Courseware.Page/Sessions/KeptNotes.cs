using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;

namespace Courseware.Page.Sessions;

/// <summary>
/// What the page keeps of a notebook for its user from one day to the next: the draft of what is not saved, how long cells took, which
/// exercises are done.
/// </summary>
internal sealed class KeptNotes
{
    private readonly string _draft;
    private readonly string _facts;
    private readonly string _notebook;
    private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _exercises = new(StringComparer.Ordinal);

    /// <param name="folder">Where all notebooks' are.</param>
    /// <param name="notebook">The notebook's whole path.</param>
    public KeptNotes(string folder, string notebook)
    {
        _notebook = notebook;
        var name = $"{Path.GetFileNameWithoutExtension(notebook)}-{HashOf(notebook)}";
        _draft = Path.Combine(folder, name + ".draft.ipynb");
        _facts = Path.Combine(folder, name + ".json");
        if (TryRead(_facts) is { } facts)
        {
            foreach (var (code, seconds) in facts["seconds"] as JsonObject ?? [])
                _seconds[code] = seconds is JsonValue value && value.TryGetValue<double>(out var number) ? number : 0;
            foreach (var (id, outcome) in facts["exercises"] as JsonObject ?? [])
                _exercises[id] = outcome?.ToString() ?? "";
        }
    }

    /// <summary>The user's own folder, which outlives the course's.</summary>
    public static string DefaultFolder
        => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify), "courseware", "page");

    /// <summary>Exercises that were answered, and what came of it.</summary>
    public IReadOnlyDictionary<string, string> Exercises => _exercises;

    /// <summary>When the draft was written; null when there is none.</summary>
    public DateTime? DraftTime => File.Exists(_draft) ? File.GetLastWriteTime(_draft) : null;

    /// <summary>The draft, and the hash of the file that it was begun from; null when there is none, or none that can be read.</summary>
    public (JsonObject Notebook, string Base)? ReadDraft() =>
        TryRead(_draft) is { } draft && draft["notebook"] is JsonObject notebook && draft["base"]?.ToString() is { } begun
        ? ((JsonObject)notebook.DeepClone(), begun) : null;

    public void WriteDraft(JsonObject notebook, string begun) =>
        NotebookFormat.WriteAtomically(_draft,
            new JsonObject { ["of"] = _notebook, ["base"] = begun, ["notebook"] = notebook }.ToJsonString(NotebookFormat.Indented) + "\n");

    public void DropDraft() => File.Delete(_draft);

    /// <summary>How long a code took when it last ran here; null where it did not.</summary>
    public double? SecondsOf(string code) => _seconds.TryGetValue(HashOf(code), out var seconds) ? seconds : null;

    public void Took(string code, double seconds) => _seconds[HashOf(code)] = Math.Round(seconds, 3);

    /// <returns>Whether that is news.</returns>
    public bool Answered(string exercise, string outcome)
    {
        // What was right once stays done; a blank answer in a new session is no answer.
        if (_exercises.TryGetValue(exercise, out var before) && (before == outcome || before == "correct" || outcome == "not attempted"))
            return false;
        _exercises[exercise] = outcome;
        return true;
    }

    public void WriteFacts()
    {
        var facts = new JsonObject
        {
            ["of"] = _notebook,
            ["seconds"] = new JsonObject(_seconds.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["exercises"] = new JsonObject(_exercises.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        };
        NotebookFormat.WriteAtomically(_facts, facts.ToJsonString(NotebookFormat.Indented) + "\n");
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private static JsonObject? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
