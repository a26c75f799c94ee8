namespace Courseware;

/// <summary>Pictures of faces drawn by code, with landmarks and visibility flags as targets.</summary>
internal static class FaceImages
{
    public const string Id = "faces";

    public static TrainTest Make(int train, int test, int landmarks, int size, double occlusion, double noise, long seed)
    {
        Check(train, test, landmarks, size, occlusion, noise);
        using var hash = new ContentHash();
        var (trained, trainedTargets) = Part("train", train);
        var (tested, testedTargets) = Part("test", test);
        var provenance = LoadedData.Note(Id, new Provenance(
            "Drawn faces", DataKind.Synthetic, hash.Finish(), train + test, FormattableString.Invariant($"drawn by code, seed {seed}"),
            "MIT (drawn by this library)"));
        return new(Images("Drawn faces, train", trained, trainedTargets, train), Images("Drawn faces, test", tested, testedTargets, test));

        Dataset Images(string name, byte[] pixels, float[] targets, int count)
            => new(name, new ByteStore(pixels, size * size, ByteStore.Pixels), [1, size, size], count, labels: null, targets, 3 * landmarks,
                provenance: provenance);

        // All landmarks go into the hash, whichever are asked for: the faces are the same. Each face has its own random streams, so that
        // threads may share them out.
        (byte[] Pixels, float[] Targets) Part(string part, int count)
        {
            var (pixels, five, contours) =
                (new byte[count * size * size], new float[count * 3 * 5], new float[count * 3 * Face.ContourPoints]);
            Parallel.For(0, count, () => new Canvas(size), (i, _, canvas) =>
            {
                var drawing = new FaceDrawing(size, part, i, occlusion, seed);
                drawing.Paint(canvas, pixels.AsSpan(i * size * size, size * size), noise);
                Row(drawing, drawing.Face.Five, five.AsSpan(i * 3 * 5));
                Row(drawing, drawing.Face.Contours, contours.AsSpan(i * 3 * Face.ContourPoints));
                return canvas;
            }, _ => { });
            hash.Add(pixels).Add(five).Add(contours);
            return (pixels, landmarks == 5 ? five : contours);
        }

        // x₀, y₀, x₁, y₁, … as shares of the picture, then a flag for each point.
        void Row(FaceDrawing drawing, (double X, double Y)[] points, Span<float> row)
        {
            for (var k = 0; k < points.Length; k++)
            {
                (row[2 * k], row[2 * k + 1]) = ((float)(points[k].X / size), (float)(points[k].Y / size));
                row[2 * points.Length + k] = drawing.Shows(points[k]) ? 1 : 0;
            }
        }
    }

    private static void Check(int train, int test, int landmarks, int size, double occlusion, double noise)
    {
        if (train < 1 || test < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(train),
                FormattableString.Invariant($"Faces are drawn for a training and a test part, at least one each; got {train} and {test}."));
        }

        if (landmarks is not (5 or Face.ContourPoints))
        {
            throw new ArgumentOutOfRangeException(nameof(landmarks),
                FormattableString.Invariant($"A drawn face has 5 landmarks (eyes, nose, corners of the mouth) or 76 (contours); got {landmarks}."));
        }

        if (size is < 16 or > 256)
        {
            throw new ArgumentOutOfRangeException(nameof(size),
                FormattableString.Invariant($"The pictures of faces have 16 to 256 pixels a side; got {size}. At 16 the eyes are one pixel."));
        }

        if (!(occlusion is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(occlusion),
                FormattableString.Invariant($"occlusion is the share of faces with something in front of them, from 0 to 1; got {occlusion}."));
        }

        if (!(noise is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(noise),
                FormattableString.Invariant($"noise is a standard deviation of the pixels, white being 1, from 0 to 1; got {noise}."));
        }
    }
}
