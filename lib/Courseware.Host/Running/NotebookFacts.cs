using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;
using Courseware.Kernel.Formatting;

namespace Courseware.Host.Running;

/// <summary>
/// What a notebook said about itself as data: verdicts, data sets and fingerprints. An output may carry one of them or a list.
/// </summary>
internal sealed record NotebookFacts(IReadOnlyList<ClaimRecord> Claims, IReadOnlyList<DataRecord> DataSets,
    IReadOnlyList<FingerprintRecord> Fingerprints)
{
    /// <summary>"real", "stand-in", "synthetic", several with "and", or empty when the notebook uses no data set.</summary>
    public string Data => string.Join(" and ", DataSets.Select(data => data.Kind).Distinct().Order(StringComparer.Ordinal));

    /// <exception cref="InvalidDataException">A cell displayed something as a claim that is none.</exception>
    public static NotebookFacts From(OutputLog log, string mode)
    {
        var claims = new OrderedDictionary<string, ClaimRecord>(StringComparer.Ordinal);
        var fingerprints = new OrderedDictionary<string, FingerprintRecord>(StringComparer.Ordinal);
        var dataSets = new List<DataRecord>();
        // A fingerprint belongs to the data set shown last before it, unless it says otherwise.
        var (kind, hash) = ("none", "none");
        foreach (var (_, bundle) in log.Bundles)
        {
            foreach (var data in Items(bundle, MimeTypes.Data).Select(DataRecord.TryParse).OfType<DataRecord>())
            {
                (kind, hash) = (data.Kind, data.Hash);
                dataSets.Add(data);
            }
            foreach (var item in Items(bundle, MimeTypes.Claim))
            {
                var claim = ClaimRecord.TryParse(item)
                    ?? throw new InvalidDataException($"A claim has an id and one of the verdicts held, not held, undecided, not tested; a cell displayed: {item?.ToJsonString()}");
                claims[claim.Id] = claim;
            }
            foreach (var print in Items(bundle, MimeTypes.Fingerprint).OfType<JsonObject>())
            {
                var key = Text(print, "key", "");
                fingerprints[key] = new FingerprintRecord(
                    key, Text(print, "value", ""), Text(print, "data", kind), Text(print, "dataHash", hash), Text(print, "mode", mode),
                    Text(print, "engine", "managed"))
                {
                    SameBits = Text(print, "sameBits", "true") == "true",
                };
            }
        }
        return new NotebookFacts([.. claims.Values], [.. dataSets.Distinct()], [.. fingerprints.Values]);
    }

    private static IReadOnlyList<JsonNode?> Items(IReadOnlyDictionary<string, string> bundle, string mimeType)
    {
        if (!bundle.TryGetValue(mimeType, out var text))
            return [];
        try
        {
            return JsonNode.Parse(text) is JsonArray list ? [.. list] : [JsonNode.Parse(text)];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{mimeType} is JSON; a cell displayed: {text}", e);
        }
    }

    private static string Text(JsonObject json, string name, string absent) => json[name]?.ToString() ?? absent;
}
