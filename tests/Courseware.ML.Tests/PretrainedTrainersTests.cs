using Courseware.Tests;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.NasBert;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>
/// ML.NET's other trainers of that network, by the door of text classification: they train, which on TorchSharp 0.107 they do not in the
/// package as it comes.
/// </summary>
[Collection("environment")]
public sealed class PretrainedTrainersTests : IClassFixture<DrawnWeights>
{
    private readonly DrawnWeights _weights;

    public PretrainedTrainersTests(DrawnWeights weights)
    {
        _weights = weights;
        if (LibTorch.IsLeftOut)
            Assert.Skip(LibTorch.LeftOut);
    }

    [Fact]
    public void Sentence_similarity_trains_and_scores()
    {
        var (few, many) = (Error(epochs: 1), Error(epochs: 12));
        TestContext.Current.TestOutputHelper?.WriteLine($"squared error {few} after 1 epoch, {many} after 12");
        Assert.True(many < few / 2, $"{few} after 1 epoch, {many} after 12.");
    }

    // All pairs have the similarity 2: the network must learn to say so.
    private double Error(int epochs)
    {
        var context = PretrainedText.Context(_weights.Path);
        Pair[] pairs =
            [.. Enumerable.Range(0, 16)
                .Select(i => new Pair { Sentence1 = $"the price of gold rose by {i}", Sentence2 = "traders sold wheat", Label = 2 })];
        var view = context.Data.LoadFromEnumerable(pairs);
        using var model = context.Regression.Trainers.SentenceSimilarity(new SentenceSimilarityTrainer.SentenceSimilarityOptions
        {
            LabelColumnName = nameof(Pair.Label),
            ScoreColumnName = ColumnNames.Score,
            Sentence1ColumnName = nameof(Pair.Sentence1),
            Sentence2ColumnName = nameof(Pair.Sentence2),
            BatchSize = 8,
            MaxEpoch = epochs,
            LearningRate = [0.002],
        }).Fit(view);
        var figures = MetricComparison.Of(context, context.Data.Cache(model.Transform(view), ColumnNames.Label, ColumnNames.Score),
            PredictionTask.Regression);
        Assert.Equal(figures["mean squared error"].MLNet, figures["mean squared error"].Ours, 1e-6);
        return figures["mean squared error"].Ours;
    }

    [Fact]
    public void Named_entities_are_learnt_and_called()
    {
        var context = PretrainedText.Context(_weights.OfEntities);
        Sentence[] sentences =
            [.. Enumerable.Range(0, 16)
                .Select(i => new Sentence { Text = "Alice and Bob went to Rome",
                    Label = ["CITY", "CITY", "CITY", "CITY", "CITY", "CITY"] })];
        var names = context.Data.LoadFromEnumerable<Name>([new() { Key = "PERSON" }, new() { Key = "CITY" }, new() { Key = "0" }]);
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label", keyData: names)
            .Append(context.MulticlassClassification.Trainers.NamedEntityRecognition(new NerTrainer.NerOptions
            {
                LabelColumnName = "Label",
                PredictionColumnName = "Called",
                Sentence1ColumnName = nameof(Sentence.Text),
                BatchSize = 8,
                MaxEpoch = 6,
                LearningRate = [0.002],
            }))
            .Append(context.Transforms.Conversion.MapKeyToValue("Called"));
        var view = context.Data.LoadFromEnumerable(sentences);
        using var model = pipeline.Fit(view);
        var called = model.Transform(view).GetColumn<ReadOnlyMemory<char>[]>("Called").First();
        Assert.Equal(6, called.Length);
        // ML.NET 0.23.1 counts its start token in what it reads out and not in the words, so that each word gets the name of the token
        // before it; the start token has none.
        Assert.Equal(["", "CITY", "CITY", "CITY", "CITY", "CITY"], called.Select(name => name.ToString()));
    }

    [Fact]
    public void Weights_that_are_none_of_the_trainers_are_an_error_that_names_theirs()
    {
        var text = Assert.Throws<ArgumentException>(() =>
            PretrainedText.Context(Path.Combine(_weights.Folder, "mlnet", "other.tsm"))).Message;
        Assert.Contains("NasBert2000000.tsm or pretrained_NasBert_14M_encoder.tsm", text, StringComparison.Ordinal);
    }

    private sealed class Pair
    {
        public string Sentence1 { get; set; } = "";

        public string Sentence2 { get; set; } = "";

        public float Label { get; set; }
    }

    private sealed class Sentence
    {
        public string Text { get; set; } = "";

        public string[] Label { get; set; } = [];
    }

    private sealed class Name
    {
        public string Key { get; set; } = "";
    }
}
