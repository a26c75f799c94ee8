using Courseware.Testing;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Courseware.ML.Tests.Definitions;

/// <summary>What happens to rows before and between trainings, and models without a network.</summary>
internal static class Preparation
{
    private static readonly MLContext s_context = new(seed: 1);

    public static IEnumerable<Definition> Rows()
    {
        yield return new("1, 2, 3 standardised: the first", Cell.Of(First(s_context.Transforms.NormalizeMeanVariance("Features"), 1, 2, 3)),
            Cell.Of(Standardised(1, 2, 3)), Cell.Of(OfCourse(Scaling.Standard, 1, 2, 3)),
            "`NormalizeMeanVariance` scales and does not centre by default; TorchSharp's `std()` divides by n − 1");
        yield return new("… with `fixZero: false`; by `BatchNorm1d`",
            Cell.Of(First(s_context.Transforms.NormalizeMeanVariance("Features", fixZero: false), 1, 2, 3)),
            Cell.Of(nn.BatchNorm1d(1, eps: 0).forward(tensor(new[] { 1f, 2, 3 }, new long[] { 3, 1 })).data<float>()[0]),
            Cell.Of(OfCourse(Scaling.Standard, 1, 2, 3)));
        yield return new("2, 3, 4 brought to 0…1: the first", Cell.Of(First(s_context.Transforms.NormalizeMinMax("Features"), 2, 3, 4)),
            Cell.None,
            Cell.Of(OfCourse(Scaling.Unit, 2, 3, 4)), "`NormalizeMinMax` divides by the largest size by default");
        yield return new("… with `fixZero: false`",
            Cell.Of(First(s_context.Transforms.NormalizeMinMax("Features", fixZero: false), 2, 3, 4)), Cell.None,
            Cell.Of(OfCourse(Scaling.Unit, 2, 3, 4)));
        yield return new("An empty number in a text file", Cell.Of(EmptyNumber(asNaN: false)), Cell.None,
            Cell.Of(() => OwnFile("1,2\n,4\n")),
            "`MissingRealsAsNaNs = true` reads NaN, which trainers and metrics then leave out");
        yield return new("A fifth of 100 rows for testing: how many", Cell.Of(TestRows(100, samplingKey: null)), Cell.None,
            Cell.Of(Numbered(100).Split(0.8, seed: 1).Test.Count),
            "ML.NET draws for each row");
        yield return new("… with the label as `samplingKeyColumnName`, two classes", Cell.Of(TestRows(100, ColumnNames.Label)), Cell.None,
            Cell.Of(Numbered(100).StratifiedSubset(0.2, seed: 1).Count),
            "a key keeps rows of one value together, it does not stratify; `Trial.Run` refuses an empty test set");
        yield return new("Different orders in 5 epochs of one seeded shuffle", Cell.None, Cell.Of(OrdersOfDataLoader(5)),
            Cell.Of(OrdersOfCourse(5)),
            "`DataLoader(shuffle, seed)` repeats one order");
        yield return new("Two fits with one seeded context: the same model?", Cell.Of(SameKMeans(oneContext: true)), Cell.Of(SameLinear()),
            Cell.Of(SameCourse()),
            "a context's (and `manual_seed`'s) random numbers run on; the course's belong to the model and the step. `ClassicModels` and `SequentialEstimator` give the same again");
        yield return new("… each with a context of that seed", Cell.Of(SameKMeans(oneContext: false)), Cell.None, Cell.Of(SameCourse()));
        yield return new("L1 of a linear model, by default", Cell.Of(new LbfgsLogisticRegressionBinaryTrainer.Options().L1Regularization),
            Cell.Of(0), Cell.Of(0),
            "`Lbfgs…` has both by default; `ClassicModels.MaximumEntropy` has L1 = 0");
        yield return new("L2 of a linear model, by default", Cell.Of(new LbfgsLogisticRegressionBinaryTrainer.Options().L2Regularization),
            Cell.Of(0), Cell.Of(new LogisticRegression().L2),
            "`SoftmaxRegression` and `LogisticRegression` keep their minimum unique with it");
        yield return new("Pull of an L2 of 1 on a weight of 1, in the loss summed over 10 rows", Cell.Of(PullOfMLNet(10)),
            Cell.Of(PullOfTorch(10)), Cell.Of(PullOfCourse(10)),
            "½λw² beside the sum; beside the mean (TorchSharp's `weight_decay` is that gradient); the course's layers have Keras' λw² beside the mean, its `LogisticRegression` ½λw²: 10");
        yield return new("Boosted trees of 19 rows, all targets 100: the prediction", Cell.Of(FewRows(19)), Cell.None,
            Cell.Of(() => FewRowsOfCourse(19)),
            "with fewer rows than two leaves need, FastTree predicts 0; `ClassicModels.BoostedTrees` refuses them");
        yield return new("… of 20 rows", Cell.Of(FewRows(20)), Cell.None, Cell.Of(() => FewRowsOfCourse(20)));
    }

    private static Dataset Column(params float[] values) => new("a column", values, [1]);

    private static Dataset Numbered(int rows)
        => new("rows", [.. Enumerable.Range(0, rows).Select(i => (float)i)], [1], [.. Enumerable.Range(0, rows).Select(i => i % 2)]);

    private static double First(Microsoft.ML.Transforms.NormalizingEstimator normaliser, params float[] values)
    {
        var view = Column(values).ToDataView();
        return normaliser.Fit(view).Transform(view).ToDataset().Features[0];
    }

    private static double Standardised(params float[] values)
    {
        var x = tensor(values);
        return ((x - x.mean()) / x.std()).data<float>()[0];
    }

    private static double OfCourse(Func<Dataset, Scaling> scaling, params float[] values)
    {
        var row = values[..1];
        scaling(Column(values)).Apply(row);
        return row[0];
    }

    private static double EmptyNumber(bool asNaN)
    {
        using var folder = new TemporaryFolder();
        folder.Write("rows.csv", "1,2\n,4\n");
        var options = new TextLoader.Options
        {
            Separators = [','],
            MissingRealsAsNaNs = asNaN,
            Columns = [new("A", Microsoft.ML.Data.DataKind.Single, 0), new("B", Microsoft.ML.Data.DataKind.Single, 1)]
        };
        return s_context.Data.LoadFromTextFile(folder.At("rows.csv"), options).GetColumn<float>("A").Last();
    }

    private static double OwnFile(string text)
    {
        using var folder = new TemporaryFolder();
        folder.Write("rows.csv", text);
        using var file = new CsvFile(folder.At("rows.csv"), 2, "two numbers a line");
        var row = new float[2];
        while (file.TryReadNumbers(row))
        {
        }
        return row[0];
    }

    private static double TestRows(int rows, string? samplingKey)
    {
        var split = s_context.Data.TrainTestSplit(Numbered(rows)
            .ToDataView(LabelForm.Boolean), testFraction: 0.2, samplingKeyColumnName: samplingKey);
        return split.TestSet.GetColumn<bool>(ColumnNames.Label).Count();
    }

    private static double OrdersOfDataLoader(int epochs)
    {
        using var data = utils.data.TensorDataset(arange(8));
        using var loader = utils.data.DataLoader(data, batchSize: 8, shuffle: true, seed: 1);
        return Enumerable.Range(0, epochs).Select(_ => string.Join(' ', loader.SelectMany(batch => batch[0].data<long>().ToArray())))
            .Distinct().Count();
    }

    private static double OrdersOfCourse(int epochs)
    {
        var order = new SampleOrder(8, 8, 8, seed: 1);
        return Enumerable.Range(1, epochs).Select(epoch =>
        {
            order.Begin(epoch, shuffle: true);
            return string.Join(' ', order.Next(8).ToArray());
        }).Distinct().Count();
    }

    private static bool SameKMeans(bool oneContext)
    {
        var view = new Dataset("drawn", [.. Tables.Random(60, [2]).Features], [2]).ToDataView();
        var context = new MLContext(seed: 1);
        float[] Fit()
        {
            var one = oneContext ? context : new MLContext(seed: 1);
            var trainer = one.Clustering.Trainers.KMeans(
                new KMeansTrainer.Options
                {
                    NumberOfClusters = 5,
                    NumberOfThreads = 1,
                    MaximumNumberOfIterations = 1,
                    InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.Random
                });
            return trainer.Fit(view).Transform(view).ToDataset(features: "Score").Features;
        }
        return Fit().SequenceEqual(Fit());
    }

    private static bool SameLinear()
    {
        random.manual_seed(1);
        float[] Weights() => nn.Linear(2, 2).weight.data<float>().ToArray();
        return Weights().SequenceEqual(Weights());
    }

    private static bool SameCourse()
    {
        var rows = Tables.Random(60, [2], classes: 2);
        Fingerprint Fit() => Tables.Network([2], 2).Fit(rows, Tables.Options(new CrossEntropy(), 2)).Fingerprint;
        return Fit().Equals(Fit());
    }

    // Half of the rows at 1 are yes, half at −1 no: no intercept, and the loss is that of one weight w. At its minimum the data pull with
    // rows / (1 + e^w), the penalty with as much.
    private static Dataset Mirrored(int rows)
        => new("mirrored", [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? 1f : -1)], [1],
            [.. Enumerable.Range(0, rows).Select(i => 1 - i % 2)]);

    private static double PullOfMLNet(int rows)
    {
        var trainer = s_context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options { L1Regularization = 0, L2Regularization = 1, OptimizationTolerance = 1e-9f });
        var w = trainer.Fit(Mirrored(rows).ToDataView(LabelForm.Boolean)).Model.SubModel.Weights[0];
        return Math.Round(rows / (1 + Math.Exp(w)) / w, 2);
    }

    private static double PullOfTorch(int rows)
    {
        var w = new TorchSharp.Modules.Parameter(ones(1));
        var optimizer = optim.SGD([w], 1, weight_decay: 1);
        (w * 0).sum().backward();
        optimizer.step();
        return rows * (1 - w.data<float>()[0]);
    }

    private static double PullOfCourse(int rows)
    {
        var w = Tensor.Parameter("w", [1.0], 1);
        new L2(1).Of(w).Backward();
        return rows * w.Grad!.ToDoubles()[0];
    }

    private static Dataset Equal(int rows)
        => new("equal", [.. Enumerable.Range(0, rows).Select(i => (float)i)], [1], targets: [.. Enumerable.Repeat(100f, rows)],
            targetWidth: 1);

    private static double FewRows(int rows) => Prediction(s_context.Regression.Trainers.FastTree(), rows);

    private static double FewRowsOfCourse(int rows) => Prediction(ClassicModels.BoostedTrees(s_context, PredictionTask.Regression), rows);

    private static double Prediction(IEstimator<ITransformer> trees, int rows)
    {
        var view = Equal(rows).ToDataView();
        return Math.Round(trees.Fit(view).Transform(view).ToDataset(features: "Score").Features[0]);
    }
}
