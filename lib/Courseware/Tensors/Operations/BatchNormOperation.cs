using System.Numerics;

namespace Courseware;

/// <summary>
/// y = γ·x̂ + β with x̂ = (x − μ)·r, r = 1/√(σ² + ε), channel by channel over n = N·H·W values. With dy = ∂L/∂y:
/// ∂L/∂γ = Σ dy·x̂,  ∂L/∂β = Σ dy;  training: ∂L/∂x = γ·r·(dy − Σdy/n − x̂·Σ(dy·x̂)/n);  evaluation: ∂L/∂x = γ·r·dy.
/// A training forward moves the running statistics, also when a tape is replayed.
/// </summary>
internal sealed class BatchNormOperation : Operation
{
    private readonly BatchNormParts _parts;
    private readonly bool _training;
    private readonly int _channels;
    private readonly int _pieces;
    private readonly int _length;
    private readonly Tensor _normalised;
    private readonly Tensor? _gathered;
    private readonly Tensor? _result;
    private readonly double[] _r;

    private BatchNormOperation(Tensor x, BatchNormParts parts, bool training)
        : base("batch norm", parts.Weight is null ? [x] : [x, parts.Weight, parts.Bias!])
    {
        (_parts, _training, _channels, _r) = (parts, training, x.Shape[1], new double[x.Shape[1]]);

        // Of images, a channel has one contiguous plane a sample. Of rows (N, C), a channel is a column: columns are gathered into rows
        // first.
        (_pieces, _length) = x.Rank == 4 ? (x.Shape[0], x.Shape[2] * x.Shape[3]) : (1, x.Shape[0]);
        _normalised = x.Like(x.Length);
        if (x.Rank == 2)
            (_gathered, _result) = (x.Like(x.Length), x.Like(x.Length));
    }

    public static Tensor Of(Tensor x, BatchNormParts parts, bool training)
    {
        if (training)
            CheckCount(parts.Layer, x.Shape);
        return new BatchNormOperation(x, parts, training).Record(x.Like(x.Shape));
    }

    /// <summary>
    /// An error where a batch has one value of each channel: its variance is 0, whatever the value, and the unbiased one has no meaning.
    /// </summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="shape">(N, C), or (N, C, H, W).</param>
    public static void CheckCount(string layer, ReadOnlySpan<int> shape)
    {
        var values = shape[0] * (shape.Length == 4 ? shape[2] * shape[3] : 1);
        if (values < 2)
        {
            throw new ArgumentException($"Layer '{layer}' (BatchNorm) needs 2 or more values of each channel to train on, but a batch of shape {Shapes.Text(shape)} "
                + $"has {values}, whose variance says nothing. Choose a batch size that leaves no batch of 1.");
        }
    }

    public override void Forward()
    {
        var x = Gather(Inputs[0]);
        var y = _result ?? Output;
        for (var c = 0; c < _channels; c++)
        {
            var (mean, variance) = _training ? Measure(x, c) : (_parts.RunningMean.At(c), _parts.RunningVariance.At(c));
            _r[c] = 1 / Math.Sqrt(variance + _parts.Epsilon);
            for (var n = 0; n < _pieces; n++)
            {
                ElementRange.Map(new Normalise(mean, _r[c]), x, _normalised, From(n, c), _length);
                ElementRange.Map(new AffineRule(Gamma(c), _parts.Bias?.At(c) ?? 0), _normalised, y, From(n, c), _length);
            }
        }
        if (_result is not null)
            Scatter(_result, Output, add: false);
    }

    public override void Backward()
    {
        var dy = Gather(Output.GradStorage);
        var addX = false;
        var dx = Inputs[0].NeedsGrad ? Inputs[0].TakeGrad(out addX) : null;
        var addWeight = false;
        var dWeight = _parts.Weight?.TakeGrad(out addWeight);
        var addBias = false;
        var dBias = _parts.Bias?.TakeGrad(out addBias);
        for (var c = 0; c < _channels; c++)
        {
            var (sum, product) = (0.0, 0.0);
            for (var n = 0; n < _pieces; n++)
            {
                sum += ElementRange.Sum(dy, From(n, c), _length);
                product += ElementRange.Sum(default(MultiplyRule), dy, _normalised, From(n, c), _length);
            }
            dWeight?.Set(c, addWeight ? dWeight.At(c) + product : product);
            dBias?.Set(c, addBias ? dBias.At(c) + sum : sum);
            if (dx is null)
                continue;
            var count = (double)_pieces * _length;
            var back = _training ? new Back(Gamma(c) * _r[c], sum / count, product / count) : new Back(Gamma(c) * _r[c], 0, 0);
            for (var n = 0; n < _pieces; n++)
                ElementRange.Map(back, dy, _normalised, _result ?? dx, From(n, c), _length, _result is null && addX);
        }
        if (_result is not null && dx is not null)
            Scatter(_result, dx, addX);
    }

    private double Gamma(int c) => _parts.Weight?.At(c) ?? 1;

    private int From(int n, int c) => (n * _channels + c) * _length;

    private (double Mean, double Variance) Measure(Tensor x, int c)
    {
        var (count, sum, squares) = ((double)_pieces * _length, 0.0, 0.0);
        for (var n = 0; n < _pieces; n++)
            sum += ElementRange.Sum(x, From(n, c), _length);
        var mean = sum / count;
        for (var n = 0; n < _pieces; n++)
            squares += ElementRange.Sum(new SquaredDistance(mean), x, From(n, c), _length);

        var keep = 1 - _parts.Momentum;
        _parts.RunningMean.Set(c, keep * _parts.RunningMean.At(c) + _parts.Momentum * mean);
        _parts.RunningVariance.Set(c,
            keep * _parts.RunningVariance.At(c) + _parts.Momentum * squares / (_parts.Unbiased ? count - 1 : count));
        return (mean, squares / count);
    }

    /// <summary>(N, C) → (C, N), so that each channel is contiguous; images stay as they are.</summary>
    private Tensor Gather(Tensor x)
    {
        if (_gathered is not null)
            Transpose(x, _gathered, _length, _channels, add: false);
        return _gathered ?? x;
    }

    private void Scatter(Tensor from, Tensor to, bool add) => Transpose(from, to, _channels, _length, add);

    private static void Transpose(Tensor from, Tensor to, int rows, int columns, bool add)
    {
        if (from.IsSingle)
            Transpose<float>(from.Floats, to.Floats, rows, columns, add);
        else
            Transpose<double>(from.Doubles, to.Doubles, rows, columns, add);
    }

    private static void Transpose<T>(ReadOnlySpan<T> from, Span<T> to, int rows, int columns, bool add)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var column = 0; column < columns; column++)
        {
            var target = to.Slice(column * rows, rows);
            for (var row = 0; row < target.Length; row++)
                target[row] = from[row * columns + column] + (add ? target[row] : T.Zero);
        }
    }

    private readonly struct Normalise(double mean, double r) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => (x - mean) * r;
    }

    private readonly struct SquaredDistance(double mean) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => (x - mean) * (x - mean);
    }

    private readonly struct Back(double γr, double meanDy, double meanProduct) : IBinaryRule
    {
        public V Apply<V>(V dy, V x̂) where V : struct, ILane<V> => γr * (dy - meanDy - x̂ * meanProduct);
    }
}
