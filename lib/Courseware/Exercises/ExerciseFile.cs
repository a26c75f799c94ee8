using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Courseware;

/// <summary>
/// The exercises of a notebook: <c>exercises/02.json</c> beside it, else that of the course's <c>notebooks/</c>, described in
/// <c>notebooks/README.md</c>. In a handout the file is sealed (<c>{ "sealed": … }</c>, packed and in base 64): it checks an answer and
/// shows none.
/// </summary>
internal sealed class ExerciseFile
{
    private static readonly Lock s_gate = new();
    private static readonly JsonDocumentOptions s_lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly Dictionary<string, (DateTime Written, ExerciseFile File)> s_read = [];

    private ExerciseFile(string path, IReadOnlyList<ExerciseDefinition> exercises, IReadOnlyList<string> problems, bool isSealed)
        => (FilePath, Exercises, Problems, IsSealed) = (path, exercises, problems, isSealed);

    public string FilePath { get; }

    /// <summary>Those that can be read, in the order of the lesson.</summary>
    public IReadOnlyList<ExerciseDefinition> Exercises { get; }

    /// <summary>What is wrong with the others, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Whether the solutions stay with the instructor.</summary>
    public bool IsSealed { get; }

    /// <summary>The notebook that an exercise belongs to: 2 of "2a"; null if it is not an id.</summary>
    public static int? NotebookOf(string id)
    {
        var digits = id.TakeWhile(char.IsAsciiDigit).Count();
        return id.Length == digits + 1 && char.IsAsciiLetterLower(id[^1]) ? NumberOf(id[..digits]) : null;
    }

    /// <summary>2 of "2", "02" or "02-adam-by-hand"; null if it does not begin with a number.</summary>
    public static int? NumberOf(string notebook) =>
        int.TryParse(notebook.AsSpan(0, notebook.TakeWhile(char.IsAsciiDigit).Count()), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : null;

    /// <summary>The exercise with an id.</summary>
    /// <exception cref="ArgumentException">There is none; the message says which there are.</exception>
    /// <exception cref="InvalidDataException">Its file cannot be read.</exception>
    public static ExerciseDefinition Exercise(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (NotebookOf(id) is not { } number)
        {
            throw new ArgumentException($"There is no exercise '{id}'. Ids are the notebook's number and a letter, as in \"2a\".",
                nameof(id));
        }

        var file = OfNotebook(number);
        if (file.Exercises.FirstOrDefault(e => e.Id == id) is { } found)
            return found;
        if (file.Problems.Count > 0)
            throw new InvalidDataException(string.Join('\n', file.Problems.Take(3)));
        throw new ArgumentException($"There is no exercise '{id}'; notebook {number} has {string.Join(", ", file.Exercises.Select(e => e.Id))}.", nameof(id));
    }

    /// <exception cref="ArgumentException">The notebook has no exercises.</exception>
    public static ExerciseFile OfNotebook(int number)
    {
        var name = $"{number:00}.json";
        if ((Beside(name) ?? CourseFolder.TryPath("notebooks", "exercises", name)) is not { } path)
        {
            throw new DirectoryNotFoundException(
                "The course's folder was not found, and with it the exercises. Start from inside a clone of the course.");
        }

        if (!File.Exists(path))
            throw new ArgumentException($"Notebook {number} has no exercises: there is no file notebooks/exercises/{name}.{Others(path)}");
        var written = File.GetLastWriteTimeUtc(path);
        lock (s_gate)
        {
            if (!s_read.TryGetValue(path, out var read) || read.Written != written)
                s_read[path] = read = (written, Load(path));
            return read.File;
        }
    }

    /// <summary>All exercises of the course's folder.</summary>
    public static IEnumerable<ExerciseFile> All() =>
        CourseFolder.TryPath("notebooks", "exercises") is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Load)
            : [];

    /// <exception cref="InvalidDataException">It is not a list of exercises.</exception>
    public static ExerciseFile Load(string path)
    {
        var name = $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}";
        var (exercises, problems) = (new List<ExerciseDefinition>(), new List<string>());
        bool isSealed;
        try
        {
            using var stream = File.OpenRead(path);
            using var file = JsonDocument.Parse(stream, s_lenient);
            using var unsealed = Unseal(file.RootElement, name);
            isSealed = unsealed is not null;
            var json = unsealed ?? file;
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                throw new InvalidDataException($"{name}: expected a list of exercises, [ {{ \"id\": \"2a\", … }} ].");
            foreach (var element in json.RootElement.EnumerateArray())
            {
                var reader = new ExerciseReader(element, name);
                if (reader.Read() is { } exercise && exercises.TrueForAll(e => e.Id != exercise.Id))
                    exercises.Add(exercise);
                else if (reader.Problems.Count == 0)
                    problems.Add($"{name}: two exercises have the id {element.GetProperty("id")}.");
                problems.AddRange(reader.Problems);
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{name} is not JSON (line {e.LineNumber + 1}): {e.Message.Split(" LineNumber:")[0]}", e);
        }
        if (NumberOf(Path.GetFileName(path)) is { } number)
        {
            problems.AddRange(exercises.Where(e => e.Notebook != number)
                .Select(e => $"{name}: {e.Id} is an exercise of notebook {e.Notebook}."));
        }

        return new(path, exercises, problems, isSealed);
    }

    // A notebook runs in its own folder.
    private static string? Beside(string name)
        => Path.Combine(Directory.GetCurrentDirectory(), "exercises", name) is var path && File.Exists(path) ? path : null;

    private static JsonDocument? Unseal(JsonElement file, string name)
    {
        if (file.ValueKind != JsonValueKind.Object || !file.TryGetProperty("sealed", out var packed))
            return null;
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed.GetBytesFromBase64()), CompressionMode.Decompress);
            return JsonDocument.Parse(stream, s_lenient);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or InvalidDataException or JsonException)
        {
            throw new InvalidDataException($"{name} is sealed and damaged. Take the handout's file again.", e);
        }
    }

    private static string Others(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f))
                .Order(StringComparer.Ordinal)] : [];
        return files.Length == 0 ? "" : $" There are exercises for {string.Join(", ", files)}.";
    }
}
