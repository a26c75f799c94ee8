namespace Courseware.Tests.Charts;

/// <summary>
/// One chart of every kind, with data like the course's: what the tests draw, and what to look at after a change of the renderer.
/// </summary>
internal static class SampleCharts
{
    public static readonly string[] Topics =
        ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static IReadOnlyList<(string Name, Chart Chart)> All { get; } =
    [
        ("higgs", Higgs()),
        ("higgs-linear", HiggsAccuracy()),
        ("reuters", Reuters()),
        ("gradients", Gradients()),
        ("comparison", Comparison()),
        ("comparison-points", ComparisonPoints()),
        ("grouped", Grouped()),
        ("grouped-long-names", GroupedLongNames()),
        ("soft-targets", SoftTargets()),
        ("histogram", Histogram()),
        ("roc", Roc()),
        ("confusion", Confusion(10)),
        ("confusion-46", Confusion(46)),
        ("images-grey", Images(colour: false)),
        ("images-colour", Images(colour: true)),
        ("regions", Regions()),
        ("regions-three", RegionsThree()),
        ("surface", Surface()),
        ("scatter", ScatterPlot()),
        ("loglog", LogLog()),
        ("line-grid", LineGrid(byColumn: true)),
        ("one-line", Plot.Lines([new Series("loss", [3.0, 2.0, 1.5, 1.2])], "One line, no legend", "epoch", "loss")),
        ("persian", Persian()),
        ("diverging-all", Diverging()),
        ("network", Plot.Network([["i₁", "i₂"], ["h₁", "h₂"], ["ŷ"]], "Six weights", ["w₁", "w₂", "w₃", "w₄", "w₅", "w₆"])),
        ("network-dropout", Plot.Network([["x₁", "x₂"], ["a₁", "a₂", "a₃"], ["z"]], "Two of three units stay", dropped: ["a₂"])),
    ];

    public static Chart Higgs() => Plot.LearningCurves(
    [
        Curve("tiny", 500, 0.69, 0.604, 200, 0.0, 0.590),
        Curve("small", 420, 0.69, 0.607, 120, 0.00008, 0.570),
        Curve("medium", 300, 0.69, 0.608, 25, 0.0022, 0.2),
        Curve("large", 231, 0.69, 0.604, 9, 0.0115, 0.0),
        Curve("L2", 450, 0.72, 0.588, 60, 0.00009, 0.55),
        Curve("dropout", 380, 0.70, 0.574, 50, 0.0004, 0.5),
        Curve("L2 + dropout", 500, 0.71, 0.580, 90, 0, 0.595),
    ],
    "Larger models overfit sooner; dropout with L2 does not", "binary cross-entropy (nats)", logEpochs: true,
    subtitle: "HIGGS, 10,000 training and 984 validation rows, one seed. Stand-in data: generated, not measured.");

    private static Chart HiggsAccuracy() => Plot.LearningCurves(
    [
        Curve("teacher", 60, 0.5, 0.1, 8, 0, 0.04, rising: true),
        Curve("student alone", 60, 0.55, 0.16, 12, 0, 0.12, rising: true),
        Curve("distilled T=4", 60, 0.55, 0.14, 10, 0, 0.11, rising: true),
    ],
    "The distilled student ends between the student alone and its teacher", "accuracy", goal: Best.Highest,
    subtitle: "Fashion-MNIST, 6,000 training images");

    private static Chart Diverging() => Plot.LearningCurves(
    [
        new LearningCurve("SGD", [.. Enumerable.Range(0, 40).Select(i => 1.0 / (1 + i) + 0.1)]),
        new LearningCurve("Momentum", [.. Enumerable.Range(0, 40).Select(i => i < 12 ? 1.0 + i * i * 0.4 : double.NaN)]),
        new LearningCurve("Adam", [.. Enumerable.Range(0, 40).Select(i => 1.0 + i * 0.9)]),
    ],
    "Two of three optimizers diverge at this rate", "mean squared error");

    public static Chart Reuters()
    {
        string[] names = ["sigmoid + BCE", "softmax + CCE", "sigmoid + MSE", "softmax + MSE", "linear + MSE"];
        double[] ends = [0.755, 0.785, 0.36, 0.71, 0.69];
        return Plot.LearningCurves(names.Select((name, k) => new LearningCurve(name,
            [.. Enumerable.Range(1, 20).Select(e => ends[k] * (1 - 0.6 / (1 + 0.7 * e)) + Noise(k, e, 0.006))],
            [.. Enumerable.Range(1, 20)
                .Select(e => Math.Min(0.99, (ends[k] + 0.12) * (1 - 0.65 / (1 + 0.6 * e))) + Noise(k + 9, e, 0.003))])),
            "Softmax with cross-entropy learns best, sigmoid with squared error worst", "accuracy on the test set", goal: Best.Highest,
            subtitle: "Reuters, 8,982 training texts, 46 topics, mean of 5 seeds");
    }

    public static Chart Gradients()
    {
        var error = Enumerable.Range(0, 101).Select(i => i / 100.0).ToArray();
        return Plot.Lines(
        [
            new Series("sigmoid + BCE", error, error),
            new Series("softmax + CCE", error, [.. error.Select(e => e)]) { Dash = "dot" },
            new Series("sigmoid + MSE", error, [.. error.Select(e => 2 * e * e * (1 - e))]),
            new Series("softmax + MSE", error, [.. error.Select(e => 3 * e * e * (1 - e))]),
            new Series("linear + MSE", error, [.. error.Select(e => 2 * e)]),
        ],
        "With squared error a saturated unit stops learning where it is most wrong", "error |o − y| at the true class",
        "gradient |∂loss/∂z|", subtitle: "At an error near 1 both cross-entropies pull hardest, and sigmoid + MSE not at all",
        verticals: [(0.9997, "z = −8")]);
    }

    private static Chart Comparison() => Plot.ModelComparison(
    [
        Bar.Of("tiny", [0.671, 0.668, 0.675]), Bar.Of("large", [0.655, 0.641, 0.66]), Bar.Of("L2", [0.684, 0.689, 0.68]),
            Bar.Of("dropout", [0.702, 0.699, 0.708]),
        Bar.Of("L2 + dropout", [0.695, 0.7, 0.69], reported: 0.70),
            new Bar("best model: seven ELU layers of 512 units, dropout 0.5, L2 1e-4", 0.71, 0.01, 0.68),
    ],
    "Dropout gives the best validation accuracy", "validation accuracy",
    subtitle: "Mean and standard deviation over 3 seeds; ◇ reported in the document");

    private static Chart ComparisonPoints() => Plot.ModelComparison(
        [Bar.Of("student alone", [0.842, 0.846, 0.839, 0.844, 0.841]), Bar.Of("distilled T=1", [0.843, 0.847, 0.84, 0.846, 0.842]),
            Bar.Of("distilled T=4", [0.853, 0.851, 0.848, 0.855, 0.85]), Bar.Of("teacher", [0.884, 0.882, 0.886, 0.885, 0.883])],
        "Distillation at T = 4 helps by about one point", "test accuracy", range: (0.83, 0.90),
        subtitle: "Points, not bars: the axis does not start at zero");

    private static Chart Grouped() => Plot.GroupedBars(Topics,
        [("teacher", [.. Topics.Select((_, i) => 0.8 + Noise(1, i, 0.12))], [.. Topics.Select((_, i) => 0.02)]),
            ("student alone", [.. Topics.Select((_, i) => 0.74 + Noise(2, i, 0.15))], null),
                ("distilled T=4", [.. Topics.Select((_, i) => 0.76 + Noise(3, i, 0.13))], null)],
        "Shirts are hardest for all three", "garment", "recall");

    private static Chart GroupedLongNames()
        => Plot.GroupedBars(["money-foreign-exchange-market", "earnings-and-earnings-forecasts", "acquisitions",
            "crude-oil-and-derivatives", "interest-rates-and-bonds", "trade", "shipping", "wheat-and-other-grain-commodities"],
        [("softmax + CCE", [0.78, 0.95, 0.92, 0.8, 0.7, 0.75, 0.3, -0.2], null)], "Long category names are turned, not cut", "topic",
        "change of recall against the linear baseline");

    private static Chart SoftTargets() => Plot.SoftTargets(Topics,
        new[] { 1.0, 2, 4, 8 }.Select(t =>
        {
            double[] logits = [1.2, -3, 2.1, 0.4, 3.2, -6, 8.1, -5, -1, -4];
            var exps = logits.Select(l => Math.Exp(l / t)).ToArray();
            return (t, (IReadOnlyList<double>)exps.Select(e => e / exps.Sum()).ToArray());
        }), "A higher temperature shows what else the shirt looks like", truth: 6, subtitle: "Teacher's soft targets for test image 40");

    private static Chart Histogram() => Plot.WeightHistogram(
        [("L1L2", Gaussians(11, 3000, 0.02)), ("L2", Gaussians(12, 3000, 0.1)), ("large", Gaussians(13, 3000, 0.22))],
        "L1 leaves most first-layer weights at zero", range: (-0.6, 0.6));

    private static Chart Roc() => Plot.Roc(
        [RocCurve("tiny", 1.9), RocCurve("L2 + dropout", 3.1), RocCurve("large", 1.5)], "L2 + dropout separates signal and background best",
        [0.655, 0.756, 0.6]);

    public static Chart Confusion(int n)
    {
        var counts = new int[n, n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
                counts[r, c] = r == c ? 780 + (int)Noise(r, c, 200) : (int)Math.Max(0, Noise(r * 50, c, 60) - 20);
        }

        return Plot.ConfusionMatrix(counts, n == 10 ? Topics : [.. Enumerable.Range(0, n).Select(i => $"topic {i}")], n == 10
            ? "Shirts are taken for T-shirts and coats" : "46 topics: most mistakes go to the two large classes");
    }

    public static Chart Images(bool colour)
    {
        var size = colour ? 32 : 28;
        return Plot.ImageGrid(Enumerable.Range(0, 20).Select(k =>
        {
            var channels = colour ? 3 : 1;
            var pixels = new float[size * size * channels];
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    for (var c = 0; c < channels; c++)
                    {
                        var d = Math.Sqrt((x - 14.0) * (x - 14) + (y - 14.0) * (y - 14));
                        pixels[(y * size + x) * channels + c] =
                            (float)Math.Clamp(1 - Math.Abs(d - 4 - k % 7) / (3 + c) + Noise(k, y * size + x, 0.05), 0, 1);
                    }
                }
            }

            return new Picture(pixels, size, size, Topics[k % 10], k % 7 == 3 ? Topics[(k + 3) % 10] : Topics[k % 10]);
        }), colour ? "Three of twenty pictures are called something else" : "Garments and what the student says", columns: 10);
    }

    private static (double X, double Y)[] Blob(int seed, double cx, double cy, int n)
        => [.. Enumerable.Range(0, n).Select(i => (cx + Noise(seed, i, 1.1), cy + Noise(seed + 77, i, 1.1)))];

    private static Series[] Blobs() =>
    [
        .. new[] { ("setosa", Blob(1, 0, 0, 40)), ("versicolor", Blob(2, 1.4, 1.0, 40)), ("virginica", Blob(3, 0.2, 1.8, 40)) }
            .Select(b => new Series(b.Item1, [.. b.Item2.Select(p => p.X)], [.. b.Item2.Select(p => p.Y)])),
    ];

    private static Func<double, double, int> Nearest(int k) => (x, y) =>
    {
        var near = Blobs().SelectMany((s, c) => s.X.Select((v, i) => (D: (v - x) * (v - x) + (s.Y[i] - y) * (s.Y[i] - y), C: c)))
            .OrderBy(p => p.D).Take(k);
        return near.GroupBy(p => p.C).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
    };

    private static Chart Regions()
        => Plot.DecisionRegions(Nearest(5), Blobs(), "Five nearest neighbours draw smooth borders", "petal length (cm)", "petal width (cm)",
            columns: 70);

    private static Chart RegionsThree()
        => Plot.DecisionRegions([("k = 1", Nearest(1)), ("k = 15", Nearest(15)), ("k = 51", Nearest(51))], Blobs(),
            "Small k follows every point, large k smooths the classes away", "petal length (cm)", "petal width (cm)", columns: 120);

    public static Chart Surface()
    {
        Series Path(string name, double rate, double beta)
        {
            var (x, y, vx, vy) = (-1.7, 1.6, 0.0, 0.0);
            List<double> xs = [x], ys = [y];
            for (var i = 0; i < 60; i++)
            {
                vx = beta * vx + 2 * x;
                vy = beta * vy + 16 * y;
                (x, y) = (x - rate * vx, y - rate * vy);
                xs.Add(x);
                ys.Add(y);
            }
            return new Series(name, xs, ys);
        }
        return Plot.LossSurface((a, b) =>
            a * a + 8 * b * b, (-2, 2), (-2, 2), [Path("SGD", 0.03, 0), Path("Momentum", 0.008, 0.85), Path("Adam", 0.11, 0)],
            "Momentum swings through the valley, plain SGD creeps along it", logLevels: true);
    }

    private static Chart ScatterPlot() => Plot.Scatter(Blobs(), "Two of three species overlap", "petal length (cm)", "petal width (cm)");

    public static Chart LineGrid(bool byColumn) => Plot.LineGrid(
        new[] { 0.001, 0.01, 0.1, 1 }.Select(rate => (FormattableString.Invariant($"α = {rate}"), (IReadOnlyList<Series>)
        [
            new("SGD", [.. Enumerable.Range(0, 100).Select(t => (double)t)],
                [.. Enumerable.Range(0, 100).Select(t => 30 * Math.Exp(-t * rate))]),
            new("Momentum", [0, 50, 99], [20, 10, 5]) { Low = [15, 6, 3], High = [25, 14, 7] },
        ])),
        "The larger the rate, the sooner the loss is low", "step", "loss", byColumn: byColumn, range: (0, 30));

    private static Chart LogLog() => Plot.Lines(
        [.. new[] { 0.5, 1.0, 1.5 }.Select(p =>
            new Series($"order {p}", [.. Enumerable.Range(0, 13).Select(i => Math.Pow(10, i / 3.0 - 1))],
                [.. Enumerable.Range(0, 13).Select(i => Math.Pow(10, -p * (i / 3.0 - 1)) * 3e-3)])
            { Low = [.. Enumerable.Range(0, 13).Select(i => Math.Pow(10, -p * (i / 3.0 - 1)) * 2e-3)],
                High = [.. Enumerable.Range(0, 13).Select(i => Math.Pow(10, -p * (i / 3.0 - 1)) * 4.5e-3)] })],
        "Error against step, mean and spread", "step size h", "error", logX: true, logY: true);

    private static Chart Persian()
        => Plot.Lines([new Series("بیش‌برازش", [0.7, 0.5, 0.4, 0.45, 0.6]), new Series("کم‌برازش", [0.7, 0.68, 0.67, 0.66, 0.66])],
        "بیش‌برازش و کم‌برازش", "دوره (epoch)", "خطای اعتبارسنجی < & \"loss\"",
        subtitle: "A Persian title & names with <signs> and \"quotes\"");

    private static Series RocCurve(string name, double power)
    {
        var x = Enumerable.Range(0, 985).Select(i => i / 984.0).ToArray();
        return new Series(name, x, [.. x.Select(v => 1 - Math.Pow(1 - v, power))]);
    }

    private static LearningCurve Curve(string name, int epochs, double start, double end, double speed, double drift, double train,
        bool rising = false)
    {
        var k = name.Length * 31 + name[0];
        double Value(int e, double to, double up, int seed, double noise)
            => to + (start - to) * Math.Exp(-e / speed) + up * Math.Max(0, e - speed * 3) + Noise(seed, e, noise);
        double Shown(double v) => rising ? 1 - v : Math.Max(0, v);
        return new LearningCurve(name,
            [.. Enumerable.Range(0, epochs).Select(e => Shown(Value(e, end, drift, k, 0.006)))],
            [.. Enumerable.Range(0, epochs)
                .Select(e => Shown(train + (start - train) * Math.Exp(-e / (speed * (train < 0.3 ? 4 : 1.5))) + Noise(k + 5, e, 0.003)))]);
    }

    private static double[] Gaussians(int seed, int n, double spread)
        => [.. Enumerable.Range(0, n)
            .Select(i => spread
                * (Noise(seed, 5 * i, 1) + Noise(seed, 5 * i + 1, 1) + Noise(seed, 5 * i + 2, 1) + Noise(seed, 5 * i + 3, 1)))];

    /// <summary>Evenly spread in ±size; the same on every machine.</summary>
    private static double Noise(int seed, int i, double size)
    {
        var h = (uint)(seed * 374761393 + i * 668265263);
        h = (h ^ (h >> 13)) * 1274126177;
        h ^= h >> 16;
        return size * (h / (double)uint.MaxValue * 2 - 1);
    }
}
