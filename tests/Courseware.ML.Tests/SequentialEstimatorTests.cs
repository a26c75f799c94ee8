using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Courseware.ML.Tests;

public sealed class SequentialEstimatorTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_network_learns_in_a_pipeline_what_it_learns_alone()
    {
        var data = Datasets.Iris().Standardize();
        var (alone, options) = (Tables.Network([4], 3), Tables.Options(new CrossEntropy()));
        alone.Fit(data, options);
        using var fitted = new SequentialEstimator(_context, () => Tables.Network([4], 3), options).Fit(data.ToDataView());
        Assert.Equal(alone.Fingerprint, fitted.Model.Fingerprint);
        Assert.Equal(30, fitted.History.Epochs.Count);
        Assert.Equal(data.ClassNames, fitted.ClassNames);
    }

    [Theory]
    [InlineData("logits")]
    [InlineData("softmax")]
    [InlineData("log softmax")]
    public void Many_classes_are_evaluated_by_ML_NET(string last)
    {
        var data = Datasets.Iris();
        Activation? activation = last switch { "softmax" => new Softmax(), "log softmax" => new LogSoftmax(), _ => null };
        Loss loss = last switch
        {
            "softmax" => new KerasCategoricalCrossEntropy(),
            "log softmax" => new NegativeLogLikelihood(),
            _ =>
            new CrossEntropy()
        };
        var pipeline = _context.Transforms.NormalizeMeanVariance("Features")
            .Append(new SequentialEstimator(_context, () =>
                Tables.Network([4], 3, activation is null ? null : last == "softmax" ? new Softmax() : new LogSoftmax()),
                Tables.Options(loss)));
        var view = data.ToDataView();
        using var model = pipeline.Fit(view);
        var scored = model.Transform(view);
        var metrics = _context.MulticlassClassification.Evaluate(scored, topKPredictionCount: 2);
        Assert.InRange(metrics.MicroAccuracy, 0.93, 1);
        Assert.InRange(metrics.LogLoss, 0, 0.4);
        Assert.InRange(metrics.TopKAccuracy, 0.98, 1);

        // The scores are probabilities, and the column says whose.
        var scores = scored.ToDataset(features: "Score");
        for (var i = 0; i < 150; i++)
            Assert.Equal(1, scores.Row(i).Sum(), 1e-5);
        Assert.Equal(data.ClassNames, scores.FeatureNames);
        Assert.Equal(data.ClassNames, scored.ToDataset(label: "PredictedLabel").ClassNames);
    }

    [Theory]
    [InlineData("logit")]
    [InlineData("sigmoid")]
    [InlineData("plain number")]
    public void Yes_or_no_is_evaluated_by_ML_NET(string last)
    {
        var data = Datasets.BreastCancer().Standardize();
        Loss loss = last switch
        {
            "logit" => new BinaryCrossEntropyWithLogits(),
            "sigmoid" => new BinaryCrossEntropy(),
            _ =>
            new MeanSquaredError()
        };
        using var model = new SequentialEstimator(_context, () =>
            Tables.Network([30], 1, last == "sigmoid" ? new Sigmoid() : null), Tables.Options(loss))
            .Fit(data.ToDataView(LabelForm.Boolean));
        var scored = model.Transform(data.ToDataView(LabelForm.Boolean));
        var metrics = _context.BinaryClassification.Evaluate(scored);
        Assert.InRange(metrics.Accuracy, 0.96, 1);
        Assert.InRange(metrics.AreaUnderRocCurve, 0.98, 1);

        // The library's own accuracy, by the loss' threshold.
        Assert.Equal(model.Model.Evaluate(data, loss).Accuracy, metrics.Accuracy, 1e-12);
        if (last == "plain number")
            return;
        var outputs = model.Model.Predict(data);
        var probabilities = scored.ToDataset(features: "Probability", label: "PredictedLabel");
        for (var i = 0; i < data.Count; i++)
        {
            Assert.Equal(last == "sigmoid" ? outputs[i] : (float)Elementary.Sigmoid((double)outputs[i]), probabilities.Features[i], 1e-6);
            Assert.Equal(probabilities.Features[i] > 0.5 ? 1 : 0, probabilities.Labels[i]);
        }
    }

    [Fact]
    public void A_probability_of_exactly_one_still_counts_in_every_figure()
    {
        var data = new Dataset("far apart", [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? -1000f : 1000f)], [1],
            [.. Enumerable.Range(0, 40).Select(i => i % 2)]);
        using var model = new SequentialEstimator(_context, () =>
            new Sequential([1], 1) { new Dense(1, new Sigmoid()) }, Tables.Options(new BinaryCrossEntropy(), 5))
            .Fit(data.ToDataView(LabelForm.Boolean));
        var scored = model.Transform(data.ToDataView(LabelForm.Boolean));
        Assert.Contains(model.Model.Predict(data), p => p is 0 or 1);
        Assert.All(scored.ToDataset(features: "Score").Features, score => Assert.True(float.IsFinite(score)));
        var metrics = _context.BinaryClassification.Evaluate(scored);
        Assert.Equal(20, metrics.ConfusionMatrix.Counts[0].Sum(), 1e-9);
    }

    [Fact]
    public void A_number_is_evaluated_by_ML_NET()
    {
        var random = Tables.Random(400, [3]);
        var data = random.WithTargets([.. Enumerable.Range(0, 400).Select(i => 2 * random.Row(i)[0] - random.Row(i)[1] + 0.5f)], 1);
        using var model = new SequentialEstimator(_context, () => Tables.Network([3], 1), Tables.Options(new MeanSquaredError(), 60))
            .Fit(data.ToDataView());
        var scored = model.Transform(data.ToDataView());
        Assert.InRange(_context.Regression.Evaluate(scored).RSquared, 0.98, 1);
        Assert.Equal(model.Model.Predict(data), scored.ToDataset(features: "Score").Features);
    }

    [Fact]
    public void Several_numbers_are_learnt_and_scored_as_a_vector()
    {
        var data = Tables.Random(90, [3], targets: 2);
        using var model = new SequentialEstimator(_context, () =>
            Tables.Network([3], 2), Tables.Options(new MeanSquaredError(), 2), label: "Targets").Fit(data.ToDataView());
        Assert.Equal(model.Model.Predict(data), model.Transform(data.ToDataView()).ToDataset(features: "Score").Features);
    }

    [Fact]
    public void Images_keep_their_shape_and_more_rows_than_a_batch_score_as_Predict_does()
    {
        var data = Datasets.Digits();
        Sequential Make()
            => new([1, 8, 8], seed: 2) { new Conv2D(4, 3, activation: new Relu()), new Flatten(), new Dense(10, new Softmax()) };
        using var model = new SequentialEstimator(_context, Make, Tables.Options(new KerasCategoricalCrossEntropy(), 3))
            .Fit(data.ToDataView());
        var scored = model.Transform(data.ToDataView());
        Assert.Equal(model.Model.Predict(data), scored.ToDataset(features: "Score").Features);

        // The columns that are passed on lie beside their own scores.
        var back = scored.ToDataset();
        Assert.Equal(data.Features, back.Features);
        Assert.Equal(data.Labels, back.Labels);
        Assert.InRange(_context.MulticlassClassification.Evaluate(scored).MicroAccuracy, 0.8, 1);

        // A vector that has lost its shape is read in that of the model.
        using var flat = new SequentialEstimator(_context, Make, Tables.Options(new KerasCategoricalCrossEntropy(), 3))
            .Fit(_context.Data.TakeRows(data.Flatten().ToDataView(), 9999));
        Assert.Equal(model.Model.Fingerprint, flat.Model.Fingerprint);
    }

    [Fact]
    public void ML_NETs_own_cross_validation_fits_a_new_model_for_each_fold()
    {
        var made = 0;
        Sequential Make()
        {
            made++;
            return Tables.Network([4], 3);
        }
        var pipeline = _context.Transforms.NormalizeMeanVariance("Features")
            .Append(new SequentialEstimator(_context, Make, Tables.Options(new CrossEntropy())));
        var folds = _context.MulticlassClassification.CrossValidate(Datasets.Iris().ToDataView(), pipeline, numberOfFolds: 3, seed: 1);
        Assert.Equal(3, made);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.85, 1));
    }

    [Fact]
    public void One_row_at_a_time_scores_as_all_together()
    {
        var data = Datasets.Iris();
        var pipeline = _context.Transforms.NormalizeMeanVariance("Features")
            .Append(new SequentialEstimator(_context, () => Tables.Network([4], 3), Tables.Options(new CrossEntropy())));
        using var model = pipeline.Fit(data.ToDataView());
        var all = model.Transform(data.ToDataView()).ToDataset(features: "Score", label: "PredictedLabel");
        using var engine =
            _context.Model.CreatePredictionEngine<Measures, Called>(model, new PredictionEngineOptions { OwnsTransformer = false });
        for (var i = 0; i < 150; i += 7)
        {
            var called = engine.Predict(new() { Features = data.Row(i) });
            Assert.Equal(all.Row(i), called.Score);
            Assert.Equal(all.Labels[i] + 1, (int)called.PredictedLabel);
        }
    }

    [Fact]
    public void The_engine_that_the_options_name_trains_and_predicts()
    {
        var engine = new CountingEngine();
        using var model = new SequentialEstimator(_context, () =>
            Tables.Network([4], 3), Tables.Options(new CrossEntropy(), 2) with { Engine = engine }).Fit(Datasets.Iris().ToDataView());
        _context.MulticlassClassification.Evaluate(model.Transform(Datasets.Iris().ToDataView()));
        Assert.Equal(2, engine.Sessions);
    }

    [Fact]
    public void What_does_not_fit_is_told_with_its_mend()
    {
        var iris = Datasets.Iris();
        Says(() => Estimator(4, 5).Fit(iris.ToDataView()), "key of 3 classes", "has 5 outputs", "3 units");
        Says(() => Estimator(30, 1).Fit(Datasets.BreastCancer().ToDataView()), "1 output", "LabelForm.Boolean");
        Says(() => Estimator(30, 2).Fit(Datasets.BreastCancer().ToDataView(LabelForm.Boolean)), "boolean", "has 2 outputs");
        Says(() => Estimator(7, 3).Fit(iris.ToDataView()), "takes samples of shape", "7");
        Says(() => Estimator(4, 3, label: "Kind").Fit(iris.ToDataView()), "no column 'Kind'", "Features, Label");
        Says(() => Estimator(4, 3, label: "Kind").Append(_context.Transforms.CopyColumns("Copy", "Score"))
            .Fit(iris.ToDataView()), "no column 'Kind'");

        using var model = Estimator(4, 3).Fit(iris.ToDataView());
        Says(() => model.Transform(Datasets.Wine().ToDataView()), "takes 4 numbers", "13");
        var text = Assert.ThrowsAny<Exception>(() => _context.Model.Save(model, null, Stream.Null)).ToString();
        Assert.Contains("model.Model.Save(path)", text.Replace("transformer.", "model.", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    private SequentialEstimator Estimator(int inputs, int outputs, string label = "Label")
        => new(_context, () =>
            Tables.Network([inputs], outputs), Tables.Options(outputs == 1 ? new BinaryCrossEntropyWithLogits() : new CrossEntropy(), 1),
            label: label);

    private static void Says(Action action, params string[] parts)
    {
        var text = Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    private sealed class Measures
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Called
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    private sealed class CountingEngine : ITrainingEngine
    {
        public int Sessions { get; private set; }

        public string Name => "counting";

        public string? Cannot(TrainingPlan plan) => null;

        public ITrainingSession Start(TrainingPlan plan)
        {
            Sessions++;
            return new ManagedEngine().Start(plan);
        }
    }
}
