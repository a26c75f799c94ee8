using System.Globalization;
using System.Text.Json;

namespace Courseware;

/// <summary>The environment variables that the course reads and what each may be set to, as <c>variables.json</c> lists them.</summary>
/// <remarks>
/// This file is the host's too, which references no library and compiles it in: <c>run</c> reports by the clone's list what is wrong before
/// a notebook starts, the library by the same list when a session loads it, in the same words.
/// </remarks>
internal sealed class CourseVariables
{
    /// <summary>
    /// The AppContext's key under which the host notes that it has reported all this; the library then does not report it again.
    /// </summary>
    public const string Told = "notebook.variables";

    private const string Prefix = "COURSEWARE_";

    private readonly List<Entry> _entries;

    private CourseVariables(List<Entry> entries) => _entries = entries;

    /// <exception cref="InvalidDataException">It is not such a list.</exception>
    public static CourseVariables Parse(string json)
    {
        try
        {
            using var list = JsonDocument.Parse(json);
            return new([.. list.RootElement.EnumerateArray().Select(entry => new Entry(
                entry.GetProperty("name").GetString()!,
                entry.GetProperty("kind").GetString()!,
                entry.TryGetProperty("values", out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [],
                entry.TryGetProperty("unset", out var unset) ? $" {unset.GetString()}" : ""))]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"The list of the course's environment variables, variables.json, cannot be read: {error.Message}", error);
        }
    }

    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <summary>The words that a variable may be set to; none where it is set to something else.</summary>
    public IReadOnlyList<string> ValuesOf(string name) => _entries.First(entry => entry.Name == name).Values;

    /// <summary>What is wrong with a variable's value and what to do; null when nothing is, or when it is not set.</summary>
    public string? ProblemOf(string name, string? value)
    {
        if (_entries.FirstOrDefault(entry => IsSame(entry.Name, name)) is not { } entry || string.IsNullOrWhiteSpace(value))
            return null;
        var text = value.Trim();
        return entry.Kind switch
        {
            "word" when !entry.Values.Contains(text, StringComparer.OrdinalIgnoreCase) =>
                Must(WordList.Of(entry.Values.Select(word => $"'{word}'"), "or"), Spelling.Nearest(text, entry.Values)),
            "count" when !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1) =>
                Must("a whole number from 1", null),
            "folder" when !Directory.Exists(
                value) => $"{name} must name a folder, and {value} {(File.Exists(value) ? "is a file" : "does not exist")}. Correct it, or unset it{entry.Unset}.",
            _ => null,
        };

        string Must(string be, string? meant)
            => $"{name} must be {be}, not '{text}'.{(meant is null ? "" : $" Did you mean '{meant}'?")} Unset it{entry.Unset}.";
    }

    /// <summary>One line for each variable with a value that is not allowed.</summary>
    public IEnumerable<string> Wrong(IEnumerable<KeyValuePair<string, string>> environment) =>
        environment.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => ProblemOf(variable.Key, variable.Value))
        .OfType<string>();

    /// <summary>One line for each variable that is named as the course's are, and that nothing reads.</summary>
    public IEnumerable<string> Unknown(IEnumerable<KeyValuePair<string, string>> environment) =>
        from variable in environment
        where IsNamedAsOurs(variable.Key) && variable.Value.Length > 0 && !_entries.Any(entry => IsSame(entry.Name, variable.Key))
        orderby variable.Key
        let meant = Spelling.Nearest(variable.Key[Prefix.Length..], _entries.Where(entry => entry.Kind != "test")
            .Select(entry => entry.Name[Prefix.Length..]))
        select $"Warning: nothing reads the environment variable {variable.Key}.{(meant is null ? "" : $" Did you mean {Prefix}{meant}?")}";

    /// <summary>The variables that name a folder by a path that depends on the current one, with the whole path.</summary>
    public IEnumerable<KeyValuePair<string, string>> Whole(IEnumerable<KeyValuePair<string, string>> environment, string currentFolder) =>
        from variable in environment
        where variable.Value.Length > 0 && _entries.Any(entry => IsSame(entry.Name, variable.Key) && entry.Kind is "folder" or "place")
        && !Path.IsPathFullyQualified(variable.Value)
        select KeyValuePair.Create(variable.Key, Path.GetFullPath(variable.Value, currentFolder));

    public static bool IsNamedAsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    // As the system sees it: elsewhere than on Windows courseware_data is another variable, which nothing reads.
    private static bool IsSame(string known, string name)
        => known.Equals(name, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <param name="Name">As it is set.</param>
    /// <param name="Kind">"word": one of the values. "count": a whole number from 1. "folder": one that exists. "place": a folder that is
    /// made where it is missing. "test": for the tests.</param>
    /// <param name="Values">The words that it may hold.</param>
    /// <param name="Unset">What it is unset for, after a space.</param>
    private sealed record Entry(string Name, string Kind, IReadOnlyList<string> Values, string Unset);
}
