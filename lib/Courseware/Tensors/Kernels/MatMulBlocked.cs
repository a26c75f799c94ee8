using System.Runtime.Intrinsics.X86;

namespace Courseware;

/// <summary>
/// The blocked product (after Goto &amp; van de Geijn 2008, "Anatomy of high-performance matrix multiplication"): panels of B packed to
/// stay in the second-level cache, strips of A copied into the first-level cache, tiles of C in registers.
/// </summary>
/// <remarks>
/// Blocks of k are taken in order and pass their sums on through memory unrounded, so blocking changes no bit. Work is shared among threads
/// by columns or by rows of C, never along k.
/// </remarks>
internal static unsafe class MatMulBlocked<TSimd, TVector>
    where TSimd : struct, IMatMulSimd<TVector>
    where TVector : struct
{
    /// <summary>Multiplications for which sharing the work pays: some 20 to 40 µs on one thread.</summary>
    private const long WorkWorthSharing = 2_000_000;

    /// <summary>
    /// Floats of packed B that are in use at a time; a quarter of a megabyte stays in the second-level cache of most processors.
    /// </summary>
    private const int PackedFloats = 64 * 1024;

    /// <summary>Panels that are worth packing the strips of A for once more.</summary>
    private const int PanelsOfPart = 6;

    /// <summary>From so many terms on a tile takes longer than fetching the next one's place in C.</summary>
    private const int PrefetchWorthwhile = 48;

    private static int StripFloats
        => Math.Max(TSimd.MaxRows * RowMajorA.RowStep, TSimd.MaxCount * (TSimd.MaxRows <= ColumnMajorA8.MaxRows ? 8 : 16));

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
                WorkerPool.For(panels, Math.Clamp(panels / threads, 1, PanelsOfPart), ref body);
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
        var copyingA = (double)plan.Count * plan.Rows * (plan.AKStep == 1 ? 0.15 : plan.ARowStep == 1 ? 0.4 : 1);
        var writing = plan.Transposed ? 0.6 * plan.Rows * plan.Columns : 0;
        return tiles + packing + copyingA + writing;
    }

    /// <summary>All rows of the given panels, packing B as it goes: needs no other thread.</summary>
    private static void RunColumns(in MatMulPlan plan, int strips, int fromPanel, int toPanel)
    {
        var scratch = MatMulScratch.OfThisThread;
        if (strips == 1 && plan.BColumnStep == 1)
        {
            // Every element of B is used once: only a last, incomplete panel is packed, to fill it up.
            var pass = new Pass
            {
                FromPanel = fromPanel,
                ToPanel = toPanel,
                FromBlock = 0,
                ToBlock = Blocks(plan),
                Strips = 1,
                Direct = true
            };
            pass.PackedB = scratch.PackedB.Floats(Width * (long)plan.Count);
            if (toPanel * Width > plan.Columns)
                PackPanel(plan, pass with { FromPanel = toPanel - 1 }, toPanel - 1);
            RunStrips(plan, pass, scratch, 0, 1);
            return;
        }

        foreach (var next in new Passes(plan, strips, fromPanel, toPanel))
        {
            var pass = next;
            pass.PackedB = scratch.PackedB.Floats(pass.Floats(plan));
            PackPanels(plan, pass, fromPanel: pass.FromPanel, toPanel: pass.ToPanel);
            RunStrips(plan, pass, scratch, 0, strips);
        }
    }

    /// <summary>All panels, the rows shared among threads: B is packed together first.</summary>
    private static void RunByRows(MatMulPlan plan, int strips, int panels)
    {
        var scratch = MatMulScratch.OfThisThread;
        foreach (var next in new Passes(plan, strips, 0, panels))
        {
            var pass = next;
            pass.PackedB = scratch.PackedB.Floats(pass.Floats(plan));
            var packing = new PackBody { Plan = &plan, Pass = pass };
            WorkerPool.For(pass.ToPanel - pass.FromPanel, 1, ref packing);
            var body = new RowsBody { Plan = &plan, Pass = pass };
            WorkerPool.For(strips, Math.Clamp(strips / WorkerPool.Threads, 1, TSimd.StripsOfGroup), ref body);
        }
    }

    private static int Blocks(in MatMulPlan plan) => (plan.Count + TSimd.MaxCount - 1) / TSimd.MaxCount;

    /// <summary>The first k of a block, of blocks of nearly equal size.</summary>
    private static int StartOfBlock(in MatMulPlan plan, int block) => (int)((long)plan.Count * block / Blocks(plan));

    private static void PackPanels(in MatMulPlan plan, in Pass pass, int fromPanel, int toPanel)
    {
        if (plan.BColumnStep != 1)
        {
            for (var panel = fromPanel; panel < toPanel; panel++)
                PackPanel(plan, pass, panel);
            return;
        }

        // Rows of B are contiguous: each is read from end to end, into all panels.
        var k0 = StartOfBlock(plan, pass.FromBlock);
        var count = StartOfBlock(plan, pass.ToBlock) - k0;
        var panelFloats = (nint)Width * count;
        var packed = pass.PackedB + (fromPanel - pass.FromPanel) * panelFloats;
        var from = fromPanel * Width;
        var columns = Math.Min(toPanel * Width, plan.Columns) - from;
        MatMulPacking.PackRowsOfB(plan.B + k0 * plan.BKStep + from, plan.BKStep, count, columns, Width, packed, panelFloats);
    }

    private static void PackPanel(in MatMulPlan plan, in Pass pass, int panel)
    {
        var k0 = StartOfBlock(plan, pass.FromBlock);
        var count = StartOfBlock(plan, pass.ToBlock) - k0;
        var column = panel * Width;
        MatMulPacking.PackB(
            plan.B + k0 * plan.BKStep + column * plan.BColumnStep, plan.BKStep, plan.BColumnStep, count,
            Math.Min(Width, plan.Columns - column), Width,
            pass.PackedB + (panel - pass.FromPanel) * ((nint)Width * count));
    }

    private static void RunStrips(in MatMulPlan plan, in Pass pass, MatMulScratch scratch, int fromStrip, int toStrip)
    {
        var blocks = Blocks(plan);
        var panels = pass.ToPanel - pass.FromPanel;
        var columnMajorA = plan.ARowStep == 1 && plan.AKStep != 1;
        var group = Math.Min(TSimd.StripsOfGroup, toStrip - fromStrip);
        var packedA = scratch.PackedA.Floats((long)group * StripFloats);

        var k0 = StartOfBlock(plan, pass.FromBlock);
        var panelFloats = (nint)Width * (StartOfBlock(plan, pass.ToBlock) - k0);

        // Tiles that C cannot take as they are (transposed, or wider than what is left of C) are finished here first.
        // A strip's transposed tiles stay until the last k, side by side; all others go at once.
        var staying = plan.Transposed && blocks > 1;
        var tileStep = staying ? panels * Width : Width;
        var stripTiles = staying ? (nint)TSimd.MaxRows * tileStep : 0;
        var tiles = scratch.Tiles.Floats((long)TSimd.MaxRows * tileStep * (staying ? group : 1) + Width);
        var lastColumns = Math.Min(Width, plan.Columns - (pass.ToPanel - 1) * Width);
        var lastBias = scratch.LastBias.Floats(Width);
        if (plan.ColumnBias != null && lastColumns < Width)
        {
            for (var j = 0; j < Width; j++)
                lastBias[j] = j < lastColumns ? plan.ColumnBias[(pass.ToPanel - 1) * Width + j] : 0;
        }

        var starts = stackalloc int[TSimd.StripsOfGroup + 1];
        TileArguments tile = default;
        for (var first = fromStrip; first < toStrip; first += group)
        {
            var members = Math.Min(group, toStrip - first);
            for (var member = 0; member <= members; member++)
                starts[member] = (int)((long)plan.Rows * (first + member) / pass.Strips);
            for (var block = pass.FromBlock; block < pass.ToBlock; block++)
            {
                var k = StartOfBlock(plan, block);
                var count = StartOfBlock(plan, block + 1) - k;
                var last = block == blocks - 1;
                PackStrips(plan, starts, members, k, count, columnMajorA, packedA);

                tile.Count = count;
                tile.FromC = block > 0 || plan.Accumulate;
                for (var panel = pass.FromPanel; panel < pass.ToPanel; panel++)
                {
                    var column = panel * Width;
                    var partial = column + Width > plan.Columns;
                    var columns = partial ? lastColumns : Width;
                    if (pass.Direct && !partial)
                    {
                        tile.B = plan.B + k * plan.BKStep + column;
                        tile.BStep = plan.BKStep;
                    }
                    else
                    {
                        tile.B = pass.PackedB + (pass.Direct ? 0 : (panel - pass.FromPanel) * panelFloats) + (nint)Width * (k - k0);
                        tile.BStep = Width;
                    }
                    tile.ColumnBias = !last || plan.ColumnBias == null ? null : partial ? lastBias : plan.ColumnBias + column;

                    for (var member = 0; member < members; member++)
                    {
                        var row = starts[member];
                        var rows = starts[member + 1] - row;
                        tile.A = packedA + member * StripFloats;
                        tile.RowBias = last && plan.RowBias != null ? plan.RowBias + row : null;
                        var ownTile = plan.Transposed || partial;
                        if (!ownTile)
                        {
                            tile.C = plan.C + row * plan.CStep + column;
                            tile.CStep = plan.CStep;
                            if (Sse.IsSupported && member + 1 < members && count >= PrefetchWorthwhile)
                                PrefetchTile(tile.C + rows * plan.CStep, plan.CStep, starts[member + 2] - starts[member + 1]);
                        }
                        else
                        {
                            tile.C = staying ? tiles + member * stripTiles + (panel - pass.FromPanel) * Width : tiles;
                            tile.CStep = tileStep;
                            if (tile.FromC && (block == 0 || !staying))
                                ReadC(plan, row, rows, column, columns, tile.C, tileStep);
                        }

                        if (!columnMajorA)
                            MatMulTile<TSimd, TVector>.Run<RowMajorA, SteppedB>(rows, tile);
                        else if (TSimd.MaxRows <= ColumnMajorA8.MaxRows)
                            MatMulTile<TSimd, TVector>.Run<ColumnMajorA8, SteppedB>(rows, tile);
                        else
                            MatMulTile<TSimd, TVector>.Run<ColumnMajorA16, SteppedB>(rows, tile);

                        if (ownTile && (last || !staying))
                            WriteC(plan, row, rows, column, columns, tile.C, tileStep);
                    }
                }
            }
        }
    }

    private static void PackStrips(in MatMulPlan plan, int* starts, int strips, int k, int count, bool columnMajorA, float* packed)
    {
        if (!columnMajorA)
        {
            for (var strip = 0; strip < strips; strip++)
            {
                var a = plan.A + starts[strip] * plan.ARowStep + k * plan.AKStep;
                MatMulPacking.PackRowMajorA(a, plan.ARowStep, plan.AKStep, starts[strip + 1] - starts[strip], count,
                    packed + strip * StripFloats);
            }
            return;
        }

        var first = plan.A + starts[0] + k * plan.AKStep;
        if (TSimd.MaxRows <= ColumnMajorA8.MaxRows)
            MatMulPacking.PackColumnMajorA<ColumnMajorA8>(first, plan.AKStep, starts, strips, count, packed, StripFloats);
        else
            MatMulPacking.PackColumnMajorA<ColumnMajorA16>(first, plan.AKStep, starts, strips, count, packed, StripFloats);
    }

    /// <summary>Asks for the next tile of C while the present one is computed: its sums start from there.</summary>
    private static void PrefetchTile(float* c, nint step, int rows)
    {
        for (var r = 0; r < rows; r++)
        {
            Sse.Prefetch0(c + r * step);
            Sse.Prefetch0(c + r * step + Width - 1);
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
        public Pass Pass;

        public readonly void Run(int from, int toExclusive) => PackPanels(*Plan, Pass, Pass.FromPanel + from, Pass.FromPanel + toExclusive);
    }

    private struct RowsBody : IParallelBody
    {
        public MatMulPlan* Plan;
        public Pass Pass;

        public readonly void Run(int from, int toExclusive) => RunStrips(*Plan, Pass, MatMulScratch.OfThisThread, from, toExclusive);
    }

    /// <summary>The part of B that is packed at a time, some panels and blocks of k, and is multiplied with all strips of A.</summary>
    private struct Pass
    {
        public int FromPanel;
        public int ToPanel;
        public int FromBlock;
        public int ToBlock;
        public int Strips;
        public float* PackedB;

        /// <summary>B is read in place.</summary>
        public bool Direct;

        public readonly long Floats(in MatMulPlan plan)
            => (long)Width * (ToPanel - FromPanel) * (StartOfBlock(plan, ToBlock) - StartOfBlock(plan, FromBlock));
    }

    /// <summary>
    /// Cuts B into passes that stay in the second-level cache: all of k and fewer columns when that leaves enough of them, or when C is
    /// transposed (whose tiles are turned once, at the end); else block after block of k.
    /// </summary>
    private struct Passes
    {
        private readonly int _toPanel;
        private readonly int _panelsOfPass;
        private readonly int _blocksOfPass;
        private readonly int _blocks;
        private Pass _current;

        public Passes(in MatMulPlan plan, int strips, int fromPanel, int toPanel)
        {
            var panels = toPanel - fromPanel;
            var most = PackedFloats / (Width * Math.Max(1, plan.Count));
            _blocks = Blocks(plan);
            _blocksOfPass = _blocks;
            if (!plan.Transposed && most < panels)
            {
                _blocksOfPass = 1;
                most = PackedFloats / (Width * TSimd.MaxCount);
            }
            most = Math.Max(most, Math.Max(1, 64 / Width));
            var chunks = (panels + most - 1) / most;
            _panelsOfPass = (panels + chunks - 1) / chunks;
            _toPanel = toPanel;
            _current = new Pass { FromPanel = fromPanel, ToPanel = fromPanel, ToBlock = _blocks, Strips = strips };
        }

        public readonly Pass Current => _current;

        public readonly Passes GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_current.ToBlock < _blocks)
            {
                _current.FromBlock = _current.ToBlock;
                _current.ToBlock = Math.Min(_current.FromBlock + _blocksOfPass, _blocks);
                return true;
            }
            if (_current.ToPanel == _toPanel)
                return false;
            _current.FromPanel = _current.ToPanel;
            _current.ToPanel = Math.Min(_current.FromPanel + _panelsOfPass, _toPanel);
            _current.FromBlock = 0;
            _current.ToBlock = _blocksOfPass;
            return true;
        }
    }
}
