using System.Globalization;
using System.Text.Json;

namespace Courseware.Tests.Golden;

/// <summary>
/// A tensor of a golden file: shape and row-major data in double, exactly as written there. A plain number is a tensor of shape [].
/// </summary>
public sealed record GoldenTensor(int[] Shape, double[] Data)
{
    public int Length => Data.Length;

    /// <summary>The one number of a tensor that holds one.</summary>
    public double Value
        => Data.Length == 1 ? Data[0] : throw new InvalidOperationException($"Value asks for one number; the shape is {ShapeText(Shape)}.");

    public double this[int index] => Data[index];

    /// <summary>The data as float32. Inputs are short binary fractions, so nothing is lost in them.</summary>
    public float[] Floats => Array.ConvertAll(Data, x => (float)x);

    /// <summary>The data as integers (labels, indices, masks).</summary>
    public int[] Ints
        => Array.ConvertAll(Data, x => x == Math.Floor(x) ? (int)x
            : throw new InvalidOperationException($"{x.ToString("R", CultureInfo.InvariantCulture)} is no integer."));

    /// <summary>Row <paramref name="index"/> along the first axis.</summary>
    public GoldenTensor Row(int index)
    {
        int[] shape = Shape[1..];
        int size = shape.Aggregate(1, (a, b) => a * b);
        return new(shape, Data[(index * size)..((index + 1) * size)]);
    }

    internal static string ShapeText(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    internal static bool IsTensor(JsonElement e) =>
        e.ValueKind is JsonValueKind.Number or JsonValueKind.String
        || (e.ValueKind == JsonValueKind.Object && e.TryGetProperty("shape", out _) && e.TryGetProperty("data", out _));

    internal static GoldenTensor Read(JsonElement e, string where)
    {
        if (e.ValueKind is JsonValueKind.Number or JsonValueKind.String)
            return new([], [Number(e, where)]);
        if (!IsTensor(e))
            throw new InvalidDataException($"{where}: a tensor is {{\"shape\":[…],\"data\":[…]}} or a number; found {e.ValueKind}.");
        int[] shape = [.. e.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())];
        double[] data = [.. e.GetProperty("data").EnumerateArray().Select(x => Number(x, where))];
        int length = shape.Aggregate(1, (a, b) => a * b);
        return length == data.Length ? new(shape, data)
            : throw new InvalidDataException($"{where}: shape {ShapeText(shape)} asks for {length} numbers; the data hold {data.Length}.");
    }

    internal static double Number(JsonElement e, string where) => e.ValueKind switch
    {
        JsonValueKind.Number => e.GetDouble(),
        JsonValueKind.String => e.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            var other => throw new InvalidDataException($"{where}: a number, \"Infinity\", \"-Infinity\" or \"NaN\" is expected; found \"{other}\"."),
        },
        _ => throw new InvalidDataException($"{where}: a number is expected; found {e.ValueKind}."),
    };
}
