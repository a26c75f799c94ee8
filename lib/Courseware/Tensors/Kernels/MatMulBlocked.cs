using System.Runtime.CompilerServices;

namespace Courseware.Tensors.Kernels;

/// <summary>
/// The blocked product (after Goto &amp; van de Geijn 2008, "Anatomy of high-performance matrix multiplication"): panels of B packed to stay in the second-level cache,
/// strips of A copied into the first-level cache, tiles of C in registers.
/// </summary>
/// <remarks>
/// Blocks of k are taken in order and pass their sums on through memory unrounded, so blocking changes no bit. Work is shared among threads by
/// columns or by rows of C, never along k.
/// </remarks>
internal static unsafe class MatMulBlocked<TSimd, TVector>
    where TSimd : struct, IMatMulSimd<TVector>
    where TVector : struct
{
    /// <summary>Multiplications for which sharing the work pays: some 20 to 40 µs on one thread.</summary>
    private const long WorkWorthSharing = 2_000_000;

    /// <summary>Floats of packed B that are in use at a time; half a megabyte stays in the second-level cache of most processors.</summary>
    private const int PackedFloats = 128 * 1024;

    private static int Width => MatMulTile<TSimd, TVector>.Columns;

    public static void Run(in MatMulPlan given)
    {
        var exchanged = given.Exchanged();
        var plan = Cost(exchanged) < Cost(given) ? exchanged : given;

        var strips = (plan.Rows + TSimd.MaxRows - 1) / TSimd.MaxRows;
        var panels = (plan.Columns + Width - 1) / Width;
        var threads = WorkerPool.Threads;
        if (threads > 1 && (long)plan.Rows * plan.Columns * plan.Count >= WorkWorthSharing)
        {
            if (panels >= 4 * threads || panels > strips)
            {
                var body = new ColumnsBody { Plan = &plan, Strips = strips };
                WorkerPool.For(panels, 1, ref body);
                return;
            }
            strips = Math.Min((strips + threads - 1) / threads * threads, plan.Rows);
            RunByRows(plan, strips, panels);
            return;
        }
        RunColumns(plan, strips, 0, panels);
    }

    /// <summary>
    /// An estimate of the time in processor cycles: tiles (waste at the edges included), packing of B, and writing across C's rows.
    /// Only the choice of the orientation depends on it, never a bit of the result.
    /// </summary>
    private static double Cost(in MatMulPlan plan)
    {
        var strips = (plan.Rows + TSimd.MaxRows - 1) / TSimd.MaxRows;
        var panels = (plan.Columns + Width - 1) / Width;
        var rowsOfStrip = Math.Max(4.0, (double)plan.Rows / strips);
        var tiles = rowsOfStrip * strips * panels * plan.Count;
        var packing = (double)plan.Count * plan.Columns;
        if (plan.BColumnStep == 1)
            packing *= strips == 1 ? 0 : 0.2;
        else
            packing *= plan.BKStep == 1 ? 0.6 : 2;
        var copyingA = (double)plan.Count * plan.Rows * (plan.AKStep == 1 || plan.ARowStep == 1 ? 0.15 : 1);
        var writing = plan.Transposed ? 0.6 * plan.Rows * plan.Columns : 0;
        return tiles + packing + copyingA + writing;
    }

    /// <summary>All rows of the given panels, packing B as it goes: needs no other thread.</summary>
    private static void RunColumns(in MatMulPlan plan, int strips, int fromPanel, int toPanel)
    {
        var scratch = MatMulScratch.OfThisThread;
        var direct = strips == 1 && plan.BColumnStep == 1;
        if (direct)
        {
            // Every element of B is used once: only a last, incomplete panel is packed, to fill it up.
            var lastIsPartial = toPanel * Width > plan.Columns;
            var packed = scratch.PackedB.Floats(Width * (long)plan.Count);
            if (lastIsPartial)
                PackPanel(plan, toPanel - 1, packed);
            RunStrips(plan, scratch, packed, true, fromPanel, toPanel, strips, 0, strips);
            return;
        }

        var chunk = PanelsOfChunk(plan, toPanel - fromPanel);
        for (var from = fromPanel; from < toPanel; from += chunk)
        {
            var to = Math.Min(from + chunk, toPanel);
            var packed = scratch.PackedB.Floats((long)Width * plan.Count * (to - from));
            for (var panel = from; panel < to; panel++)
                PackPanel(plan, panel, packed + (long)Width * plan.Count * (panel - from));
            RunStrips(plan, scratch, packed, false, from, to, strips, 0, strips);
        }
    }

    /// <summary>All panels, the rows shared among threads: B is packed together first.</summary>
    private static void RunByRows(MatMulPlan plan, int strips, int panels)
    {
        var scratch = MatMulScratch.OfThisThread;
        var chunk = PanelsOfChunk(plan, panels);
        for (var from = 0; from < panels; from += chunk)
        {
            var to = Math.Min(from + chunk, panels);
            var packed = scratch.PackedB.Floats((long)Width * plan.Count * (to - from));
            var packing = new PackBody { Plan = &plan, Packed = packed, FromPanel = from };
            WorkerPool.For(to - from, 1, ref packing);
            var body = new RowsBody { Plan = &plan, Packed = packed, FromPanel = from, ToPanel = to, Strips = strips };
            WorkerPool.For(strips, 1, ref body);
        }
    }

    private static int PanelsOfChunk(in MatMulPlan plan, int panels)
    {
        var most = Math.Max(Math.Max(1, 64 / Width), PackedFloats / (Width * Math.Max(1, plan.Count)));
        var chunks = (panels + most - 1) / most;
        return (panels + chunks - 1) / chunks;
    }

    private static void PackPanel(in MatMulPlan plan, int panel, float* packed)
    {
        var column = panel * Width;
        MatMulPacking.PackB(plan.B + column * plan.BColumnStep, plan.BKStep, plan.BColumnStep, plan.Count, Math.Min(Width, plan.Columns - column), Width, packed);
    }

    private static void RunStrips(
        in MatMulPlan plan, MatMulScratch scratch, float* packedB, bool direct, int fromPanel, int toPanel, int strips, int fromStrip, int toStrip)
    {
        var blocks = (plan.Count + RowMajorA.MaxCount - 1) / RowMajorA.MaxCount;
        var panels = toPanel - fromPanel;
        var packedA = scratch.PackedA.Floats(MatMulScratch.StripFloats);
        var columnMajorA = plan.ARowStep == 1 && plan.AKStep != 1;

        // Tiles that C cannot take as they are (transposed, or wider than what is left of C) are finished here first.
        // Those of one strip lie side by side, except when each is finished at once.
        var tileStep = plan.Transposed && blocks > 1 ? panels * Width : Width;
        var tiles = scratch.Tiles.Floats((long)TSimd.MaxRows * tileStep + Width);
        var lastColumns = Math.Min(Width, plan.Columns - (toPanel - 1) * Width);
        var lastBias = tiles + (long)TSimd.MaxRows * tileStep;
        if (plan.ColumnBias != null && lastColumns < Width)
        {
            for (var j = 0; j < Width; j++)
                lastBias[j] = j < lastColumns ? plan.ColumnBias[(toPanel - 1) * Width + j] : 0;
        }

        TileArguments tile = default;
        for (var strip = fromStrip; strip < toStrip; strip++)
        {
            var row = (int)((long)plan.Rows * strip / strips);
            var rows = (int)((long)plan.Rows * (strip + 1) / strips) - row;
            for (var block = 0; block < blocks; block++)
            {
                var k = (int)((long)plan.Count * block / blocks);
                var count = (int)((long)plan.Count * (block + 1) / blocks) - k;
                var last = block == blocks - 1;
                var a = plan.A + row * plan.ARowStep + k * plan.AKStep;
                if (columnMajorA)
                    MatMulPacking.PackColumnMajorA(a, plan.AKStep, rows, count, packedA);
                else
                    MatMulPacking.PackRowMajorA(a, plan.ARowStep, plan.AKStep, rows, count, packedA);

                tile.A = packedA;
                tile.Count = count;
                tile.FromC = block > 0 || plan.Accumulate;
                tile.RowBias = last && plan.RowBias != null ? plan.RowBias + row : null;
                for (var panel = fromPanel; panel < toPanel; panel++)
                {
                    var column = panel * Width;
                    var partial = column + Width > plan.Columns;
                    var columns = partial ? lastColumns : Width;
                    if (direct && !partial)
                    {
                        tile.B = plan.B + k * plan.BKStep + column;
                        tile.BStep = plan.BKStep;
                    }
                    else
                    {
                        tile.B = packedB + (direct ? 0 : (long)Width * plan.Count * (panel - fromPanel)) + (long)Width * k;
                        tile.BStep = Width;
                    }

                    var ownTile = plan.Transposed || partial;
                    if (ownTile)
                    {
                        tile.C = tileStep == Width ? tiles : tiles + (panel - fromPanel) * Width;
                        tile.CStep = tileStep;
                        if (block == 0 && plan.Accumulate)
                            ReadC(plan, row, rows, column, columns, tile.C, tileStep);
                    }
                    else
                    {
                        tile.C = plan.C + row * plan.CStep + column;
                        tile.CStep = plan.CStep;
                    }
                    tile.ColumnBias = !last || plan.ColumnBias == null ? null : partial ? lastBias : plan.ColumnBias + column;

                    if (columnMajorA)
                        MatMulTile<TSimd, TVector>.Run<ColumnMajorA, SteppedB>(rows, tile);
                    else
                        MatMulTile<TSimd, TVector>.Run<RowMajorA, SteppedB>(rows, tile);

                    if (ownTile && last)
                        WriteC(plan, row, rows, column, columns, tile.C, tileStep);
                }
            }
        }
    }

    private static void ReadC(in MatMulPlan plan, int row, int rows, int column, int columns, float* tile, nint tileStep)
    {
        if (plan.Transposed)
        {
            MatMulPacking.Transpose(plan.C + column * plan.CStep + row, plan.CStep, tile, tileStep, columns, rows);
            return;
        }
        for (var r = 0; r < rows; r++)
            MatMulPacking.Copy(plan.C + (row + r) * plan.CStep + column, tile + r * tileStep, columns);
    }

    private static void WriteC(in MatMulPlan plan, int row, int rows, int column, int columns, float* tile, nint tileStep)
    {
        if (plan.Transposed)
        {
            MatMulPacking.Transpose(tile, tileStep, plan.C + column * plan.CStep + row, plan.CStep, rows, columns);
            return;
        }
        for (var r = 0; r < rows; r++)
            MatMulPacking.Copy(tile + r * tileStep, plan.C + (row + r) * plan.CStep + column, columns);
    }

    private struct ColumnsBody : IParallelBody
    {
        public MatMulPlan* Plan;
        public int Strips;

        public readonly void Run(int from, int toExclusive) => RunColumns(*Plan, Strips, from, toExclusive);
    }

    private struct PackBody : IParallelBody
    {
        public MatMulPlan* Plan;
        public float* Packed;
        public int FromPanel;

        public readonly void Run(int from, int toExclusive)
        {
            for (var panel = from; panel < toExclusive; panel++)
                PackPanel(*Plan, FromPanel + panel, Packed + (long)Width * Plan->Count * panel);
        }
    }

    private struct RowsBody : IParallelBody
    {
        public MatMulPlan* Plan;
        public float* Packed;
        public int FromPanel;
        public int ToPanel;
        public int Strips;

        public readonly void Run(int from, int toExclusive)
            => RunStrips(*Plan, MatMulScratch.OfThisThread, Packed, false, FromPanel, ToPanel, Strips, from, toExclusive);
    }
}
