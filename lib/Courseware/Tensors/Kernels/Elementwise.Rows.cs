using System.Runtime.CompilerServices;

namespace Courseware;

/// <content>A matrix, rows one after another, with a vector that belongs to each row or to each column.</content>
internal static unsafe partial class Elementwise
{
    /// <summary>yᵣ꜀ = f(xᵣ꜀, v꜀): every row of x with the same vector, (rows, columns) ∘ (columns) → (rows, columns).</summary>
    public static void MapRows<TRule>(in TRule rule, ReadOnlySpan<float> x, ReadOnlySpan<float> v, Span<float> y)
        where TRule : struct, IBinaryRule
    {
        var rows = Rows(x.Length, y.Length, v.Length);
        fixed (float* px = x, pv = v, py = y)
        {
            var body = new RowsBody<TRule>(rule, px, pv, py, v.Length);
            WorkerPool.For(rows, RowGrain(v.Length), ref body);
        }
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, v꜀, w꜀): every row of x with the same two vectors.</summary>
    public static void MapRows<TRule>(in TRule rule, ReadOnlySpan<float> x, ReadOnlySpan<float> v, ReadOnlySpan<float> w, Span<float> y)
        where TRule : struct, ITernaryRule
    {
        Same(v.Length, w.Length);
        var rows = Rows(x.Length, y.Length, v.Length);
        fixed (float* px = x, pv = v, pw = w, py = y)
        {
            var body = new RowsBodyOfTwo<TRule>(rule, px, pv, pw, py, v.Length);
            WorkerPool.For(rows, RowGrain(v.Length), ref body);
        }
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, vᵣ): one number for each row, (rows, columns) ∘ (rows) → (rows, columns).</summary>
    public static void MapColumns<TRule>(in TRule rule, ReadOnlySpan<float> x, ReadOnlySpan<float> v, Span<float> y)
        where TRule : struct, IBinaryRule
    {
        var columns = Rows(x.Length, y.Length, v.Length);
        fixed (float* px = x, pv = v, py = y)
        {
            var body = new ColumnsBody<TRule>(rule, px, pv, py, columns);
            WorkerPool.For(v.Length, RowGrain(columns), ref body);
        }
    }

    /// <summary>yᵣ꜀ = f(xᵣ꜀, vᵣ, wᵣ): two numbers for each row.</summary>
    public static void MapColumns<TRule>(in TRule rule, ReadOnlySpan<float> x, ReadOnlySpan<float> v, ReadOnlySpan<float> w, Span<float> y)
        where TRule : struct, ITernaryRule
    {
        Same(v.Length, w.Length);
        var columns = Rows(x.Length, y.Length, v.Length);
        fixed (float* px = x, pv = v, pw = w, py = y)
        {
            var body = new ColumnsBodyOfTwo<TRule>(rule, px, pv, pw, py, columns);
            WorkerPool.For(v.Length, RowGrain(columns), ref body);
        }
    }

    internal static int RowGrain(int columns) => Math.Max(1, LaneLoop.Grain / Math.Max(1, columns));

    private static int Rows(int matrix, int output, int vector)
    {
        Same(output, matrix);
        if (vector == 0 ? matrix != 0 : matrix % vector != 0)
            throw new ArgumentException($"A matrix and a vector go together if the vector's length divides the matrix'; the matrix has {matrix} elements, the vector {vector}. Check the shapes.");
        return vector == 0 ? 0 : matrix / vector;
    }

    private readonly struct RowsBody<TRule>(TRule rule, float* x, float* v, float* y, int columns) : IParallelBody
        where TRule : struct, IBinaryRule
    {
        public void Run(int from, int toExclusive)
        {
            for (var row = (nint)from; row < toExclusive; row++)
            {
                var body = new BinaryBody<TRule>(rule, x + row * columns, v, y + row * columns);
                LaneLoop.Range(ref body, 0, (nuint)columns);
            }
        }
    }

    private readonly struct RowsBodyOfTwo<TRule>(TRule rule, float* x, float* v, float* w, float* y, int columns) : IParallelBody
        where TRule : struct, ITernaryRule
    {
        public void Run(int from, int toExclusive)
        {
            for (var row = (nint)from; row < toExclusive; row++)
            {
                var body = new TernaryBody<TRule>(rule, x + row * columns, v, w, y + row * columns);
                LaneLoop.Range(ref body, 0, (nuint)columns);
            }
        }
    }

    private readonly struct ColumnsBody<TRule>(TRule rule, float* x, float* v, float* y, int columns) : IParallelBody
        where TRule : struct, IBinaryRule
    {
        public void Run(int from, int toExclusive)
        {
            for (var row = (nint)from; row < toExclusive; row++)
            {
                var body = new UnaryBody<BoundSecond<TRule>>(new BoundSecond<TRule>(rule, v[row]), x + row * columns, y + row * columns);
                LaneLoop.Range(ref body, 0, (nuint)columns);
            }
        }
    }

    private readonly struct ColumnsBodyOfTwo<TRule>(TRule rule, float* x, float* v, float* w, float* y, int columns) : IParallelBody
        where TRule : struct, ITernaryRule
    {
        public void Run(int from, int toExclusive)
        {
            for (var row = (nint)from; row < toExclusive; row++)
            {
                var body = new UnaryBody<BoundSecondAndThird<TRule>>(new BoundSecondAndThird<TRule>(rule, v[row], w[row]),
                    x + row * columns, y + row * columns);
                LaneLoop.Range(ref body, 0, (nuint)columns);
            }
        }
    }
}
