using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace Courseware.ML.Tests.Definitions;

/// <summary>How good predictions are.</summary>
internal static class FiguresOfMerit
{
    private static readonly MLContext s_context = new(seed: 1);

    public static IEnumerable<Definition> Rows()
    {
        yield return new("Log loss of two classes, both given ½",
            Cell.Of(Scored.Binary(s_context, (true, 0.1, 0.5), (false, -0.1, 0.5)).LogLoss),
            Cell.Of(nn.functional.binary_cross_entropy(Vector(0.5, 0.5), Vector(1, 0)).item<float>()),
            Cell.Of(LogLoss.Binary([1, 0], [0.5f, 0.5f])),
            "ML.NET's is in bits (1 bit = ln 2 nats), for two classes alone; `MetricComparison` gives both in bits");
        yield return new("Log loss of the same rows as a choice among classes",
            Cell.Of(Scored.Multiclass(s_context, 1, (0, [0.5f, 0.5f]), (1, [0.5f, 0.5f])).LogLoss),
            Cell.Of(nn.functional.cross_entropy(zeros(2, 2), tensor(new long[] { 0, 1 })).item<float>()),
            Cell.Of(LogLoss.Of([0, 1], [0.5f, 0.5f, 0.5f, 0.5f], 2)));
        yield return new("Log loss of a certain error, two classes",
            Cell.Of(Scored.Binary(s_context, (true, -9, 0), (false, -9, 0)).LogLoss),
            Cell.Of(nn.functional.binary_cross_entropy(Vector(0, 0), Vector(1, 0)).item<float>()),
            Cell.Of(LogLoss.Binary([1, 0], [0, 0])),
            "half of the rows are certain and wrong. TorchSharp and the course's *training* loss cut the logarithm at −100, the course's figure of merit the probability at 2.2·10⁻¹⁶");
        yield return new("… among classes",
            Cell.Of(Scored.Multiclass(s_context, 1, (0, [0, 1]), (1, [0, 1])).LogLoss),
            Cell.Of(nn.functional.nll_loss(tensor(new[] { 0f, 1, 0, 1 }, new long[] { 2, 2 }).log(), tensor(new long[] { 0, 1 }))
                .item<float>()),
            Cell.Of(LogLoss.Of([0, 1], [0, 1, 0, 1], 2)),
            "ML.NET cuts at 10⁻¹⁵; `MetricComparison` cuts there too");
        yield return new("Log-loss reduction, two classes at 0.8 and 0.4",
            Cell.Of(Scored.Binary(s_context, (true, 1, 0.8), (false, -1, 0.4)).LogLossReduction), Cell.None,
            Cell.Of(1 - LogLoss.Binary([1, 0], [0.8f, 0.4f]) / Math.Log(2)),
            "the share saved against always answering with the classes' frequencies: 1 − loss / entropy");
        yield return new("… among three classes",
            Cell.Of(Scored.Multiclass(s_context, 1, s_three).LogLossReduction), Cell.None,
            Cell.Of(1 - LogLoss.Of([.. s_three.Select(row => row.Label)], [.. s_three.SelectMany(row => row.Scores)], 3, 1e-15)
                / (0.5 * Math.Log(2) + 0.5 * Math.Log(4))));
        yield return new("Area under the ROC curve, a tie of yes and no",
            Cell.Of(Scored.Binary(s_context, (true, 2, 0.9), (true, 1, 0.7), (false, 1, 0.7), (false, -1, 0.2)).AreaUnderRocCurve),
            Cell.None,
            Cell.Of(RocCurve.Of([1, 1, 0, 0], [2f, 1, 1, -1]).Auc), "a tie counts ½");
        yield return new("Area under precision and recall, all rows tied, yes first",
            Cell.Of(Tied(yesFirst: true)), Cell.None, Cell.Of(PrecisionRecallCurve.Of([1, 1, 0, 0], [1f, 1, 1, 1]).AveragePrecision),
            "ML.NET's depends on the order of tied rows");
        yield return new("… the same rows, no first",
            Cell.Of(Tied(yesFirst: false)), Cell.None, Cell.Of(PrecisionRecallCurve.Of([0, 0, 1, 1], [1f, 1, 1, 1]).AveragePrecision),
            "`MetricComparison` says where scores are tied");
        yield return new("Among the first 2 of 4 equal scores, true class the last",
            Cell.Of(Scored.Multiclass(s_context, 2, (3, [0.25f, 0.25f, 0.25f, 0.25f]), (3, [0.25f, 0.25f, 0.25f, 0.25f])).TopKAccuracy),
            Cell.Of(zeros(4).topk(2).indexes.data<long>().Contains(3) ? 1 : 0),
            Cell.Of(Accuracy.TopK([3], [0.25f, 0.25f, 0.25f, 0.25f], 4, 2)),
            "which of equal scores comes first");
        yield return new("Mean recall of two classes, one without a row, the other all right",
            Cell.Of(Scored.Multiclass(s_context, 1, (0, [0.9f, 0.1f]), (0, [0.9f, 0.1f])).MacroAccuracy), Cell.None,
            Cell.Of(ClassificationReport.Of([0, 0], [0, 0], 2).Macro.Recall), "ML.NET leaves out a class without a row");
        yield return new("Precision where nothing is called yes",
            Cell.Of(Scored.Binary(s_context, (true, -1, 0.3), (false, -1, 0.3)).PositivePrecision), Cell.None,
            Cell.Of(ClassificationReport.Of([1, 0], [0, 0], 2).PerClass[1].Precision));
        yield return new("F1 of the same rows",
            Cell.Of(Scored.Binary(s_context, (true, -1, 0.3), (false, -1, 0.3)).F1Score), Cell.None,
            Cell.Of(ClassificationReport.Of([1, 0], [0, 0], 2).PerClass[1].F1));
        yield return new("Accuracy of three rows, two right, the third predicted as NaN",
            Cell.Of(Scored.Binary(s_context, (true, 1, 0.9), (false, -1, 0.1), (true, double.NaN, double.NaN)).Accuracy),
            Cell.Of(nn.functional.binary_cross_entropy_with_logits(Vector(1, -1, double.NaN), Vector(1, 0, 1)).item<float>()),
            Cell.Of(() => Accuracy.AtThreshold([1, 0, 1], [1, -1, float.NaN], 0)),
            "ML.NET leaves the row out without a word; `MetricComparison` refuses it. TorchSharp's is its loss");
        yield return new("Mean squared error of errors 1 and 2",
            Cell.Of(Scored.Numbers(s_context, (0, 1), (0, 2)).MeanSquaredError),
            Cell.Of(nn.functional.mse_loss(Vector(1, 2), Vector(0, 0)).item<float>()),
            Cell.Of(RegressionScores.Of([0f, 0], [1f, 2]).MeanSquaredError));
        yield return new("R² where all targets are equal and all predictions right",
            Cell.Of(Scored.Numbers(s_context, (2, 2), (2, 2)).RSquared), Cell.None, Cell.Of(RegressionScores.Of([2f, 2], [2f, 2]).R2),
            "0 ÷ 0");
        yield return new("Distance of (3, 4) from a centre at (0, 0)", Cell.Of(KMeansDistance()),
            Cell.Of(cdist(tensor(new[] { 3f, 4 }, new long[] { 1, 2 }), zeros(1, 2)).item<float>()),
            Cell.Of(new KNearestNeighbours(1).Fit([0, 0], 2, [0]).Nearest([3f, 4]).Distances[0]),
            "ML.NET's KMeans gives the squared one; the course's is that of its nearest neighbours");
    }

    private static readonly (int Label, float[] Scores)[] s_three =
        [(0, [0.7f, 0.2f, 0.1f]), (0, [0.5f, 0.25f, 0.25f]), (1, [0.2f, 0.6f, 0.2f]), (2, [0.1f, 0.1f, 0.8f])];

    private static torch.Tensor Vector(params double[] values) => tensor([.. values.Select(value => (float)value)]);

    private static double Tied(bool yesFirst)
        => Scored.Binary(s_context,
            [.. new[] { yesFirst, yesFirst, !yesFirst, !yesFirst }.Select(yes => (yes, 1.0, 0.7))]).AreaUnderPrecisionRecallCurve;

    private static double KMeansDistance()
    {
        var centred = new Dataset("two points", [1, 0, -1, 0], [2]).ToDataView();
        var model = s_context.Clustering.Trainers.KMeans("Features", numberOfClusters: 1).Fit(centred);
        return model.Transform(new Dataset("a point", [3, 4], [2]).ToDataView()).ToDataset(features: "Score").Features[0];
    }
}
