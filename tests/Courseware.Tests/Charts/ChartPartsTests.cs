using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace Courseware.Tests.Charts;

/// <summary>Ticks, colours, styles, thinning, PNG, contours, live chart.</summary>
public sealed class ChartPartsTests
{
    [Theory]
    [InlineData(0, 1, 6)]
    [InlineData(-0.3, 2.77, 8)]
    [InlineData(0.5743, 0.6082, 7)]
    [InlineData(-12345, 99999, 5)]
    [InlineData(1e-9, 7e-9, 6)]
    public void Linear_ticks_rise_evenly_stay_inside_and_are_not_too_many(double low, double high, int most)
    {
        var ticks = Ticks.Linear(low, high, most);
        Assert.InRange(ticks.Count, 2, most + 1);
        Assert.All(ticks, t => Assert.InRange(t.Value, low, high));
        var steps = ticks.Zip(ticks.Skip(1), (a, b) => b.Value - a.Value).ToArray();
        Assert.All(steps, s => Assert.Equal(steps[0], s, steps[0] * 1e-6));
        Assert.Equal(ticks.Count, ticks.Select(t => t.Label).Distinct().Count());
    }

    [Fact]
    public void Tick_labels_are_exact()
    => Assert.Equal(["0", "0.1", "0.2", "0.3", "0.4", "0.5"], Ticks.Linear(0, 0.5, 6).Select(t => t.Label));

    [Fact]
    public void Log_ticks_are_decades_with_minor_ones_between()
    {
        var (major, minor) = Ticks.Log(0, 3);
        Assert.Equal(["1", "10", "100", "1000"], major.Select(t => t.Label));
        Assert.Equal(24, minor.Count);
        Assert.Equal(["1", "2", "5", "10"], Ticks.Log(0, 1).Major.Select(t => t.Label));
        // 24 to 660 has one decade, which alone is no scale.
        Assert.Equal(["50", "100", "200", "500"], Ticks.Log(1.38, 2.82).Major.Select(t => t.Label));
    }

    [Theory]
    [InlineData(12000, "12,000")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(1e-6, "10⁻⁶")]
    [InlineData(2.5e8, "2.5·10⁸")]
    public void Numbers_are_written_for_readers(double value, string text) => Assert.Equal(text, Ticks.Number(value));

    [Fact]
    public void Colours_are_dark_enough_on_white_and_apart_for_colour_blind_eyes()
    {
        // Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB.
        double[][][] sights =
        [
            [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ];
        foreach (var colour in Palette.Series) Assert.True(Contrast(colour) >= 3, $"{colour} has {Contrast(colour):0.00}");
        foreach (var colour in new[] { Palette.Ink, Palette.Muted, Palette.Right, Palette.Wrong })
            Assert.True(Contrast(colour) >= 4.5, $"{colour} is used for text");
        foreach (var sight in sights)
        {
            var seen = Palette.Series.Select(c => Lab(sight.Select(row => row.Zip(Linear(c), (a, b) => a * b).Sum()).ToArray())).ToArray();
            for (var i = 0; i < seen.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    Assert.True(Math.Sqrt(seen[i].Zip(seen[j], (a, b) => (a - b) * (a - b)).Sum())
                        >= 20, $"{Palette.Series[i]} and {Palette.Series[j]} look alike");
                }
            }
        }
    }

    [Fact]
    public void The_same_model_looks_the_same_everywhere_and_compared_models_differ()
    {
        Assert.Equal(ModelStyle.For("tiny"), ModelStyle.For(" Tiny "));
        Assert.Equal(ModelStyle.For("L2 + dropout"), ModelStyle.For("dropout + L2"));
        Assert.Equal(ModelStyle.For("no such model"), ModelStyle.For("no such model"));
        foreach (var group in new[]
        {
            new[] { "tiny", "small", "medium", "large", "L2", "dropout", "L2 + dropout" },
            ["sigmoid + BCE", "softmax + CCE", "sigmoid + MSE", "softmax + MSE", "linear + MSE"],
            ["SGD", "Momentum", "Adagrad", "RMSprop", "Adam", "Nadam", "Adadelta"],
            ["teacher", "student alone", "distilled T=1", "distilled T=2", "distilled T=4", "distilled T=8"],
            ["mine", "yours", "theirs", "tiny", "a", "b", "c", "d", "e", "f"],
        })
        {
            var styles = ModelStyle.ForAll(group);
            Assert.Equal(group.Length, styles.Select(s => s.Color).Distinct().Count());
            Assert.All(group.Zip(styles).Where(p => ModelStyle.IsKnown(p.First)), p => Assert.Equal(ModelStyle.For(p.First), p.Second));
        }
    }

    [Fact]
    public void Forty_series_are_all_different() =>
        Assert.Equal(40, ModelStyle.ForAll(Enumerable.Range(0, 40).Select(i => $"series {i}")).Distinct().Count());

    [Fact]
    public void Thinning_keeps_ends_and_extremes_and_is_bounded()
    {
        var y = Enumerable.Range(0, 100_000).Select(i => i == 54321 ? 99.0 : i == 777 ? -99.0 : i % 17).ToArray();
        var x = Enumerable.Range(1, y.Length).Select(i => (double)i).ToArray();
        foreach (var log in new[] { false, true })
        {
            var (tx, ty) = Decimation.Thin(x, y, logX: log);
            Assert.True(tx.Length < 1000);
            Assert.Equal((x[0], x[^1]), (tx[0], tx[^1]));
            Assert.Contains(99, ty);
            Assert.Contains(-99, ty);
            Assert.Equal(tx.Order(), tx);
        }
    }

    [Fact]
    public void A_png_holds_the_pixels_it_was_given()
    {
        var pixels = Enumerable.Range(0, 7 * 5 * 3).Select(i => (byte)(i * 37)).ToArray();
        var png = Png.Rgb(7, 5, pixels);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal(7, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(pixels, Unpacked(png, 7 * 3, 5));
    }

    [Fact]
    public void A_large_repetitive_png_is_small_and_exact()
    {
        var pixels = Enumerable.Range(0, 300 * 200).Select(i => (byte)(i % 300 / 60 + i / 300 / 50)).ToArray();
        var png = Png.Indexed(300, 200, pixels, [.. Enumerable.Range(0, 10).Select(i => i * 1000)]);
        Assert.True(png.Length < 3000, $"{png.Length} bytes");
        Assert.Equal(pixels, Unpacked(png, 300, 200));
    }

    [Fact]
    public void A_contour_encloses_its_region()
    {
        var axis = Enumerable.Range(0, 101).Select(i => i / 50.0 - 1).ToArray();
        var z = axis.Select(y => axis.Select(x => 1 - x * x - y * y).ToArray()).ToArray();
        var loop = Assert.Single(ContourTracer.Regions(z, 0.75, axis, axis));
        double area = 0;
        for (var i = 0; i < loop.Count; i++)
        {
            var (a, b) = (loop[i], loop[(i + 1) % loop.Count]);
            area += a.X * b.Y - b.X * a.Y;
        }
        Assert.Equal(Math.PI * 0.25, Math.Abs(area) / 2, 0.002);
        // All above the level: the outline is the frame.
        Assert.Equal(4.0, Math.Abs(Area(Assert.Single(ContourTracer.Regions(z, -9, axis, axis)))), 1e-9);

        static double Area(IReadOnlyList<(double X, double Y)> l)
            => Enumerable.Range(0, l.Count).Sum(i => l[i].X * l[(i + 1) % l.Count].Y - l[(i + 1) % l.Count].X * l[i].Y) / 2;
    }

    [Fact]
    public void A_live_chart_redraws_in_place_and_ends_with_all_points()
    {
        using var display = new RecordingDisplay();
        using (var live = new LiveChart("Loss while training", "step", "loss", interval: TimeSpan.FromHours(1)))
            for (var i = 1; i <= 50_000; i++) live.Add("training", i, i == 31_000 ? 7.0 : 1.0 / i);
        var shown = Assert.Single(display.Outputs);
        Assert.Equal(2, display.Sent.Count);
        Assert.Contains("at 50000; lowest 2E-05 at 50000, highest 7 at 31000",
            shown.Text.Replace("5E+04", "50000", StringComparison.Ordinal)
            .Replace("3.1E+04", "31000", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(shown.Forms[MimeTypes.Svg].Length < 40_000);
    }

    private static byte[] Unpacked(byte[] png, int row, int rows)
    {
        var data = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) data.Write(png, at + 8, length);
            at += 12 + length;
        }
        data.Position = 0;
        var raw = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionMode.Decompress)) zlib.CopyTo(raw);
        var bytes = raw.ToArray();
        Assert.Equal((row + 1) * rows, bytes.Length);
        return [.. Enumerable.Range(0, rows).SelectMany(r => bytes.Skip(r * (row + 1) + 1).Take(row))];
    }

    private static double[] Linear(string colour) => [.. Enumerable.Range(0, 3).Select(i =>
    {
        var c = Convert.ToInt32(colour.Substring(1 + 2 * i, 2), 16) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    })];

    private static double Contrast(string colour)
    {
        var l = Linear(colour);
        return 1.05 / (0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2] + 0.05);
    }

    private static double[] Lab(double[] c)
    {
        var (r, g, b) = (Math.Clamp(c[0], 0, 1), Math.Clamp(c[1], 0, 1), Math.Clamp(c[2], 0, 1));
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16 / 116.0;
        var (x, y, z) = (F((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505), F(0.2126 * r + 0.7152 * g + 0.0722 * b),
            F((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089));
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
    }
}
