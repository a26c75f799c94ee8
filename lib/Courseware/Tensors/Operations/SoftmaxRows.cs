namespace Courseware;

/// <summary>
/// Softmax and its logarithm over the last axis. The row's maximum is subtracted first, so that no logit is too large:
/// softmax(x)ᵢ = e^(xᵢ−max) / Σⱼ e^(xⱼ−max),  log softmax(x)ᵢ = (xᵢ−max) − ln Σⱼ e^(xⱼ−max).
/// </summary>
internal static class SoftmaxRows
{
    // Elements that take one thread some 15 microseconds.
    private const int ElementsWorthSharing = 4096;

    /// <summary>y = softmax(x/T), row by row.</summary>
    public static void Softmax(Tensor x, Tensor y, double temperature = 1)
    {
        var body = new SoftmaxBody(x, y, temperature);
        WorkerPool.For(x.Length / x.Shape[^1], Grain(x), ref body);
    }

    /// <summary>y = log softmax(x/T), row by row.</summary>
    public static void LogSoftmax(Tensor x, Tensor y, double temperature = 1)
    {
        var body = new LogSoftmaxBody(x, y, temperature);
        WorkerPool.For(x.Length / x.Shape[^1], Grain(x), ref body);
    }

    private static int Grain(Tensor x) => Math.Max(1, ElementsWorthSharing / x.Shape[^1]);

    private readonly struct SoftmaxBody(Tensor x, Tensor y, double temperature) : IParallelBody
    {
        public void Run(int from, int toExclusive)
        {
            var width = x.Shape[^1];
            for (var row = from * width; row < toExclusive * width; row += width)
            {
                ElementRange.Map(new Exponential(ElementRange.Max(x, row, width), temperature), x, y, row, width);
                ElementRange.Map(new Quotient(ElementRange.Sum(y, row, width)), y, y, row, width);
            }
        }
    }

    private readonly struct LogSoftmaxBody(Tensor x, Tensor y, double temperature) : IParallelBody
    {
        public void Run(int from, int toExclusive)
        {
            var width = x.Shape[^1];
            for (var row = from * width; row < toExclusive * width; row += width)
            {
                var max = ElementRange.Max(x, row, width);
                var sum = ElementRange.Sum(new Exponential(max, temperature), x, row, width);
                ElementRange.Map(new LogQuotient(max, temperature, Elementary.Log(sum)), x, y, row, width);
            }
        }
    }

    private readonly struct Exponential(double max, double temperature) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => V.Exp((x - max) / temperature);
    }

    private readonly struct Quotient(double sum) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => x / sum;
    }

    private readonly struct LogQuotient(double max, double temperature, double logSum) : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => (x - max) / temperature - logSum;
    }
}
