using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;

namespace Courseware.Host.Running;

/// <summary>What a notebook said about itself as data: verdicts, data sets and fingerprints.</summary>
internal sealed record NotebookFacts(IReadOnlyList<ClaimRecord> Claims, IReadOnlyList<string> DataKinds, IReadOnlyList<FingerprintRecord> Fingerprints)
{
    private const string DataMimeType = "application/vnd.courseware.data+json";

    /// <summary>"real", "stand-in", "real and stand-in", or empty when the notebook uses no data set.</summary>
    public string Data => string.Join(" and ", DataKinds.Order(StringComparer.Ordinal));

    public static NotebookFacts From(OutputLog log, string mode)
    {
        var claims = new Dictionary<string, ClaimRecord>(StringComparer.Ordinal);
        var fingerprints = new Dictionary<string, FingerprintRecord>(StringComparer.Ordinal);
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        // A fingerprint belongs to the data set shown last before it, unless it says otherwise.
        var (kind, hash) = ("none", "none");
        foreach (var (_, bundle) in log.Bundles)
        {
            if (Object(bundle, DataMimeType) is { } data)
            {
                (kind, hash) = (Text(data, "kind", "none"), Text(data, "hash", "none"));
                kinds.Add(kind);
            }
            if (bundle.TryGetValue(ClaimRecord.MimeType, out var text))
            {
                foreach (var claim in ClaimRecord.Parse(text))
                    claims[claim.Id] = claim;
            }
            if (Object(bundle, FingerprintRecord.MimeType) is { } print)
            {
                var key = Text(print, "key", "");
                fingerprints[key] = new FingerprintRecord(
                    key, Text(print, "value", ""), Text(print, "data", kind), Text(print, "dataHash", hash), Text(print, "mode", mode), Text(print, "engine", "managed"));
            }
        }
        return new NotebookFacts([.. claims.Values], [.. kinds], [.. fingerprints.Values]);
    }

    private static JsonObject? Object(IReadOnlyDictionary<string, string> bundle, string mimeType)
    {
        if (!bundle.TryGetValue(mimeType, out var text))
            return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonObject json, string name, string absent) => json[name]?.ToString() ?? absent;
}
