using System.Globalization;

namespace Courseware;

/// <summary>
/// An n-dimensional array of float32 (or float64) numbers, contiguous in row-major order, that remembers how it was computed,
/// so that <see cref="Backward"/> can differentiate it (reverse-mode automatic differentiation).
/// </summary>
/// <remarks>
/// The habits are PyTorch's: operators record themselves on the fly, <see cref="Grad"/> accumulates until <see cref="ZeroGrad"/>,
/// and a graph is differentiated once.
/// </remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed partial class Tensor
{
    private float[]? _singles;
    private double[]? _doubles;
    private Tensor? _grad;
    private string? _name;

    private Tensor(int[] shape, float[]? singles, double[]? doubles)
    {
        Shape = shape;
        _singles = singles;
        _doubles = doubles;
        Length = Shapes.Length(shape);
    }

    /// <summary>Sizes of the dimensions, outermost first; empty for a scalar. Images are (N, C, H, W).</summary>
    public int[] Shape { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Single or double precision.</summary>
    public DType DType => _singles is null ? DType.Float64 : DType.Float32;

    /// <summary>What the tensor is called in derivations and error texts.</summary>
    public string? Name { get => _name; init => _name = value; }

    /// <summary>True for parameters: <see cref="Backward"/> leaves their gradient in <see cref="Grad"/>.</summary>
    public bool RequiresGrad { get; init; }

    /// <summary>The derivative of the loss by this tensor, same shape; null before the first <see cref="Backward"/>.</summary>
    public Tensor? Grad => _gradWritten ? _grad : null;

    /// <summary>The operation that computed this tensor; null for a leaf (an input or a parameter).</summary>
    internal Operation? Source { get; set; }

    /// <summary>Whether a gradient must flow through this tensor.</summary>
    internal bool NeedsGrad => RequiresGrad || Source is { NeedsGrad: true };

    /// <summary>The elements of a float32 tensor, row-major, to read and write.</summary>
    internal Span<float> Floats
    {
        get
        {
            if (_singles is null)
            {
                throw new InvalidOperationException(
                    $"{Described} holds float64 numbers, but float32 ones were expected. Mixing both in one expression is not allowed: convert with To(DType).");
            }
            _sparse?.WriteTo(_singles);
            return _singles.AsSpan(0, Length);
        }
    }

    /// <summary>The elements of a float64 tensor, row-major, to read and write.</summary>
    internal Span<double> Doubles
        => _doubles is not null ? _doubles.AsSpan(0, Length)
        : throw new InvalidOperationException($"{Described} holds float32 numbers, but float64 ones were expected. Mixing both in one expression is not allowed: convert with To(DType).");

    internal bool IsSingle => _singles is not null;

    internal string Described => $"{(Name is null ? "a tensor" : $"tensor '{Name}'")} of shape {Shapes.Text(Shape)}";

    /// <summary>A tensor over the given numbers (row-major), which are copied.</summary>
    /// <exception cref="ArgumentException">The count does not fit the shape.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params int[] shape)
    {
        CheckLength(values.Length, shape);
        return new([.. shape], values.ToArray(), null);
    }

    /// <inheritdoc cref="From(ReadOnlySpan{float}, int[])"/>
    public static Tensor From(ReadOnlySpan<double> values, params int[] shape)
    {
        CheckLength(values.Length, shape);
        return new([.. shape], null, values.ToArray());
    }

    /// <inheritdoc cref="From(ReadOnlySpan{float}, int[])"/>
    public static Tensor From(float[] values, params int[] shape) => From(values.AsSpan(), shape);

    /// <inheritdoc cref="From(ReadOnlySpan{float}, int[])"/>
    public static Tensor From(double[] values, params int[] shape) => From(values.AsSpan(), shape);

    /// <summary>A vector of float64 numbers.</summary>
    public static Tensor Vector(params double[] values) => From(values, values.Length);

    /// <summary>A matrix of float64 numbers, shape (rows, columns).</summary>
    public static Tensor Matrix(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return From(values.Cast<double>().ToArray(), values.GetLength(0), values.GetLength(1));
    }

    /// <summary>A single number, shape ().</summary>
    public static Tensor Scalar(double value, DType dtype = DType.Float64, string? name = null)
        => dtype == DType.Float32 ? new([], [(float)value], null) { _name = name } : new([], null, [value]) { _name = name };

    /// <summary>A trainable number, shape (): a parameter of a hand calculation.</summary>
    public static Tensor Parameter(string name, double value) => new([], null, [value]) { Name = name, RequiresGrad = true };

    /// <summary>A trainable float64 tensor.</summary>
    public static Tensor Parameter(string name, double[] values, params int[] shape)
    {
        CheckLength(values.Length, shape);
        return new([.. shape], null, [.. values]) { Name = name, RequiresGrad = true };
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(int[] shape, DType dtype = DType.Float32, string? name = null, bool requiresGrad = false)
    {
        var length = Shapes.Length(shape);
        return dtype == DType.Float32
            ? new([.. shape], new float[length], null) { Name = name, RequiresGrad = requiresGrad }
            : new([.. shape], null, new double[length]) { Name = name, RequiresGrad = requiresGrad };
    }

    /// <summary>A tensor that is the same everywhere.</summary>
    public static Tensor Full(int[] shape, double value, DType dtype = DType.Float32)
    {
        var tensor = Zeros(shape, dtype);
        tensor.Fill(value);
        return tensor;
    }

    /// <summary>The element at the given indices.</summary>
    [System.Runtime.CompilerServices.IndexerName("Element")]
    public double this[params int[] indices]
    {
        get => At(Offset(indices));
        set
        {
            if (_singles is not null)
                _singles[Offset(indices)] = (float)value;
            else
                _doubles![Offset(indices)] = value;
        }
    }

    /// <summary>The value of a tensor with one element, such as a loss.</summary>
    /// <exception cref="InvalidOperationException">The tensor has several elements.</exception>
    public double Item()
        => Length == 1 ? At(0)
        : throw new InvalidOperationException($"Item() reads the value of a tensor with one element, but {Described} has {Length}.");

    /// <summary>A copy of the elements, row-major, as float32.</summary>
    public float[] ToSingles() => _singles is not null ? Floats.ToArray() : Array.ConvertAll(Doubles.ToArray(), x => (float)x);

    /// <summary>A copy of the elements, row-major, as float64.</summary>
    public double[] ToDoubles() => _doubles is not null ? Doubles.ToArray() : Array.ConvertAll(Floats.ToArray(), x => (double)x);

    /// <summary>A copy in the other precision: a leaf, cut from the graph.</summary>
    public Tensor To(DType dtype) => dtype == DType.Float32
        ? new([.. Shape], ToSingles(), null) { Name = Name, RequiresGrad = RequiresGrad }
        : new([.. Shape], null, ToDoubles()) { Name = Name, RequiresGrad = RequiresGrad };

    /// <summary>The same numbers as a leaf: gradients stop here (PyTorch's <c>detach</c>, but copied).</summary>
    public Tensor Detach()
        => IsSingle ? new([.. Shape], ToSingles(), null) { Name = Name } : new([.. Shape], null, ToDoubles()) { Name = Name };

    /// <summary>Gives the tensor a name for derivations and error texts, and returns it.</summary>
    public Tensor Named(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>Sets every element.</summary>
    internal void Fill(double value)
    {
        _singles?.AsSpan(0, Length).Fill((float)value);
        _doubles?.AsSpan(0, Length).Fill(value);
    }

    /// <summary>Copies all numbers from a tensor of the same length, converting between precisions.</summary>
    internal void CopyFrom(Tensor other)
    {
        if (other.Length != Length)
            throw new ArgumentException($"The numbers of {other.Described} do not fit into {Described}.");
        if (IsSingle && other.IsSingle)
        {
            other.Floats.CopyTo(_singles);
        }
        else if (!IsSingle && !other.IsSingle)
        {
            other.Doubles.CopyTo(_doubles);
        }
        else
        {
            for (var i = 0; i < Length; i++)
                Set(i, other.At(i));
        }
    }

    /// <summary>Adds the numbers' bits to a fingerprint.</summary>
    internal FingerprintBuilder AddTo(FingerprintBuilder hash) => _singles is not null ? hash.Add(Floats) : hash.Add(Doubles);

    internal double At(int index) => _doubles is not null ? _doubles[index] : _sparse is null ? _singles![index] : Floats[index];

    internal void Set(int index, double value)
    {
        if (_singles is not null)
            _singles[index] = (float)value;
        else
            _doubles![index] = value;
    }

    /// <summary>The same storage under another shape.</summary>
    internal Tensor View(int[] shape)
    {
        if (Shapes.Length(shape) != Length)
            throw new ArgumentException($"{Described} has {Length} elements and cannot be reshaped to {Shapes.Text(shape)}, which has {Shapes.Length(shape)}.");
        return new([.. shape], _singles, _doubles) { _sparse = _sparse };
    }

    /// <summary>The array that holds the numbers: tensors with the same one share them.</summary>
    internal object Storage => (object?)_singles ?? _doubles!;

    /// <summary>How many numbers the array could hold.</summary>
    internal int Capacity => _singles?.Length ?? _doubles!.Length;

    /// <summary>Moves to the array of another tensor, which must be large enough; the numbers are those found there.</summary>
    internal void PlaceIn(Tensor other) => (_singles, _doubles) = (other._singles, other._doubles);

    /// <summary>A new tensor of this precision, filled with zeros.</summary>
    internal Tensor Like(params int[] shape) => Zeros(shape, DType);

    /// <summary>The numbers as text, rows in brackets, long dimensions shortened.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        var position = 0;
        Write(0);
        return Rank == 0 ? text.ToString() : $"{text}  shape {Shapes.Text(Shape)}";

        void Write(int dimension)
        {
            if (dimension == Rank)
            {
                text.Append(At(position++).ToString("G6", CultureInfo.InvariantCulture));
                return;
            }

            var inner = 1;
            for (var d = dimension + 1; d < Rank; d++)
                inner *= Shape[d];
            text.Append('[');
            for (var i = 0; i < Shape[dimension]; i++)
            {
                if (i == 4 && Shape[dimension] > 8)
                {
                    position += inner * (Shape[dimension] - 8);
                    i = Shape[dimension] - 4;
                    text.Append(", …");
                }
                if (i > 0)
                    text.Append(", ");
                Write(dimension + 1);
            }
            text.Append(']');
        }
    }

    private int Offset(int[] indices)
    {
        if (indices.Length != Rank)
            throw new ArgumentException($"{Described} takes {Rank} indices, got {indices.Length}.");
        var offset = 0;
        for (var d = 0; d < Rank; d++)
        {
            if ((uint)indices[d] >= (uint)Shape[d])
                throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[d]} is outside dimension {d} of {Described}.");
            offset = offset * Shape[d] + indices[d];
        }
        return offset;
    }

    private static void CheckLength(int length, int[] shape)
    {
        if (Shapes.Length(shape) != length)
            throw new ArgumentException($"Shape {Shapes.Text(shape)} needs {Shapes.Length(shape)} numbers, but {length} were given.");
    }
}
