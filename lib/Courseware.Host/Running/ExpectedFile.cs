using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;

namespace Courseware.Host.Running;

/// <summary>The reviewed file of recorded verdicts and fingerprints, <c>notebooks/expected.json</c>.</summary>
/// <remarks>
/// { "records": [ { "notebook", "dataHash", "mode", "engine", "claims": { id: { "verdict", "reported", "ours", "reason", "statement",
/// "values" } }, "fingerprints": { key: value } } ] }, sorted by notebook, data hash, mode and engine; everything inside by name. Data that
/// no claim depends on has the hash "none".
/// </remarks>
internal sealed class ExpectedFile
{
    private readonly SortedDictionary<Key, Entry> _records = [];

    /// <exception cref="InvalidDataException">The file is there and is not what it should be.</exception>
    public static ExpectedFile Load(string path)
    {
        var file = new ExpectedFile();
        if (!File.Exists(path))
            return file;
        try
        {
            foreach (var record in JsonNode.Parse(File.ReadAllText(path))!["records"]!.AsArray())
            {
                var entry = file.At(
                    new Key(Text(record, "notebook"), Text(record, "dataHash"), Text(record, "mode"), Text(record, "engine")));
                foreach (var (id, claim) in record!["claims"]?.AsObject() ?? [])
                    entry.Claims[id] = claim!.DeepClone().AsObject();
                foreach (var (key, value) in record["fingerprints"]?.AsObject() ?? [])
                    entry.Fingerprints[key] = value!.ToString();
            }
            return file;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: expected {{ \"records\": [ … ] }} with notebook, dataHash, mode, engine, claims and fingerprints: {e.Message}", e);
        }
    }

    /// <summary>Every recorded claim: where it was recorded, and as what.</summary>
    public IEnumerable<(string Notebook, string Mode, string Engine, string Id, JsonObject Claim)> Claims =>
        from record in _records
        from claim in record.Value.Claims
        select (record.Key.Notebook, record.Key.Mode, record.Key.Engine, claim.Key, claim.Value);

    /// <summary>What differs between a run and the record. Only runs on the very same data, mode and engine are compared.</summary>
    /// <param name="complete">Whether every cell ran: only then is a recorded claim that was not shown a difference.</param>
    public IEnumerable<Difference> Compare(string notebook, NotebookFacts facts, bool complete)
    {
        foreach (var claim in facts.Claims.Where(claim => claim.IsComparable()))
        {
            if (Find(notebook, claim)?.Claims.GetValueOrDefault(claim.Id) is { } recorded
                && Text(recorded, "verdict") != claim.Verdict.Text())
            {
                yield return new Difference(notebook, claim.Id, Verdicts.Finding(claim.IsMistake, Text(recorded, "verdict")),
                    Verdicts.Finding(claim.IsMistake, claim.Verdict.Text()), claim.Reason, IsVerdict: true);
            }
        }
        if (complete)
        {
            var shown = facts.Claims.Select(claim => claim.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var entry in facts.Claims.Where(claim => claim.IsComparable()).Select(claim => Find(notebook, claim)).OfType<Entry>()
                .Distinct())
            {
                foreach (var (id, recorded) in entry.Claims.Where(claim => !shown.Contains(claim.Key)))
                {
                    yield return new Difference(notebook, id, Text(recorded, "verdict"), "not shown",
                        "The notebook no longer shows this claim.", IsVerdict: true);
                }
            }
        }
        foreach (var print in facts.Fingerprints.Where(print => print.SameBits))
        {
            if (Find(notebook, print)?.Fingerprints.GetValueOrDefault(print.Key) is { } recorded && recorded != print.Value)
            {
                yield return new Difference(notebook, print.Key, recorded, print.Value, "Other bits than the recorded ones.",
                    IsVerdict: false);
            }
        }
    }

    /// <summary>
    /// Takes over what a run found. Stand-in data say nothing about a claim, and leave fingerprints alone that were never recorded; an
    /// engine whose bits depend on the machine gives verdicts alone.
    /// </summary>
    public void Record(string notebook, NotebookFacts facts)
    {
        foreach (var claim in facts.Claims.Where(claim => claim.IsComparable()))
        {
            At(KeyOf(notebook, claim)).Claims[claim.Id] = new JsonObject
            {
                ["ours"] = claim.Ours,
                ["reason"] = claim.Reason,
                ["reported"] = claim.Reported,
                ["statement"] = claim.Statement,
                ["values"] = Sorted(claim.Values),
                ["verdict"] = claim.Verdict.Text(),
            };
        }
        foreach (var print in facts.Fingerprints.Where(print => print.SameBits))
        {
            if (print.Data != "stand-in" || Find(notebook, print)?.Fingerprints.ContainsKey(print.Key) == true)
                At(KeyOf(notebook, print)).Fingerprints[print.Key] = print.Value;
        }
    }

    public string ToJson()
    {
        var records = new JsonArray();
        foreach (var (key, entry) in _records)
        {
            records.Add(new JsonObject
            {
                ["notebook"] = key.Notebook,
                ["dataHash"] = key.DataHash,
                ["mode"] = key.Mode,
                ["engine"] = key.Engine,
                ["claims"] = new JsonObject(
                    entry.Claims.Select(claim => KeyValuePair.Create(claim.Key, (JsonNode?)claim.Value.DeepClone()))),
                ["fingerprints"] =
                    new JsonObject(entry.Fingerprints.Select(print => KeyValuePair.Create(print.Key, (JsonNode?)print.Value))),
            });
        }
        return new JsonObject { ["records"] = records }.ToJsonString(NotebookFormat.Indented) + "\n";
    }

    private Entry? Find(string notebook, ClaimRecord claim) => _records.GetValueOrDefault(KeyOf(notebook, claim));

    private Entry? Find(string notebook, FingerprintRecord print) => _records.GetValueOrDefault(KeyOf(notebook, print));

    private Entry At(Key key)
    {
        if (!_records.TryGetValue(key, out var entry))
            _records[key] = entry = new Entry();
        return entry;
    }

    private static Key KeyOf(string notebook, ClaimRecord claim) => new(notebook, HashOr(claim.DataHash), claim.Mode, claim.Engine);

    private static Key KeyOf(string notebook, FingerprintRecord print) => new(notebook, HashOr(print.DataHash), print.Mode, print.Engine);

    private static string HashOr(string hash) => hash.Length == 0 ? "none" : hash;

    private static JsonObject Sorted(IReadOnlyList<KeyValuePair<string, string>> values) =>
        new(values.OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => KeyValuePair.Create(value.Key, (JsonNode?)NumberOrText(value.Value))));

    private static JsonValue? NumberOrText(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? JsonValue.Create(number) : JsonValue.Create(text);

    private static string Text(JsonNode? node, string name) => node?[name]?.ToString() ?? "";

    private readonly record struct Key(string Notebook, string DataHash, string Mode, string Engine) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            var order = string.CompareOrdinal(Notebook, other.Notebook);
            if (order == 0)
                order = string.CompareOrdinal(DataHash, other.DataHash);
            if (order == 0)
                order = string.CompareOrdinal(Mode, other.Mode);
            return order != 0 ? order : string.CompareOrdinal(Engine, other.Engine);
        }
    }

    private sealed class Entry
    {
        public SortedDictionary<string, JsonObject> Claims { get; } = new(ClaimOrder.Instance);

        public SortedDictionary<string, string> Fingerprints { get; } = new(StringComparer.Ordinal);
    }
}
