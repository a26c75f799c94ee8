using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware;

/// <summary>Short hands for building a figure and for reading one.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Obj(params (string Name, JsonNode? Value)[] properties)
    {
        var result = new JsonObject();
        foreach (var (name, value) in properties)
            if (value is not null) result[name] = value;
        return result;
    }

    public static JsonArray Arr(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray Texts(IEnumerable<string> items) => new([.. items.Select(t => (JsonNode?)t)]);

    /// <summary>
    /// Numbers as they are; what is not finite becomes null, a gap. <see cref="Rounding"/> shortens them when the whole figure is there.
    /// </summary>
    public static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Number)]);

    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value : null;

    public static JsonElement? Get(this JsonElement? element, string name) => element?.Get(name);

    public static string? Text(this JsonElement element, string name) => element.Get(name)?.GetString();

    public static string? Text(this JsonElement? element, string name) => element?.Text(name);

    public static double? Num(this JsonElement element, string name) => element.Get(name)?.GetDouble();

    public static double? Num(this JsonElement? element, string name) => element?.Num(name);

    public static bool? Flag(this JsonElement element, string name) => element.Get(name)?.GetBoolean();

    public static bool? Flag(this JsonElement? element, string name) => element?.Flag(name);

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
        => element.Get(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The numbers of an array, NaN where it has null or text.</summary>
    public static double[] Doubles(this JsonElement element, string name) =>
        element.Items(name).Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : double.NaN).ToArray();
}
