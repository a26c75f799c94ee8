using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Direct convolution on the matrix product's tiles: channels are the tile's rows, output pixels its columns, and the terms (channel, u, v)
/// of the sums run inside. The tile reads the padded image in place, so nothing is copied once for each kernel element as im2col would.
/// </summary>
internal static unsafe class ConvolutionBlocked<TSimd, TVector>
    where TSimd : struct, IMatMulSimd<TVector>
    where TVector : struct
{
    private const long WorkWorthSharing = 2_000_000;

    /// <summary>Floats of padded images and gradients that a group of samples may take in the gradient of the weights.</summary>
    private const long GroupFloats = 384 * 1024;

    private static int Width => MatMulTile<TSimd, TVector>.Columns;

    public static void Forward(in ConvolutionShape s, float* x, float* w, float* bias, float* y)
    {
        var scratch = ConvolutionScratch.OfThisThread;
        var pixels = (nint)s.OutHeight * s.OutWidth;
        var plan = new ConvolutionPlan
        {
            Samples = s.Batch,
            Rows = s.OutChannels,
            Count = s.Terms,
            Source = x,
            Planes = ConvolutionPlanes.OfInput(s),
            Target = y,
            TargetSample = pixels * s.OutChannels,
            TargetChannel = pixels,
            TargetRow = s.OutWidth,
            TargetColumn = 1,
            OutHeight = s.OutHeight,
            OutWidth = s.OutWidth,
            Bias = bias,
        };
        plan.Offsets = scratch.Offsets.Ints(plan.Count);
        FillOffsets(s, plan.Planes, plan.Offsets);
        PackWeights(ref plan, w, scratch);
        Run(plan);
    }

    public static void BackwardInput(in ConvolutionShape s, float* dy, float* w, float* dx, bool accumulate)
    {
        // The input's pixels whose padded row and column leave the same rest modulo the stride meet the same elements of the kernel:
        // for each such class the gradient is a convolution of dy with stride 1.
        var scratch = ConvolutionScratch.OfThisThread;
        if (!accumulate && (s.StrideY > s.KernelHeight || s.StrideX > s.KernelWidth))
            new Span<float>(dx, checked((int)s.InputLength)).Clear();
        for (var restY = 0; restY < Math.Min(s.StrideY, s.KernelHeight); restY++)
        {
            for (var restX = 0; restX < Math.Min(s.StrideX, s.KernelWidth); restX++)
            {
                // First row p ≥ 0 of the class: p + padding = quotient · stride + rest.
                var quotientY = CeilingDivide(s.PaddingY - restY, s.StrideY);
                var quotientX = CeilingDivide(s.PaddingX - restX, s.StrideX);
                var firstY = quotientY * s.StrideY + restY - s.PaddingY;
                var firstX = quotientX * s.StrideX + restX - s.PaddingX;
                if (firstY >= s.InHeight || firstX >= s.InWidth)
                    continue;

                // Elements restY, restY + stride, … of a kernel column, and so in a row.
                var tapsY = (s.KernelHeight - restY + s.StrideY - 1) / s.StrideY;
                var tapsX = (s.KernelWidth - restX + s.StrideX - 1) / s.StrideX;
                var plan = new ConvolutionPlan
                {
                    Samples = s.Batch,
                    Rows = s.InChannels,
                    Count = s.OutChannels * tapsY * tapsX,
                    Source = dy,
                    Target = dx + (nint)firstY * s.InWidth + firstX,
                    TargetSample = (nint)s.InChannels * s.InHeight * s.InWidth,
                    TargetChannel = (nint)s.InHeight * s.InWidth,
                    TargetRow = (nint)s.StrideY * s.InWidth,
                    TargetColumn = s.StrideX,
                    OutHeight = (s.InHeight - firstY + s.StrideY - 1) / s.StrideY,
                    OutWidth = (s.InWidth - firstX + s.StrideX - 1) / s.StrideX,
                    Accumulate = accumulate,
                };
                plan.Planes = new ConvolutionPlanes
                {
                    Channels = s.OutChannels,
                    Height = s.OutHeight,
                    Width = s.OutWidth,
                    StepY = 1,
                    StepX = 1,
                    OriginY = quotientY - (tapsY - 1),
                    OriginX = quotientX - (tapsX - 1),
                    PhasesY = 1,
                    PhasesX = 1,
                    PlaneHeight = plan.OutHeight + tapsY - 1,
                    PlaneWidth = plan.OutWidth + tapsX - 1,
                };
                plan.Offsets = scratch.Offsets.Ints(plan.Count);
                var turned = scratch.Tiles.Floats((long)plan.Rows * plan.Count);
                var term = 0;
                for (var o = 0; o < s.OutChannels; o++)
                {
                    for (var i = 0; i < tapsY; i++)
                    {
                        for (var j = 0; j < tapsX; j++, term++)
                        {
                            // Rising rows of dy meet falling rows of the kernel.
                            plan.Offsets[term] = plan.Planes.Offset(o, i, j);
                            var element = (restY + s.StrideY * (tapsY - 1 - i)) * s.KernelWidth + restX + s.StrideX * (tapsX - 1 - j);
                            for (var c = 0; c < s.InChannels; c++)
                            {
                                turned[(nint)c * plan.Count + term] =
                                    w[((nint)o * s.InChannels + c) * s.KernelHeight * s.KernelWidth + element];
                            }
                        }
                    }
                }
                PackWeights(ref plan, turned, scratch);
                Run(plan);
            }
        }
    }

    public static void BackwardWeight(in ConvolutionShape shape, float* x, float* dy, float* dw, bool accumulate)
    {
        // The sum over (sample, pixel) as a matrix product whose rows are (channel, u, v) and whose columns are the output's channels:
        // only dy has to be transposed, and a strip of rows is copied from the padded images, not an im2col matrix.
        var scratch = ConvolutionScratch.OfThisThread;
        var s = shape;
        var planes = ConvolutionPlanes.OfInput(s);
        var rows = s.Terms;
        var panels = (s.OutChannels + Width - 1) / Width;
        var columns = panels * Width;
        var pixels = s.OutHeight * s.OutWidth;
        var strips = (rows + TSimd.MaxRows - 1) / TSimd.MaxRows;
        var threads = s.Work >= WorkWorthSharing ? WorkerPool.Threads : 1;
        if (threads > 1)
            strips = Math.Min((strips + threads - 1) / threads * threads, rows);

        var offsets = scratch.Offsets.Ints(rows);
        FillOffsets(s, planes, offsets);
        var sums = scratch.WeightSums.Floats((long)rows * columns);
        if (accumulate)
            MatMulPacking.Transpose(dw, rows, sums, columns, s.OutChannels, rows);

        var perSample = planes.Length + (long)pixels * columns;
        var groups = Math.Clamp(s.Batch * perSample / GroupFloats, 1, s.Batch);
        var samplesOfGroup = (s.Batch + groups - 1) / groups;
        var work = new WeightWork
        {
            Shape = &s,
            Planes = planes,
            Offsets = offsets,
            Sums = sums,
            GroupPlanes = scratch.GroupPlanes.Floats(samplesOfGroup * planes.Length),
            GroupGradients = scratch.GroupGradients.Floats(samplesOfGroup * pixels * columns),
            X = x,
            Dy = dy,
            Panels = panels,
            Strips = strips,
            FromSums = accumulate,
        };
        for (var from = 0L; from < s.Batch; from += samplesOfGroup)
        {
            work.FromSample = (int)from;
            work.Samples = (int)Math.Min(samplesOfGroup, s.Batch - from);
            var prepare = new PrepareBody { Work = &work };
            WorkerPool.For(work.Samples, threads > 1 ? 1 : int.MaxValue, ref prepare);
            var multiply = new WeightBody { Work = &work };
            WorkerPool.For(strips, threads > 1 ? 1 : int.MaxValue, ref multiply);
            work.FromSums = true;
        }
        MatMulPacking.Transpose(sums, columns, dw, rows, rows, s.OutChannels);
    }

    private static int CeilingDivide(int value, int divisor) => value <= 0 ? 0 : (value + divisor - 1) / divisor;

    private static void FillOffsets(in ConvolutionShape s, in ConvolutionPlanes planes, int* offsets)
    {
        for (var c = 0; c < s.InChannels; c++)
        {
            for (var u = 0; u < s.KernelHeight; u++)
            {
                for (var v = 0; v < s.KernelWidth; v++)
                    *offsets++ = planes.Offset(c, u, v);
            }
        }
    }

    private static void PackWeights(ref ConvolutionPlan plan, float* w, ConvolutionScratch scratch)
    {
        plan.Strips = (plan.Rows + TSimd.MaxRows - 1) / TSimd.MaxRows;
        plan.Blocks = (plan.Count + RowMajorA.MaxCount - 1) / RowMajorA.MaxCount;
        plan.PackedWeights = scratch.Weights.Floats((long)plan.Strips * plan.Blocks * MatMulScratch.StripFloats);
        var packed = plan.PackedWeights;
        for (var strip = 0; strip < plan.Strips; strip++)
        {
            var (row, rows) = Part(plan.Rows, strip, plan.Strips);
            for (var block = 0; block < plan.Blocks; block++)
            {
                var (term, count) = Part(plan.Count, block, plan.Blocks);
                MatMulPacking.PackRowMajorA(w + (nint)row * plan.Count + term, plan.Count, 1, rows, count, packed);
                packed += MatMulScratch.StripFloats;
            }
        }
    }

    private static (int From, int Count) Part(int count, int part, int parts)
    {
        var from = (int)((long)count * part / parts);
        return (from, (int)((long)count * (part + 1) / parts) - from);
    }

    private static void Run(ConvolutionPlan plan)
    {
        var work = (long)plan.Samples * plan.Rows * plan.Count * plan.OutHeight * plan.OutWidth;
        var threads = work >= WorkWorthSharing ? WorkerPool.Threads : 1;
        // With fewer samples than threads the channels are shared too; each then pads its image for itself.
        var groups = plan.Samples >= threads ? 1 : Math.Min(plan.Strips, (threads + plan.Samples - 1) / plan.Samples);
        var body = new ConvolveBody { Plan = &plan, Groups = groups };
        WorkerPool.For(plan.Samples * groups, threads > 1 ? 1 : int.MaxValue, ref body);
    }

    private static void RunSample(in ConvolutionPlan plan, ConvolutionScratch scratch, int sample, int fromStrip, int toStrip)
    {
        var source = plan.Planes;
        var planes = scratch.Planes.Floats(source.Length);
        source.Fill(plan.Source + (nint)sample * source.Channels * source.Height * source.Width, planes);
        var target = plan.Target + sample * plan.TargetSample;
        if (plan.TargetColumn == 1 && plan.TargetRow == plan.OutWidth && plan.OutWidth % TSimd.Lanes == 0)
            RunWholeVectors(plan, scratch, planes, target, fromStrip, toStrip);
        else
            RunFlat(plan, scratch, planes, target, fromStrip, toStrip);
    }

    /// <summary>Rows of the output are a whole number of vectors: tiles go straight to the target.</summary>
    private static void RunWholeVectors(in ConvolutionPlan plan, ConvolutionScratch scratch, float* planes, float* target, int fromStrip,
        int toStrip)
    {
        var vectorsOfRow = plan.OutWidth / TSimd.Lanes;
        var vectors = plan.OutHeight * vectorsOfRow;
        var odd = scratch.Tiles.Floats((long)TSimd.MaxRows * Width);
        TileArguments tile = default;
        for (var strip = fromStrip; strip < toStrip; strip++)
        {
            var (row, rows) = Part(plan.Rows, strip, plan.Strips);
            for (var block = 0; block < plan.Blocks; block++)
            {
                StartBlock(plan, strip, block, row, ref tile);
                tile.CStep = plan.TargetChannel;
                for (var vector = 0; vector < vectors; vector += 2)
                {
                    var (y, x) = Math.DivRem(vector, vectorsOfRow);
                    var at = y * plan.Planes.PlaneWidth + x * TSimd.Lanes;
                    var next = x + 1 < vectorsOfRow ? at + TSimd.Lanes : (y + 1) * plan.Planes.PlaneWidth;
                    tile.B = planes + at;
                    tile.SecondVector = next - at;
                    tile.C = target + row * plan.TargetChannel + vector * TSimd.Lanes;
                    if (vector + 1 < vectors)
                    {
                        MatMulTile<TSimd, TVector>.Run<RowMajorA, IndexedB>(rows, tile);
                        continue;
                    }

                    // The last tile has one vector only: its second one is computed and dropped.
                    var c = tile.C;
                    tile.SecondVector = 0;
                    tile.C = odd;
                    tile.CStep = Width;
                    if (tile.FromC)
                    {
                        for (var r = 0; r < rows; r++)
                            MatMulPacking.Copy(c + r * plan.TargetChannel, odd + r * Width, TSimd.Lanes);
                    }
                    MatMulTile<TSimd, TVector>.Run<RowMajorA, IndexedB>(rows, tile);
                    for (var r = 0; r < rows; r++)
                        MatMulPacking.Copy(odd + r * Width, c + r * plan.TargetChannel, TSimd.Lanes);
                }
            }
        }
    }

    /// <summary>
    /// Any width: the output is computed with the pitch of the padded planes, so that vectors run on over the ends of rows; what falls
    /// between the rows is dropped.
    /// </summary>
    private static void RunFlat(in ConvolutionPlan plan, ConvolutionScratch scratch, float* planes, float* target, int fromStrip,
        int toStrip)
    {
        var pitch = plan.Planes.PlaneWidth;
        var length = (plan.OutHeight - 1) * pitch + plan.OutWidth;
        var step = (length + Width - 1) / Width * Width;
        var sums = scratch.Tiles.Floats((long)TSimd.MaxRows * step);
        TileArguments tile = default;
        for (var strip = fromStrip; strip < toStrip; strip++)
        {
            var (row, rows) = Part(plan.Rows, strip, plan.Strips);
            for (var block = 0; block < plan.Blocks; block++)
            {
                StartBlock(plan, strip, block, row, ref tile);
                tile.CStep = step;
                tile.SecondVector = TSimd.Lanes;
                if (block == 0 && plan.Accumulate)
                {
                    for (var r = 0; r < rows; r++)
                        Read(plan, target + (row + r) * plan.TargetChannel, sums + (nint)r * step);
                }
                for (var at = 0; at < length; at += Width)
                {
                    tile.B = planes + at;
                    tile.C = sums + at;
                    MatMulTile<TSimd, TVector>.Run<RowMajorA, IndexedB>(rows, tile);
                }
            }
            for (var r = 0; r < rows; r++)
                Write(plan, sums + (nint)r * step, target + (row + r) * plan.TargetChannel);
        }
    }

    private static void StartBlock(in ConvolutionPlan plan, int strip, int block, int row, ref TileArguments tile)
    {
        var (term, count) = Part(plan.Count, block, plan.Blocks);
        tile.A = plan.PackedWeights + ((nint)strip * plan.Blocks + block) * MatMulScratch.StripFloats;
        tile.Count = count;
        tile.Offsets = plan.Offsets + term;
        tile.FromC = block > 0 || plan.Accumulate;
        tile.RowBias = block == plan.Blocks - 1 && plan.Bias != null ? plan.Bias + row : null;
    }

    private static void Read(in ConvolutionPlan plan, float* channel, float* sums)
    {
        for (var y = 0; y < plan.OutHeight; y++)
        {
            for (var x = 0; x < plan.OutWidth; x++)
                sums[(nint)y * plan.Planes.PlaneWidth + x] = channel[y * plan.TargetRow + x * plan.TargetColumn];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write(in ConvolutionPlan plan, float* sums, float* channel)
    {
        for (var y = 0; y < plan.OutHeight; y++)
        {
            if (plan.TargetColumn == 1)
            {
                MatMulPacking.Copy(sums, channel, plan.OutWidth);
            }
            else
            {
                for (var x = 0; x < plan.OutWidth; x++)
                    channel[x * plan.TargetColumn] = sums[x];
            }
            sums += plan.Planes.PlaneWidth;
            channel += plan.TargetRow;
        }
    }

    private struct ConvolveBody : IParallelBody
    {
        public ConvolutionPlan* Plan;
        public int Groups;

        public readonly void Run(int from, int toExclusive)
        {
            var scratch = ConvolutionScratch.OfThisThread;
            for (var unit = from; unit < toExclusive; unit++)
            {
                var (strip, strips) = Part(Plan->Strips, unit % Groups, Groups);
                RunSample(*Plan, scratch, unit / Groups, strip, strip + strips);
            }
        }
    }

    private struct WeightWork
    {
        public ConvolutionShape* Shape;
        public ConvolutionPlanes Planes;
        public int* Offsets;
        public float* Sums;
        public float* GroupPlanes;
        public float* GroupGradients;
        public float* X;
        public float* Dy;
        public int Panels;
        public int Strips;
        public bool FromSums;
        public int FromSample;
        public int Samples;
    }

    /// <summary>Pads the images of a group and turns its gradients so that channels lie side by side.</summary>
    private struct PrepareBody : IParallelBody
    {
        public WeightWork* Work;

        public readonly void Run(int from, int toExclusive)
        {
            ref readonly var s = ref *Work->Shape;
            var pixels = s.OutHeight * s.OutWidth;
            for (var sample = from; sample < toExclusive; sample++)
            {
                var image = Work->X + (nint)(Work->FromSample + sample) * s.InChannels * s.InHeight * s.InWidth;
                Work->Planes.Fill(image, Work->GroupPlanes + sample * (nint)Work->Planes.Length);
                var dy = Work->Dy + (nint)(Work->FromSample + sample) * s.OutChannels * pixels;
                var packed = Work->GroupGradients + (nint)sample * pixels * Work->Panels * Width;
                for (var panel = 0; panel < Work->Panels; panel++)
                {
                    var channel = panel * Width;
                    MatMulPacking.PackB(dy + (nint)channel * pixels, 1, pixels, pixels, Math.Min(Width, s.OutChannels - channel),
                        Width, packed);
                    packed += (nint)pixels * Width;
                }
            }
        }
    }

    /// <summary>Adds a group's products to the sums of some strips of rows.</summary>
    private struct WeightBody : IParallelBody
    {
        public WeightWork* Work;

        public readonly void Run(int from, int toExclusive)
        {
            var scratch = ConvolutionScratch.OfThisThread;
            var strip = scratch.Strip.Floats(MatMulScratch.StripFloats);
            ref readonly var s = ref *Work->Shape;
            var pixels = s.OutHeight * s.OutWidth;
            var blocks = (pixels + RowMajorA.MaxCount - 1) / RowMajorA.MaxCount;
            var columns = Work->Panels * Width;
            TileArguments tile = default;
            tile.A = strip;
            tile.BStep = Width;
            tile.CStep = columns;
            for (var sample = 0; sample < Work->Samples; sample++)
            {
                var planes = Work->GroupPlanes + sample * (nint)Work->Planes.Length;
                var gradients = Work->GroupGradients + (nint)sample * pixels * columns;
                for (var block = 0; block < blocks; block++)
                {
                    var (pixel, count) = Part(pixels, block, blocks);
                    tile.Count = count;
                    tile.FromC = Work->FromSums || sample > 0 || block > 0;
                    for (var index = from; index < toExclusive; index++)
                    {
                        var (row, rows) = Part(s.Terms, index, Work->Strips);
                        CopyRows(planes, Work->Offsets + row, rows, pixel, count, s.OutWidth, Work->Planes.PlaneWidth, strip);
                        for (var panel = 0; panel < Work->Panels; panel++)
                        {
                            tile.B = gradients + (nint)panel * pixels * Width + (nint)pixel * Width;
                            tile.C = Work->Sums + (nint)row * columns + panel * Width;
                            MatMulTile<TSimd, TVector>.Run<RowMajorA, SteppedB>(rows, tile);
                        }
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void CopyRows(float* planes, int* offsets, int rows, int pixel, int count, int width, int pitch, float* strip)
        {
            var (firstY, firstX) = Math.DivRem(pixel, width);
            for (var r = 0; r < rows; r++)
            {
                var source = planes + offsets[r] + (nint)firstY * pitch;
                var target = strip + r * RowMajorA.RowStep;
                var x = firstX;
                for (var left = count; left > 0;)
                {
                    var run = Math.Min(width - x, left);
                    MatMulPacking.Copy(source + x, target, run);
                    target += run;
                    left -= run;
                    source += pitch;
                    x = 0;
                }
            }
        }
    }
}
