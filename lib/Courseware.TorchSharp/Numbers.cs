using System.Runtime.InteropServices;
using TorchSharp;

namespace Courseware;

/// <summary>Copies numbers between the library's arrays and torch's tensors, bit by bit.</summary>
internal static class Numbers
{
    /// <summary>The tensor's numbers in float32 (or from float64, rounded), row-major.</summary>
    public static float[] ToSingles(torch.Tensor tensor)
    {
        var numbers = new float[tensor.NumberOfElements];
        Read(tensor, numbers);
        return numbers;
    }

    /// <inheritdoc cref="ToSingles"/>
    public static void Read(torch.Tensor tensor, Span<float> numbers)
    {
        using var scope = torch.NewDisposeScope();
        var here = Here(tensor);
        if (here.dtype == torch.ScalarType.Float32)
        {
            MemoryMarshal.Cast<byte, float>(here.bytes).CopyTo(numbers);
            return;
        }
        var doubles = MemoryMarshal.Cast<byte, double>(here.bytes);
        for (var i = 0; i < doubles.Length; i++)
            numbers[i] = (float)doubles[i];
    }

    /// <summary>The tensor's numbers in float64, row-major.</summary>
    public static double[] ToDoubles(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(Here(tensor.to(torch.ScalarType.Float64)).bytes).ToArray();
    }

    /// <summary>Copies the tensor's numbers into the library's tensor of the same type.</summary>
    public static void Read(torch.Tensor from, Tensor to)
    {
        using var scope = torch.NewDisposeScope();
        var bytes = Here(from).bytes;
        if (to.IsSingle)
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(to.Floats);
        else
            MemoryMarshal.Cast<byte, double>(bytes).CopyTo(to.Doubles);
    }

    /// <summary>A new tensor with the numbers of the library's.</summary>
    public static torch.Tensor ToTorch(Tensor tensor, torch.Device device)
    {
        var made = torch.empty(Shape(tensor.Shape), tensor.IsSingle ? torch.ScalarType.Float32 : torch.ScalarType.Float64);
        made.bytes = tensor.IsSingle ? MemoryMarshal.AsBytes(tensor.Floats) : MemoryMarshal.AsBytes(tensor.Doubles);
        return made.to(device);
    }

    /// <summary>A new tensor of the given shape and type with those numbers.</summary>
    public static torch.Tensor ToTorch(ReadOnlySpan<float> numbers, long[] shape, torch.ScalarType type, torch.Device device)
    {
        var made = torch.empty(shape, torch.ScalarType.Float32);
        if (numbers.Length != made.NumberOfElements)
            throw new ArgumentException($"{numbers.Length} numbers do not fill a tensor of shape ({string.Join(", ", shape)}).");
        numbers.CopyTo(MemoryMarshal.Cast<byte, float>(made.bytes));
        return made.to(type).to(device);
    }

    /// <inheritdoc cref="ToTorch(ReadOnlySpan{float}, long[], torch.ScalarType, torch.Device)"/>
    public static torch.Tensor ToTorch(ReadOnlySpan<double> numbers, long[] shape, torch.ScalarType type, torch.Device device)
    {
        var made = torch.empty(shape, torch.ScalarType.Float64);
        numbers.CopyTo(MemoryMarshal.Cast<byte, double>(made.bytes));
        return made.to(type).to(device);
    }

    public static long[] Shape(ReadOnlySpan<int> shape)
    {
        var wide = new long[shape.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = shape[i];
        return wide;
    }

    // Contiguous, in the processor's memory: there the numbers are row-major, in one piece.
    private static torch.Tensor Here(torch.Tensor tensor) => tensor.detach().cpu().contiguous();
}
