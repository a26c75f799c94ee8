using System.Text.Json;

namespace Courseware;

/// <summary>
/// The reviewed file of verdicts and fingerprints, <c>notebooks/expected.json</c>: the results of the course's own runs, keyed by data,
/// mode and engine. The program <c>courseware run</c> compares with it and (<c>--record</c>) writes it; here it is only read.
/// </summary>
internal static class Recorded
{
    private static readonly Lock s_gate = new();
    private static (string Path, DateTime Written, Record[] Records)? s_read;

    /// <summary>Is there such a file?</summary>
    public static bool Exists => Records().Length > 0;

    /// <summary>What was recorded for a claim on these data, in this mode and engine by default; null if nothing was.</summary>
    public static RecordedClaim? Claim(string id, Provenance data, string? mode = null, string? engine = null) =>
        Matching(data, mode, engine).Select(r => r.Claims.GetValueOrDefault(id)).FirstOrDefault(c => c is not null);

    /// <summary>
    /// The fingerprint recorded under a key ("N1/tiny") for these data, in this mode and engine by default; null if none was.
    /// </summary>
    public static string? Fingerprint(string key, Provenance data, string? mode = null, string? engine = null) =>
        Matching(data, mode, engine).Select(r => r.Fingerprints.GetValueOrDefault(key)).FirstOrDefault(f => f is not null);

    /// <summary>Is anything recorded for these very data?</summary>
    public static bool Knows(Provenance data) => Records().Any(r => r.DataHash == KeyOf(data));

    /// <summary>The hash that results on these data are recorded under: "" where no published data are meant.</summary>
    internal static string HashOf(Provenance data) => data.Kind == DataKind.None ? "" : data.Hash;

    private static string KeyOf(Provenance data) => HashOf(data) is { Length: > 0 } hash ? hash : "none";

    private static IEnumerable<Record> Matching(Provenance data, string? mode, string? engine)
    {
        string hash = KeyOf(data);
        (mode, engine) = (mode ?? Course.Mode, engine ?? Course.Engine);
        return Records().Where(r => r.DataHash == hash && r.Mode == mode && r.Engine == engine);
    }

    private static Record[] Records()
    {
        if (CourseFolder.TryPath("notebooks", "expected.json") is not { } path || !File.Exists(path))
            return [];
        lock (s_gate)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (s_read is not { } read || read.Path != path || read.Written != written)
                s_read = read = (path, written, Read(path));
            return read.Records;
        }
    }

    internal static Record[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file); // of a stream, which may begin with a byte order mark
            return [.. json.RootElement.GetProperty("records").EnumerateArray().Select(r => new Record(
                Text(r, "dataHash"), Text(r, "mode"), Text(r, "engine"),
                Members(r, "claims").ToDictionary(c => c.Name, c => new RecordedClaim(Text(c.Value, "verdict"), Text(c.Value, "ours"))),
                Members(r, "fingerprints").ToDictionary(f => f.Name, f => f.Value.GetString() ?? "")))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is not the file of recorded verdicts: expected {{ \"records\": [ … ] }}. Take it from the repository again. ({e.Message})", e);
        }
    }

    private static string Text(JsonElement e, string name)
        => e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonProperty[] Members(JsonElement e, string name)
        => e.TryGetProperty(name, out var value) ? [.. value.EnumerateObject()] : [];

    internal sealed record Record(string DataHash, string Mode, string Engine, Dictionary<string, RecordedClaim> Claims,
        Dictionary<string, string> Fingerprints);
}
