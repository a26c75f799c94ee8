using System.Globalization;
using System.Runtime.Intrinsics;

namespace Courseware;

/// <summary>
/// Classification by the k nearest training rows (Cover &amp; Hart 1967), Euclidean distance. Neighbours are ordered by (distance, number
/// of the training row), and of equally many votes the lowest class wins, so that every answer is determined.
/// </summary>
/// <remarks>
/// There is nothing to train: <c>Fit</c> keeps the rows. Small k: low bias, high variance; large k: high bias, low variance.
/// Features of unlike scales should be standardised first, or the widest decides alone.
/// </remarks>
public sealed class KNearestNeighbours
{
    private float[] _x = [];
    private int[] _labels = [];

    /// <param name="k">How many neighbours vote; at most the number of training rows.</param>
    /// <param name="weights">Equal votes, or votes by 1/distance.</param>
    public KNearestNeighbours(int k, NeighbourWeights weights = NeighbourWeights.Uniform)
    {
        if (k < 1)
            throw new ArgumentOutOfRangeException(nameof(k), Text($"KNearestNeighbours: k must be at least 1; got {k}."));
        (K, Weights) = (k, weights);
    }

    internal int K { get; }

    internal NeighbourWeights Weights { get; }

    /// <summary>Columns of a row.</summary>
    internal int Features { get; private set; }

    /// <summary>Number of classes.</summary>
    internal int Classes { get; private set; }

    /// <summary>Number of training rows.</summary>
    internal int Rows => _labels.Length;

    /// <summary>Keeps the training rows.</summary>
    /// <param name="x">Row by row, (N, features).</param>
    /// <param name="features">Columns of a row.</param>
    /// <param name="labels">Classes from 0, (N).</param>
    /// <param name="classes">Number of classes; by default the largest label plus one.</param>
    public KNearestNeighbours Fit(ReadOnlySpan<float> x, int features, ReadOnlySpan<int> labels, int? classes = null)
    {
        TrainingRows.Check(nameof(KNearestNeighbours), x, features, labels.Length);
        int count = TrainingRows.CheckLabels(nameof(KNearestNeighbours), labels, classes);
        if (K > labels.Length)
        {
            throw new ArgumentException(
                Text($"KNearestNeighbours: k = {K} neighbours cannot come from {labels.Length} training rows. Choose k ≤ {labels.Length}, or pass more rows."), nameof(labels));
        }

        (_x, _labels, Features, Classes) = (x.ToArray(), labels.ToArray(), features, count);
        return this;
    }

    /// <summary>The same training rows with another k: nothing is copied.</summary>
    public KNearestNeighbours WithK(int k)
    {
        if (k > Rows && Rows > 0)
        {
            throw new ArgumentOutOfRangeException(nameof(k),
                Text($"KNearestNeighbours: k = {k} neighbours cannot come from {Rows} training rows. Choose k ≤ {Rows}."));
        }

        return new(k, Weights) { _x = _x, _labels = _labels, Features = Features, Classes = Classes };
    }

    /// <summary>The predicted class of each row of <paramref name="x"/>, (M, features).</summary>
    public int[] Predict(ReadOnlySpan<float> x) => Winners(Votes(Nearest(x, K), K), Classes);

    /// <summary>The votes' shares, row by row, (M, classes): a rough probability, in steps of 1/k with equal weights.</summary>
    public double[] Probabilities(ReadOnlySpan<float> x)
    {
        double[] votes = Votes(Nearest(x, K), K);
        for (int i = 0; i < votes.Length; i += Classes)
        {
            var row = votes.AsSpan(i, Classes);
            double sum = 0;
            foreach (double v in row)
                sum += v;
            foreach (ref double v in row)
                v /= sum;
        }
        return votes;
    }

    /// <summary>Share of rows with prediction = label.</summary>
    public double Accuracy(ReadOnlySpan<float> x, ReadOnlySpan<int> labels)
        => TrainingRows.Accuracy(nameof(KNearestNeighbours), Predict(x), labels);

    /// <summary>Fits the rows and labels of a data set.</summary>
    public KNearestNeighbours Fit(Dataset data)
    {
        TrainingRows.CheckLabelled(nameof(KNearestNeighbours), data);
        return Fit(data.Features, data.FeatureCount, data.Labels, data.ClassCount);
    }

    /// <summary>The predicted class of each row of a data set.</summary>
    public int[] Predict(Dataset data) => Predict(data.Features);

    /// <summary>The probabilities for each row of a data set.</summary>
    public double[] Probabilities(Dataset data) => Probabilities(data.Features);

    /// <summary>Share of rows of a data set whose class is predicted.</summary>
    public double Accuracy(Dataset data)
    {
        TrainingRows.CheckLabelled(nameof(KNearestNeighbours), data);
        return Accuracy(data.Features, data.Labels);
    }

    /// <summary>Predictions for several k from one search: [i] belongs to ks[i].</summary>
    public int[][] PredictForEach(ReadOnlySpan<float> x, params int[] ks)
    {
        foreach (int k in ks)
        {
            if (k < 1 || k > Rows)
            {
                throw new ArgumentOutOfRangeException(nameof(ks),
                    Text($"KNearestNeighbours: each k must be in 1…{Rows}, the number of training rows; got {k}."));
            }
        }
        var nearest = Nearest(x, ks.Max());
        return Array.ConvertAll(ks, k => Winners(Votes(nearest, k), Classes));
    }

    /// <summary>The k nearest training rows of each row of <paramref name="x"/>.</summary>
    /// <exception cref="OperationCanceledException">The cell was stopped.</exception>
    public Neighbours Nearest(ReadOnlySpan<float> x) => Nearest(x, K);

    private Neighbours Nearest(ReadOnlySpan<float> x, int count)
    {
        if (Rows == 0)
            throw new InvalidOperationException("KNearestNeighbours has no training rows yet. Call Fit first.");
        int queries = TrainingRows.CheckQueries(nameof(KNearestNeighbours), x, Features);
        float[] all = x.ToArray();
        int[] indices = new int[queries * count];
        double[] distances = new double[queries * count];
        // Each query writes its own slots: the answer does not depend on the number of threads.
        Parallel.For(0, queries, new ParallelOptions { CancellationToken = Notebook.Cancellation }, q =>
            Search(all.AsSpan(q * Features, Features), indices.AsSpan(q * count, count), distances.AsSpan(q * count, count)));
        return new(count, indices, distances);
    }

    private void Search(ReadOnlySpan<float> query, Span<int> indices, Span<double> distances)
    {
        distances.Fill(double.PositiveInfinity);
        int found = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            double d = SquaredDistance(query, _x.AsSpan(i * Features, Features));
            if (found == distances.Length && !(d < distances[^1]))
                continue;
            // Insert behind equal distances: the rows come in the order of their numbers, so ties stay in that order.
            int at = found < distances.Length ? found++ : found - 1;
            for (; at > 0 && distances[at - 1] > d; at--)
                (distances[at], indices[at]) = (distances[at - 1], indices[at - 1]);
            (distances[at], indices[at]) = (d, i);
        }
        foreach (ref double d in distances)
            d = Math.Sqrt(d);
    }

    /// <summary>Votes of the first k neighbours, row by row, (M, classes).</summary>
    private double[] Votes(Neighbours nearest, int k)
    {
        int queries = nearest.Indices.Length / nearest.Count;
        double[] votes = new double[queries * Classes];
        for (int q = 0; q < queries; q++)
        {
            bool exact = nearest.Distances[q * nearest.Count] == 0;
            for (int j = q * nearest.Count; j < q * nearest.Count + k; j++)
            {
                double distance = nearest.Distances[j];
                votes[q * Classes + _labels[nearest.Indices[j]]] += Weights == NeighbourWeights.Uniform ? 1
                    : exact ? (distance == 0 ? 1 : 0)
                    : 1 / distance;
            }
        }
        return votes;
    }

    private static int[] Winners(double[] votes, int classes)
    {
        int[] winners = new int[votes.Length / classes];
        for (int q = 0; q < winners.Length; q++)
        {
            for (int c = 1; c < classes; c++)
                winners[q] = votes[q * classes + c] > votes[q * classes + winners[q]] ? c : winners[q];
        }
        return winners;
    }

    /// <summary>
    /// Σ(a − b)² in double, in eight lanes whatever the processor has, so that the order of the sum is the same everywhere.
    /// </summary>
    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<double> low = Vector256<double>.Zero, high = Vector256<double>.Zero;
        int i = 0;
        for (; i + 8 <= a.Length; i += 8)
        {
            var (aLow, aHigh) = Vector256.Widen(Vector256.Create(a.Slice(i, 8)));
            var (bLow, bHigh) = Vector256.Widen(Vector256.Create(b.Slice(i, 8)));
            Vector256<double> dLow = aLow - bLow, dHigh = aHigh - bHigh;
            low += dLow * dLow;
            high += dHigh * dHigh;
        }
        var lanes = low + high;
        double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < a.Length; i++)
        {
            double d = (double)a[i] - b[i];
            sum += d * d;
        }
        return sum;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
