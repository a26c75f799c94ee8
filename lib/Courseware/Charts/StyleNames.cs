using System.Text.Json;

namespace Courseware;

/// <summary>
/// The names of the course's models, from <c>notebooks/styles.json</c>. Names that are compared in one chart are in one series, so they
/// differ in colour and marker; names of different series never meet.
/// </summary>
/// <param name="Series">Lists of names; the place in its list gives a name its style.</param>
/// <param name="Synonyms">Another spelling, and the name that it stands for.</param>
internal sealed record StyleNames(IReadOnlyList<IReadOnlyList<string>> Series, IReadOnlyDictionary<string, string> Synonyms)
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>No names where there is no course folder: each model then gets a style made from its name.</summary>
    /// <exception cref="InvalidDataException">The file is not of this form.</exception>
    public static StyleNames Read()
    {
        if (StyleFile is not { } path || !File.Exists(path))
            return new([], new Dictionary<string, string>());
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<StyleNames>(file, s_options) is { Series: not null, Synonyms: not null } names
                ? names : throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not {{ \"series\": [[names]], \"synonyms\": {{ name: name }} }}: {e.Message}", e);
        }
    }

    private static string? StyleFile => CourseFolder.TryPath("notebooks", "styles.json");
}
