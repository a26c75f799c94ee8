using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>
/// <see cref="SparseProduct"/> for one vector width. The weights are laid out with the units of one input side by side, in panels of up to
/// eight vectors of units: an entry of X then meets a row of the panel, and a row's sums stay in registers.
/// </summary>
internal static unsafe class SparseBlocked<TSimd, TVector>
    where TSimd : struct, IMatMulSimd<TVector>
    where TVector : struct
{
    private const int VectorsOfPanel = 8;
    private const int InputsOfPart = 256;

    private const int EntriesOfCacheLine = 16;
    private const int EntriesAhead = 4 * EntriesOfCacheLine;

    /// <summary>Multiply-adds that are worth a hand-off to another thread.</summary>
    private const int WorkOfPart = 100_000;

    private static int Lanes => TSimd.Lanes;

    public static bool TryMultiply(SparseRows x, ReadOnlySpan<float> weights, int units, ReadOnlySpan<float> bias, Span<float> y)
    {
        var panels = new Panels(units, VectorsOfPanel);
        var packed = MatMulScratch.OfThisThread.PackedB.Floats((long)panels.Vectors * Lanes * x.Width);
        var unsure = 0;
        fixed (int* starts = x.Starts, ends = x.Ends, columns = x.Columns)
        fixed (float* values = x.Values, pw = weights, pb = bias, py = y)
        {
            var matrix = new Matrix { Starts = starts, Ends = ends, Columns = columns, Values = values, Width = x.Width, Count = x.Count };
            var packing = new PackBody
            {
                Weights = pw,
                Packed = packed,
                Panels = panels,
                Width = x.Width,
                Parts = (x.Width + InputsOfPart - 1) / InputsOfPart
            };
            WorkerPool.For(packing.Parts * panels.Count, Math.Max(1, WorkOfPart / (InputsOfPart * panels.Columns)), ref packing);
            var body = new MultiplyBody
            {
                X = matrix,
                Packed = packed,
                Panels = panels,
                Bias = bias.IsEmpty ? null
                : pb,
                Y = py,
                Unsure = &unsure
            };
            WorkerPool.For(x.Count, Grain(x.Count, (long)x.Filled * units), ref body);
        }
        return unsure == 0;
    }

    public static bool TryGradient(SparseRows x, ReadOnlySpan<float> dy, int units, Span<float> gradient, bool accumulate)
    {
        // A thread takes whole panels, so that each sum is one thread's and in the order of the rows.
        var threads = (long)x.Filled * units < 2 * WorkOfPart ? 1 : WorkerPool.Threads;
        var vectors = (units + Lanes - 1) / Lanes;
        var panels = new Panels(units, Math.Clamp((vectors + threads - 1) / threads, 1, VectorsOfPanel));
        var packed = MatMulScratch.OfThisThread.PackedB.Floats((long)panels.Vectors * Lanes * x.Width);
        var unsure = 0;
        fixed (int* starts = x.Starts, ends = x.Ends, columns = x.Columns)
        fixed (float* values = x.Values, pdy = dy, pg = gradient)
        {
            var matrix = new Matrix { Starts = starts, Ends = ends, Columns = columns, Values = values, Width = x.Width, Count = x.Count };
            var body = new GradientBody
            {
                X = matrix,
                Packed = packed,
                Panels = panels,
                Dy = pdy,
                Gradient = accumulate ? pg
                : null,
                Unsure = &unsure
            };
            WorkerPool.For(panels.Count, threads == 1 ? panels.Count : 1, ref body);
            if (unsure != 0)
                return false;
            var unpacking = new UnpackBody
            {
                Gradient = pg,
                Packed = packed,
                Panels = panels,
                Width = x.Width,
                Parts = (x.Width + InputsOfPart - 1) / InputsOfPart
            };
            WorkerPool.For(unpacking.Parts * panels.Count, Math.Max(1, WorkOfPart / (InputsOfPart * panels.Columns)), ref unpacking);
        }
        return true;
    }

    private static int Grain(int rows, long work) => (int)Math.Clamp(rows * (long)WorkOfPart / Math.Max(1, work), 1, Math.Max(1, rows));

    /// <summary>How the units are cut: panels of equally many vectors, the last of which may have fewer.</summary>
    private readonly struct Panels
    {
        public Panels(int units, int most)
        {
            Units = units;
            Vectors = (units + Lanes - 1) / Lanes;
            Count = (Vectors + most - 1) / most;
            _vectorsOfOne = (Vectors + Count - 1) / Count;
            Count = (Vectors + _vectorsOfOne - 1) / _vectorsOfOne;
        }

        public readonly int Units;
        public readonly int Vectors;
        public readonly int Count;
        private readonly int _vectorsOfOne;

        /// <summary>Columns of all panels but the last.</summary>
        public readonly int Columns => _vectorsOfOne * Lanes;

        public readonly int VectorsOf(int panel) => Math.Min(_vectorsOfOne, Vectors - panel * _vectorsOfOne);

        public readonly int FirstUnit(int panel) => panel * Columns;

        /// <summary>Units of a panel; what its vectors have beyond them is padding.</summary>
        public readonly int UnitsOf(int panel) => Math.Min(Columns, Units - FirstUnit(panel));
    }

    private struct Matrix
    {
        public int* Starts;
        public int* Ends;
        public int* Columns;
        public float* Values;
        public int Width;
        public int Count;
    }

    /// <summary>Lays out the weights of some inputs.</summary>
    private struct PackBody : IParallelBody
    {
        public float* Weights;
        public float* Packed;
        public Panels Panels;
        public int Width;
        public int Parts;

        public readonly void Run(int from, int toExclusive)
        {
            for (var i = from; i < toExclusive; i++)
            {
                var (panel, part) = (i / Parts, i % Parts);
                var (first, end) = ((int)((long)Width * part / Parts), (int)((long)Width * (part + 1) / Parts));
                var columns = Panels.VectorsOf(panel) * Lanes;
                MatMulPacking.PackB(
                    Weights + (nint)Panels.FirstUnit(panel) * Width + first, 1, Width, end - first, Panels.UnitsOf(panel), columns,
                    Packed + (nint)Panels.FirstUnit(panel) * Width + (nint)first * columns);
            }
        }
    }

    /// <summary>Some rows of Y.</summary>
    private struct MultiplyBody : IParallelBody
    {
        public Matrix X;
        public float* Packed;
        public Panels Panels;
        public float* Bias;
        public float* Y;
        public int* Unsure;

        public readonly void Run(int from, int toExclusive)
        {
            for (var panel = 0; panel < Panels.Count; panel++)
            {
                var packed = Packed + (nint)Panels.FirstUnit(panel) * X.Width;
                switch (Panels.VectorsOf(panel))
                {
                    case 1:
                        Multiply<Rows1>(packed, panel, from, toExclusive);
                        break;
                    case 2:
                        Multiply<Rows2>(packed, panel, from, toExclusive);
                        break;
                    case 3:
                        Multiply<Rows3>(packed, panel, from, toExclusive);
                        break;
                    case 4:
                        Multiply<Rows4>(packed, panel, from, toExclusive);
                        break;
                    case 5:
                        Multiply<Rows5>(packed, panel, from, toExclusive);
                        break;
                    case 6:
                        Multiply<Rows6>(packed, panel, from, toExclusive);
                        break;
                    case 7:
                        Multiply<Rows7>(packed, panel, from, toExclusive);
                        break;
                    default:
                        Multiply<Rows8>(packed, panel, from, toExclusive);
                        break;
                }
            }

            var rows = new Span<float>(Y + (nint)from * Panels.Units, checked((toExclusive - from) * Panels.Units));
            if (SparseProduct.HasNegativeZero(rows))
                Volatile.Write(ref *Unsure, 1);
            if (Bias != null)
                AddBias(from, toExclusive);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply<TVectors>(float* packed, int panel, int from, int toExclusive)
            where TVectors : struct, ITileRows
        {
            var width = TVectors.Count * Lanes;
            var units = Panels.UnitsOf(panel);
            var columns = X.Columns;
            var values = X.Values;
            var own = stackalloc float[VectorsOfPanel * 16];
            for (var row = from; row < toExclusive; row++)
            {
                TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero, s4 = TSimd.Zero, s5 = TSimd.Zero,
                    s6 = TSimd.Zero, s7 = TSimd.Zero;
                var end = X.Ends[row];
                if (Sse.IsSupported && row + 1 < toExclusive)
                    Prefetch(X.Starts[row + 1]);
                for (var entry = X.Starts[row]; entry < end; entry++)
                {
                    var w = packed + (nint)columns[entry] * width;
                    var x = TSimd.Broadcast(values + entry);
                    s0 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w), s0);
                    if (TVectors.Count > 1)
                        s1 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + Lanes), s1);
                    if (TVectors.Count > 2)
                        s2 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + 2 * Lanes), s2);
                    if (TVectors.Count > 3)
                        s3 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + 3 * Lanes), s3);
                    if (TVectors.Count > 4)
                        s4 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + 4 * Lanes), s4);
                    if (TVectors.Count > 5)
                        s5 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + 5 * Lanes), s5);
                    if (TVectors.Count > 6)
                        s6 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + 6 * Lanes), s6);
                    if (TVectors.Count > 7)
                        s7 = TSimd.FusedMultiplyAdd(x, TSimd.Load(w + 7 * Lanes), s7);
                }

                // The last panel may be wider than what is left of Y.
                var target = Y + (nint)row * Panels.Units + Panels.FirstUnit(panel);
                var sums = units == width ? target : own;
                TSimd.Store(s0, sums);
                if (TVectors.Count > 1)
                    TSimd.Store(s1, sums + Lanes);
                if (TVectors.Count > 2)
                    TSimd.Store(s2, sums + 2 * Lanes);
                if (TVectors.Count > 3)
                    TSimd.Store(s3, sums + 3 * Lanes);
                if (TVectors.Count > 4)
                    TSimd.Store(s4, sums + 4 * Lanes);
                if (TVectors.Count > 5)
                    TSimd.Store(s5, sums + 5 * Lanes);
                if (TVectors.Count > 6)
                    TSimd.Store(s6, sums + 6 * Lanes);
                if (TVectors.Count > 7)
                    TSimd.Store(s7, sums + 7 * Lanes);
                if (sums == own)
                    MatMulPacking.Copy(own, target, units);
            }
        }

        /// <summary>
        /// Asks for the next row while the present one is computed: borrowed rows are anywhere. Beyond its end it does no harm.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Prefetch(int entry)
        {
            for (var i = entry; i < entry + EntriesAhead; i += EntriesOfCacheLine)
            {
                Sse.Prefetch0(X.Columns + i);
                Sse.Prefetch0(X.Values + i);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void AddBias(int from, int toExclusive)
        {
            for (var row = from; row < toExclusive; row++)
            {
                var y = Y + (nint)row * Panels.Units;
                var unit = 0;
                for (; unit <= Panels.Units - Lanes; unit += Lanes)
                    TSimd.Store(TSimd.Add(TSimd.Load(y + unit), TSimd.Load(Bias + unit)), y + unit);
                for (; unit < Panels.Units; unit++)
                    y[unit] += Bias[unit];
            }
        }
    }

    /// <summary>The gradient's sums of some panels, laid out as the packed weights.</summary>
    private struct GradientBody : IParallelBody
    {
        public Matrix X;
        public float* Packed;
        public Panels Panels;
        public float* Dy;

        /// <summary>Where the sums start; null for 0.</summary>
        public float* Gradient;
        public int* Unsure;

        public readonly void Run(int from, int toExclusive)
        {
            for (var panel = from; panel < toExclusive; panel++)
            {
                var columns = Panels.VectorsOf(panel) * Lanes;
                var offset = (nint)Panels.FirstUnit(panel) * X.Width;
                var sums = new Span<float>(Packed + offset, checked(columns * X.Width));
                if (Gradient == null)
                    sums.Clear();
                else
                    MatMulPacking.PackB(Gradient + offset, 1, X.Width, X.Width, Panels.UnitsOf(panel), columns, Packed + offset);
                switch (columns / Lanes)
                {
                    case 1:
                        Sum<Rows1>(panel);
                        break;
                    case 2:
                        Sum<Rows2>(panel);
                        break;
                    case 3:
                        Sum<Rows3>(panel);
                        break;
                    case 4:
                        Sum<Rows4>(panel);
                        break;
                    case 5:
                        Sum<Rows5>(panel);
                        break;
                    case 6:
                        Sum<Rows6>(panel);
                        break;
                    case 7:
                        Sum<Rows7>(panel);
                        break;
                    default:
                        Sum<Rows8>(panel);
                        break;
                }
                if (SparseProduct.HasNegativeZero(sums))
                    Volatile.Write(ref *Unsure, 1);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sum<TVectors>(int panel)
            where TVectors : struct, ITileRows
        {
            var width = TVectors.Count * Lanes;
            var units = Panels.UnitsOf(panel);
            var columns = X.Columns;
            var values = X.Values;
            var packed = Packed + (nint)Panels.FirstUnit(panel) * X.Width;
            var own = stackalloc float[VectorsOfPanel * 16];
            for (var row = 0; row < X.Count; row++)
            {
                var dy = Dy + (nint)row * Panels.Units + Panels.FirstUnit(panel);
                if (units < width)
                {
                    MatMulPacking.Copy(dy, own, units);
                    dy = own;
                }
                var d0 = TSimd.Load(dy);
                var d1 = TVectors.Count > 1 ? TSimd.Load(dy + Lanes) : TSimd.Zero;
                var d2 = TVectors.Count > 2 ? TSimd.Load(dy + 2 * Lanes) : TSimd.Zero;
                var d3 = TVectors.Count > 3 ? TSimd.Load(dy + 3 * Lanes) : TSimd.Zero;
                var d4 = TVectors.Count > 4 ? TSimd.Load(dy + 4 * Lanes) : TSimd.Zero;
                var d5 = TVectors.Count > 5 ? TSimd.Load(dy + 5 * Lanes) : TSimd.Zero;
                var d6 = TVectors.Count > 6 ? TSimd.Load(dy + 6 * Lanes) : TSimd.Zero;
                var d7 = TVectors.Count > 7 ? TSimd.Load(dy + 7 * Lanes) : TSimd.Zero;
                var end = X.Ends[row];
                for (var entry = X.Starts[row]; entry < end; entry++)
                {
                    var s = packed + (nint)columns[entry] * width;
                    var x = TSimd.Broadcast(values + entry);
                    TSimd.Store(TSimd.FusedMultiplyAdd(d0, x, TSimd.Load(s)), s);
                    if (TVectors.Count > 1)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d1, x, TSimd.Load(s + Lanes)), s + Lanes);
                    if (TVectors.Count > 2)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d2, x, TSimd.Load(s + 2 * Lanes)), s + 2 * Lanes);
                    if (TVectors.Count > 3)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d3, x, TSimd.Load(s + 3 * Lanes)), s + 3 * Lanes);
                    if (TVectors.Count > 4)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d4, x, TSimd.Load(s + 4 * Lanes)), s + 4 * Lanes);
                    if (TVectors.Count > 5)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d5, x, TSimd.Load(s + 5 * Lanes)), s + 5 * Lanes);
                    if (TVectors.Count > 6)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d6, x, TSimd.Load(s + 6 * Lanes)), s + 6 * Lanes);
                    if (TVectors.Count > 7)
                        TSimd.Store(TSimd.FusedMultiplyAdd(d7, x, TSimd.Load(s + 7 * Lanes)), s + 7 * Lanes);
                }
            }
        }
    }

    /// <summary>Brings the sums of some inputs into the gradient's own order.</summary>
    private struct UnpackBody : IParallelBody
    {
        public float* Gradient;
        public float* Packed;
        public Panels Panels;
        public int Width;
        public int Parts;

        public readonly void Run(int from, int toExclusive)
        {
            for (var i = from; i < toExclusive; i++)
            {
                var (panel, part) = (i / Parts, i % Parts);
                var (first, end) = ((int)((long)Width * part / Parts), (int)((long)Width * (part + 1) / Parts));
                var columns = Panels.VectorsOf(panel) * Lanes;
                var offset = (nint)Panels.FirstUnit(panel) * Width;
                MatMulPacking.Transpose(
                    Packed + offset + (nint)first * columns, columns, Gradient + offset + first, Width, end - first, Panels.UnitsOf(panel));
            }
        }
    }
}
