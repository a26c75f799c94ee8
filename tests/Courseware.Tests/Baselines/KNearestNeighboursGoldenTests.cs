using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Baselines;

public sealed class KNearestNeighboursGoldenTests
{
    [Theory, GoldenCases("g_knn/grid.json")]
    public void The_grid_is_classified_as_by_scikit_learn(GoldenCase c)
    {
        var x = c.Input("train_x");
        float[] query = c.Input("query_x").Floats;
        int[] labels = c.Input("train_y").Ints;
        int k = c.Integer("k"), classes = c.Integer("classes");
        var uniform = new KNearestNeighbours(k).Fit(x.Floats, x.Shape[1], labels, classes);
        var distance = new KNearestNeighbours(k, NeighbourWeights.Distance).Fit(x.Floats, x.Shape[1], labels, classes);

        c.AssertExact("predict_uniform", uniform.Predict(query));
        c.AssertDouble("predict_proba_uniform", uniform.Probabilities(query));
        c.AssertExact("predict_distance", distance.Predict(query));
        c.AssertDouble("predict_proba_distance", distance.Probabilities(query));
        c.AssertDouble("training_accuracy_uniform", uniform.Accuracy(x.Floats, labels));
        double[] probabilities = uniform.Probabilities(query);
        c.AssertExact("vote_ties", [probabilities.Chunk(classes).Count(p => p.Count(v => v == p.Max()) > 1)]);
        var nearest = uniform.Nearest(query.AsSpan(0, 10 * x.Shape[1]));
        c.AssertExact("first10_neighbour_indices", nearest.Indices);
        c.AssertDouble("first10_neighbour_distances", nearest.Distances);
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("g_knn/ties.json")]
    public void Ties_go_to_the_lower_row_and_the_lower_class_and_a_zero_distance_takes_the_whole_weight(GoldenCase c)
    {
        if (c.Text("weights", "uniform") == "distance")
            ZeroDistances(c);
        else
            Ties(c);
        c.AssertAllOutputsCompared();
    }

    private static void Ties(GoldenCase c)
    {
        var x = c.Input("train_x");
        float[] query = c.Input("query_x").Floats;
        int k = c.Integer("k"), classes = c.Integer("classes");
        var knn = new KNearestNeighbours(k).Fit(x.Floats, x.Shape[1], c.Input("train_y").Ints, classes);
        c.AssertExact("neighbour_indices", knn.Nearest(query).Indices);
        int[] votes = [.. knn.Probabilities(query).Select(p => (int)Math.Round(p * k))];
        c.AssertExact("votes", votes);
        c.AssertExact("predict", knn.Predict(query));
        c.AssertExact("vote_is_tied", [.. votes.Chunk(classes).Select(v => v.Count(n => n == v.Max()) > 1 ? 1 : 0)]);

        // Tied at the k-th place: the next one is as far. There scikit-learn's answer depends on its algorithm; elsewhere it is ours.
        int rows = x.Shape[0];
        double[] all = knn.WithK(rows).Nearest(query).Distances;
        int[] tied = [.. Enumerable.Range(0, query.Length / 2).Select(q => k < rows && all[q * rows + k] == all[q * rows + k - 1] ? 1 : 0)];
        c.AssertExact("k_th_distance_is_tied", tied);
        foreach (string algorithm in new[] { "scikit_learn_brute_predict", "scikit_learn_kd_tree_predict" })
        {
            int[] theirs = c.Expected(algorithm).Ints, ours = knn.Predict(query);
            Assert.All(Enumerable.Range(0, ours.Length).Where(q => tied[q] == 0), q => Assert.Equal(theirs[q], ours[q]));
            c.NotCompared(algorithm); // where the k-th distance is tied
        }
    }

    private static void ZeroDistances(GoldenCase c)
    {
        var x = c.Input("train_x");
        var knn = new KNearestNeighbours(c.Integer("k"), NeighbourWeights.Distance).Fit(x.Floats, x.Shape[1], c.Input("train_y").Ints);
        c.AssertExact("predict", knn.Predict(c.Input("query_x").Floats));
        c.AssertDouble("predict_proba", knn.Probabilities(c.Input("query_x").Floats));
    }
}
