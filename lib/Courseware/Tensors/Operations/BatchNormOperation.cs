using System.Numerics;

namespace Courseware;

/// <summary>
/// y = γ·x̂ + β with x̂ = (x − μ)·r, r = 1/√(σ² + ε), channel by channel over n = N·H·W values. With dy = ∂L/∂y:
/// ∂L/∂γ = Σ dy·x̂,  ∂L/∂β = Σ dy;  training: ∂L/∂x = γ·r·(dy − Σdy/n − x̂·Σ(dy·x̂)/n);  evaluation: ∂L/∂x = γ·r·dy.
/// A training forward moves the running statistics, also when a tape is replayed.
/// </summary>
internal sealed class BatchNormOperation : Operation
{
    private readonly BatchNormParts parts;
    private readonly bool training;
    private readonly int channels;
    private readonly int pieces;
    private readonly int length;
    private readonly Tensor normalised;
    private readonly Tensor? gathered;
    private readonly Tensor? result;
    private readonly double[] r;

    private BatchNormOperation(Tensor x, BatchNormParts parts, bool training)
        : base("batch norm", parts.Weight is null ? [x] : [x, parts.Weight, parts.Bias!])
    {
        (this.parts, this.training, channels, r) = (parts, training, x.Shape[1], new double[x.Shape[1]]);

        // Of images, a channel has one contiguous plane a sample. Of rows (N, C), a channel is a column: columns are gathered into rows first.
        (pieces, length) = x.Rank == 4 ? (x.Shape[0], x.Shape[2] * x.Shape[3]) : (1, x.Shape[0]);
        normalised = x.Like(x.Length);
        if (x.Rank == 2)
            (gathered, result) = (x.Like(x.Length), x.Like(x.Length));
    }

    public static Tensor Of(Tensor x, BatchNormParts parts, bool training)
    {
        if (training)
            CheckCount(parts.Layer, x.Shape);
        return new BatchNormOperation(x, parts, training).Record(x.Like(x.Shape));
    }

    /// <summary>An error where a batch has one value of each channel: its variance is 0, whatever the value, and the unbiased one has no meaning.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="shape">(N, C), or (N, C, H, W).</param>
    public static void CheckCount(string layer, ReadOnlySpan<int> shape)
    {
        var values = shape[0] * (shape.Length == 4 ? shape[2] * shape[3] : 1);
        if (values < 2)
            throw new ArgumentException($"Layer '{layer}' (BatchNorm) needs 2 or more values of each channel to train on, but a batch of shape {Shapes.Text(shape)} "
                + $"has {values}, whose variance says nothing. Choose a batch size that leaves no batch of 1.");
    }

    public override void Forward()
    {
        var x = Gather(Inputs[0]);
        var y = result ?? Output;
        for (var c = 0; c < channels; c++)
        {
            var (mean, variance) = training ? Measure(x, c) : (parts.RunningMean.At(c), parts.RunningVariance.At(c));
            r[c] = 1 / Math.Sqrt(variance + parts.Epsilon);
            for (var n = 0; n < pieces; n++)
            {
                ElementRange.Map(new Normalise(mean, r[c]), x, normalised, From(n, c), length);
                ElementRange.Map(new AffineRule(Gamma(c), parts.Bias?.At(c) ?? 0), normalised, y, From(n, c), length);
            }
        }
        if (result is not null)
            Scatter(result, Output, add: false);
    }

    public override void Backward()
    {
        var dy = Gather(Output.GradStorage);
        var addX = false;
        var dx = Inputs[0].NeedsGrad ? Inputs[0].TakeGrad(out addX) : null;
        var addWeight = false;
        var dWeight = parts.Weight?.TakeGrad(out addWeight);
        var addBias = false;
        var dBias = parts.Bias?.TakeGrad(out addBias);
        for (var c = 0; c < channels; c++)
        {
            var (sum, product) = (0.0, 0.0);
            for (var n = 0; n < pieces; n++)
            {
                sum += ElementRange.Sum(dy, From(n, c), length);
                product += ElementRange.Sum(default(MultiplyRule), dy, normalised, From(n, c), length);
            }
            dWeight?.Set(c, addWeight ? dWeight.At(c) + product : product);
            dBias?.Set(c, addBias ? dBias.At(c) + sum : sum);
            if (dx is null)
                continue;
            var count = (double)pieces * length;
            var back = training ? new Back(Gamma(c) * r[c], sum / count, product / count) : new Back(Gamma(c) * r[c], 0, 0);
            for (var n = 0; n < pieces; n++)
                ElementRange.Map(back, dy, normalised, result ?? dx, From(n, c), length, result is null && addX);
        }
        if (result is not null && dx is not null)
            Scatter(result, dx, addX);
    }

    private double Gamma(int c) => parts.Weight?.At(c) ?? 1;

    private int From(int n, int c) => (n * channels + c) * length;

    private (double Mean, double Variance) Measure(Tensor x, int c)
    {
        var (count, sum, squares) = ((double)pieces * length, 0.0, 0.0);
        for (var n = 0; n < pieces; n++)
            sum += ElementRange.Sum(x, From(n, c), length);
        var mean = sum / count;
        for (var n = 0; n < pieces; n++)
            squares += ElementRange.Sum(new SquaredDistance(mean), x, From(n, c), length);

        var keep = 1 - parts.Momentum;
        parts.RunningMean.Set(c, keep * parts.RunningMean.At(c) + parts.Momentum * mean);
        parts.RunningVariance.Set(c, keep * parts.RunningVariance.At(c) + parts.Momentum * squares / (parts.Unbiased ? count - 1 : count));
        return (mean, squares / count);
    }

    /// <summary>(N, C) → (C, N), so that each channel is contiguous; images stay as they are.</summary>
    private Tensor Gather(Tensor x)
    {
        if (gathered is not null)
            Transpose(x, gathered, length, channels, add: false);
        return gathered ?? x;
    }

    private void Scatter(Tensor from, Tensor to, bool add) => Transpose(from, to, channels, length, add);

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
