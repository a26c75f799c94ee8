using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>Copies of rows and of whole tensors, shared by the threads of the <see cref="WorkerPool"/> where it pays.</summary>
internal static unsafe class RowCopies
{
    private const int FloatsOfCacheLine = 16;

    // What is fetched of the next row before the present one is copied; from there on the processor looks ahead by itself.
    private const int FloatsAhead = 16 * FloatsOfCacheLine;

    /// <summary>
    /// Row i of the target becomes row <paramref name="indices"/>[i] of a matrix with rows of <paramref name="width"/> numbers.
    /// </summary>
    /// <param name="matrix">The rows to choose from.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="indices">Which row of the matrix (or of <paramref name="view"/>) goes where.</param>
    /// <param name="view">Empty, or the matrix's row for index 0, 1, …</param>
    /// <param name="start">Without a view: the matrix's row for index 0.</param>
    /// <param name="target">At least indices × width numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index points outside the matrix, or the target is too short.</exception>
    public static void Gather(ReadOnlySpan<float> matrix, int width, ReadOnlySpan<int> indices, ReadOnlySpan<int> view, int start,
        Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, (long)indices.Length * width, nameof(target));
        fixed (float* pm = matrix, pt = target)
        fixed (int* pi = indices, pv = view)
        {
            var body = new GatherBody
            {
                Matrix = pm,
                Rows = width == 0 ? 0 : matrix.Length / width,
                Width = width,
                Indices = pi,
                View = pv,
                ViewLength = view.Length,
                Start = start,
                Target = pt,
            };
            WorkerPool.For(indices.Length, Math.Max(1, LaneLoop.Grain / Math.Max(1, width)), ref body);
        }
    }

    /// <summary>As <see cref="Span{T}.CopyTo"/>.</summary>
    public static void Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        if (source.Length > target.Length)
            throw new ArgumentException($"{source.Length} numbers do not fit into {target.Length}.");
        fixed (float* ps = source, pt = target)
        {
            var body = new CopyBody { Source = ps, Target = pt };
            WorkerPool.For(source.Length, 2 * LaneLoop.Grain, ref body);
        }
    }

    private struct GatherBody : IParallelBody
    {
        public float* Matrix;
        public int Rows;
        public int Width;
        public int* Indices;
        public int* View;
        public int ViewLength;
        public int Start;
        public float* Target;

        public readonly void Run(int from, int toExclusive)
        {
            for (var i = from; i < toExclusive; i++)
            {
                if (Sse.IsSupported && i + 1 < toExclusive)
                {
                    var next = Row(i + 1);
                    for (var j = 0; j < Math.Min(FloatsAhead, Width); j += FloatsOfCacheLine)
                        Sse.Prefetch0(next + j);
                }
                new ReadOnlySpan<float>(Row(i), Width).CopyTo(new Span<float>(Target + (nint)i * Width, Width));
            }
        }

        private readonly float* Row(int i)
        {
            var index = Indices[i];
            if (View != null)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)ViewLength, "indices");
                index = View[index];
            }
            else
            {
                index += Start;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Rows, "indices");
            return Matrix + (nint)index * Width;
        }
    }

    private struct CopyBody : IParallelBody
    {
        public float* Source;
        public float* Target;

        public readonly void Run(int from, int toExclusive)
            => new ReadOnlySpan<float>(Source + from, toExclusive - from).CopyTo(new Span<float>(Target + from, toExclusive - from));
    }
}
