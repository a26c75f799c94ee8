using System.Text.Json;

namespace Courseware.Kernel.Jupyter;

/// <summary>A message as it arrived, its signature checked.</summary>
/// <param name="Identity">The peer to answer.</param>
/// <param name="Route">Frames between the identity and the delimiter, to be put before the answer; as a rule none.</param>
/// <param name="Header">Byte for byte: the answer's parent header.</param>
internal sealed record JupyterMessage(
    KernelChannel Channel, byte[] Identity, IReadOnlyList<byte[]> Route, byte[] Header, string Id, string Type, string? ParentId,
    JsonElement Content)
{
    /// <summary>What front ends say beside the content, each in its own way.</summary>
    public JsonElement Metadata { get; init; }

    /// <summary>The notebook's cell that a request runs; null where the front end does not say. JupyterLab and VS Code do.</summary>
    public string? CellId
        => Metadata.ValueKind == JsonValueKind.Object && Metadata.TryGetProperty("cellId", out var id)
        && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    /// <summary>The cells that the notebook has lost since the last request. JupyterLab lists them.</summary>
    public IReadOnlyList<string> DeletedCells
        => Metadata.ValueKind == JsonValueKind.Object && Metadata.TryGetProperty("deletedCells", out var list)
        && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)] : [];

    /// <summary>A text of the content.</summary>
    /// <exception cref="InvalidDataException">It is there, and is no text.</exception>
    public string Text(string name, string otherwise = "") => Value(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.String } value => Decode(name, value),
        { } value => throw Wrong(name, value, "a text"),
    };

    public bool Flag(string name, bool otherwise) => Value(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble() != 0,
        { } value => throw Wrong(name, value, "true or false"),
    };

    /// <summary>A whole number of the content; null when it is not there.</summary>
    public long? Number(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && double.IsFinite(number) => (long)number,
        { } value => throw Wrong(name, value, "a whole number"),
    };

    /// <summary>A part of the content; null when it is missing or JSON's null.</summary>
    public JsonElement? Value(string name)
        => Content.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Decode(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"'{name}' of {Type} is no valid text: it has half of a surrogate pair", e);
        }
    }

    private InvalidDataException Wrong(string name, JsonElement value, string wanted)
        => new($"'{name}' of {Type} is {value.ValueKind.ToString().ToLowerInvariant()}, not {wanted}");
}
