// What notebook 7 uses beside its lesson. The notebook loads this file; change it and run the loading cell again.
using Courseware;

// ---- One draw: five rows and a random start -------------------------------------------------------------------

// 5 × 2 inputs, 5 labels, 11 weights.
record Draw(double[] X, double[] Y, double[] Start);

// Labels are x₁ + x₂, weights come from a standard normal distribution.
Draw Make(long seed, Func<RandomStream, double> input)
{
    var random = new RandomStream(seed, "draw");
    var (x, y, start) = (new double[10], new double[5], new double[11]);
    for (var i = 0; i < 10; i++)
        x[i] = input(random);
    for (var row = 0; row < 5; row++)
        y[row] = x[2 * row] + x[2 * row + 1];
    for (var i = 0; i < 11; i++)
        start[i] = random.NextGaussian();
    return new(x, y, start);
}

Draw[] Hundred(Func<RandomStream, double> input) => [.. Enumerable.Range(1, 100).Select(seed => Make(seed, input))];

// ---- What a curve of losses shows -----------------------------------------------------------------------------

bool Done(double[] losses) => losses[^1] <= 0.1;

// How many runs are done, at each rate.
int[] DoneAt(IEnumerable<double[][]> runs) => [.. Enumerable.Range(0, 4).Select(rate => runs.Count(run => Done(run[rate])))];

double Steps(double[] losses) => Done(losses) ? losses.Length - 1 : double.PositiveInfinity;

int Rises(double[] losses) => losses.Zip(losses.Skip(1), (a, b) => b <= a ? 0 : 1).Sum();

// One of the first ten losses is above the start, or no number.
bool RisesFirst(double[] losses) => losses.Skip(1).Take(10).Any(loss => !(loss <= losses[0]));

double Median(IEnumerable<double> ofHundred) => ofHundred.Order().ElementAt(50);

// The largest difference of two lists of weights, as a share of the weight.
double Apart(double[] a, double[] b) => a.Zip(b, (one, other) => Math.Abs(one - other) / Math.Abs(other)).Max();

// Losses, for each of four rates.
record Curves(double[][] Sgd, double[][] Momentum);

// N7.1 to N7.7, for one draw.
bool[] Statements(Curves draw) =>
[
    Rises(draw.Sgd[0]) == 0,
    Rises(draw.Sgd[2]) > 0 && Done(draw.Sgd[2]),
    !Done(draw.Sgd[3]),
    Rises(draw.Momentum[0]) >= 2 && Steps(draw.Momentum[0]) is >= 40 and <= 110,
    Steps(draw.Momentum[1]) < Steps(draw.Momentum[0]),
    RisesFirst(draw.Momentum[2]) && Steps(draw.Momentum[2]) is >= 8 and <= 40,
    !Done(draw.Momentum[3]),
];

// How many draws show statement k.
int Show(Curves[] all, int k) => all.Count(draw => Statements(draw)[k]);

// A row of the table of scales.
object[] Row(string inputs, Curves[] all) =>
[
    inputs, Median(all.Select(draw => draw.Sgd[0][0])), .. Enumerable.Range(0, 7).Select(k => (object)Show(all, k)),
    all.Max(draw => Statements(draw).Count(isTrue => isTrue)), Median(all.Select(draw => Steps(draw.Momentum[0]))),
    all.Count(draw => Done(draw.Sgd[0])),
];

string Label(double α) => FormattableString.Invariant($"{α:0.0##}");

// ---- A hundred curves as one picture: a row is a draw, time goes to the right on a log scale ------------------

float[] Colour(double loss)
{
    var light = (float)(Elementary.Log(loss / 0.1) / Elementary.Log(300));
    return loss <= 0.1 ? [0.1f, 0.62f, 0.35f]                                   // green: done
        : !(loss <= 30) ? [0.85f, 0.5f, 0.1f]                                   // orange: lost, or no number
        : [light, 0.25f + 0.75f * light, 0.55f + 0.45f * light];                // blue: the darker, the nearer to 0.1
}

Picture Raster(string caption, IEnumerable<double[]> runs)
{
    int[] steps = [.. Enumerable.Range(0, 100).Select(column => (int)Elementary.Pow(10, column / 33.0))];
    return new([.. runs.OrderBy(Steps).ThenBy(losses => losses.Min()).SelectMany(losses =>
        steps.SelectMany(t => Colour(losses[Math.Min(t, losses.Length - 1)])))], 100, 100, caption);
}

// ---- A rule that is fed with gradients ------------------------------------------------------------------------

// The length of the last step.
double Move(Optimizer rule, params double[] gradients)
{
    var w = Tensor.Parameter("w", 1);
    var (updater, before) = (new ParameterUpdater([w], rule), 1.0);
    foreach (var g in gradients)
    {
        before = w.Item();
        w.ZeroGrad();
        (w * g).Backward(); // a loss whose gradient is g
        updater.Step();
    }
    return before - w.Item();
}

// From (−9, 2) through the valley a²/20 + b².
Series Walk(string name, Optimizer rule, int steps)
{
    var w = Tensor.Parameter("w", [-9, 2], 2);
    var (updater, a, b) = (new ParameterUpdater([w], rule), new List<double> { -9 }, new List<double> { 2 });
    for (var step = 0; step < steps; step++)
    {
        w.ZeroGrad();
        (w.Square() * Tensor.Vector(0.05, 1)).Sum().Backward();
        updater.Step();
        a.Add(w[0]);
        b.Add(w[1]);
    }
    return new(name, a, b);
}

double[] Times(int n, params double[] g) => [.. Enumerable.Repeat(g, n).SelectMany(part => part)];

// Gradients that never get smaller.
double[] Noise(int seed, double count)
{
    var values = new float[(int)count];
    new RandomStream(seed, "gradients").FillGaussian(values);
    return Array.ConvertAll(values, value => (double)value);
}

// The mean length of the last step, of a hundred such rows of gradients.
Series Lengths(string name, Optimizer rule, double[] times) => new(name, times,
    [.. times.Select(t => Enumerable.Range(1, 100).Average(seed => Math.Abs(Move(rule, Noise(seed, t)))))]);

// ---- The race: nine optimizers on four problems ---------------------------------------------------------------

// A problem's Factor multiplies the rate that was found best.
record Problem(string Name, Dataset Data, int Train, int[] Hidden, int Epochs, int Batch, int Factor = 1);

// An optimizer at a rate; the rates that are tried are around Middle.
record Candidate(string Name, double Middle, Func<double, Optimizer> At);

record Result(string Problem, string Name, double Rate, bool AtEdge, double Tuned, History[] Runs)
{
    public double[] Valid => [.. Runs.Select(run => run.Last.ValAccuracy)];
    public double[] Train => [.. Runs.Select(run => run.Last.TrainAccuracy)];
}

// All results, and how to find one of them.
sealed record Results(IReadOnlyList<Result> All)
{
    public Result Of(string problem, string name) => All.Single(result => result.Problem == problem && result.Name == name);

    // Of several rules, the one that seed 0 found best.
    public Result Best(string problem, params string[] names) => names.Select(name => Of(problem, name)).MinBy(result => result.Tuned)!;

    // Validation accuracy minus Adam's, seed by seed.
    public PairedDifference Lead(string problem, string name) => PairedDifference.Of(Of(problem, name).Valid, Of(problem, "Adam").Valid);
}

Candidate[] NineRules() =>
[
    new("SGD", 0.1, α => new Sgd(α)),
    new("Momentum", 0.01, α => new Momentum(α, Coefficient: 0.9)),
    new("Nesterov", 0.01, α => new Nesterov(α, Coefficient: 0.9)),
    new("Adagrad", 0.1, α => new Adagrad(α, Epsilon: 1e-10)),
    new("RMSprop", 0.003, α => new RmsProp(α, Decay: 0.99, Epsilon: 1e-8)),
    new("Adam", 0.003, α => new Adam(α, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8)),
    new("Nadam", 0.003, α => new Nadam(α, 0.9, 0.999, Epsilon: 1e-8, MomentumDecay: 0.004)),
    new("AdamW", 0.003, α => new AdamW(α, 0.9, 0.999, Epsilon: 1e-8, Decay: 0.01)),
    new("Adadelta", 1, α => new Adadelta(α, Decay: 0.9, Epsilon: 1e-6)),
];

Problem[] FourProblems(Dataset digits) =>
[
    new("convex", digits, Train: 900, Hidden: [], Epochs: 20, Batch: 32),
    new("sparse", Sparse(), Train: 2000, Hidden: [], Epochs: 20, Batch: 32),
    new("few data", digits, Train: 100, Hidden: [32], Epochs: 40, Batch: 10),
    new("bad rate", digits, Train: 900, Hidden: [64], Epochs: 10, Batch: 32, Factor: 10),
];

// 500 words, of which word j is in about one row in j + 2; each counts +1 or −1, and the sign of the sum is the class.
Dataset Sparse()
{
    var random = new RandomStream(1, "sparse words");
    var (features, labels, worth) = (new float[3000 * 500], new int[3000], new double[500]);
    for (var word = 0; word < 500; word++)
        worth[word] = random.Next(2) == 0 ? -1 : 1;
    for (var i = 0; i < features.Length; i++)
        features[i] = random.Next(i % 500 + 2) == 0 ? 1 : 0;
    for (var row = 0; row < 3000; row++)
        labels[row] = worth.Select((w, word) => w * features[500 * row + word]).Sum() > 0 ? 1 : 0;
    return new("generated words", features, [500], labels);
}

History Fit(Problem problem, Optimizer rule, long seed)
{
    var parts = problem.Data.Split(problem.Train, problem.Train < 2000 ? 897 : 1000, seed);
    var model = new Sequential(inputs: [problem.Data.FeatureCount], seed: seed);
    foreach (var units in problem.Hidden)
        model.Add(new Dense(units, new Relu()));
    model.Add(new Dense(problem.Data.ClassCount));
    return model.Fit(parts.Train, new FitOptions
    {
        Loss = new CrossEntropy(), Optimizer = rule, Epochs = problem.Epochs, BatchSize = problem.Batch, Seed = seed,
        Validation = parts.Test, EvaluateTrainingEvery = problem.Epochs, Verbose = false,
    });
}

// Seed 0 picks the best of seven rates, seeds 1 to 5 measure it.
Result Measure(Problem problem, Candidate candidate)
{
    double[] rates = [.. new[] { 0.1, 0.3, 1, 3, 10, 30, 100 }.Select(factor => factor * candidate.Middle)];
    double[] losses = [.. rates.Select(α => Fit(problem, candidate.At(α), seed: 0).Last.ValLoss)];
    var best = Enumerable.Range(0, 7).MinBy(i => double.IsNaN(losses[i]) ? 1e9 : losses[i]);
    var rule = candidate.At(rates[best] * problem.Factor);
    History[] runs = [.. Enumerable.Range(1, 5).Select(seed => Fit(problem, rule, seed))];
    return new(problem.Name, candidate.Name, rates[best], best is 0 or 6, losses[best], runs);
}

// The 36 pairs of a problem and an optimizer, on all cores.
Results Race(Problem[] problems, Candidate[] candidates)
{
    using var live = new LiveChart("Validation accuracy, as each optimizer is measured", x: "optimizer, in the order of the list",
        y: "mean of five seeds");
    return new(Trials.Run(problems.SelectMany(_ => Enumerable.Range(0, candidates.Length), (problem, i) => (Problem: problem, Place: i)), pair =>
    {
        var result = Measure(pair.Problem, candidates[pair.Place]);
        live.Add(pair.Problem.Name, pair.Place + 1, result.Valid.Average());
        return result;
    }));
}
