using Microsoft.ML;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.NasBert;

namespace Courseware;

/// <summary>
/// ML.NET's text classification: NAS-BERT (Xu et al. 2021), a small transformer that was trained to read English, gets a new last layer and
/// is trained on from there (Microsoft.ML.TorchSharp). It is measured by ML.NET's own <c>Evaluate</c>, with the course's figures beside it.
/// </summary>
public sealed class TextClassifier
{
    private const string Text = "Text";

    /// <summary>Starts libtorch, on the GPU if it can use one.</summary>
    /// <exception cref="InvalidOperationException">The torchsharp engine is not built, or does not run here; the text says what to
    /// do.</exception>
    public TextClassifier()
    {
        if (!Adapter.TryLoad(out _, out var reason))
            throw new InvalidOperationException(reason);
    }

    /// <summary>Texts in a batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The largest step size; it rises to it and falls again (ML.NET's default).</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Trains on the first part and measures on the second.</summary>
    /// <param name="texts">What to train and to test on. Test texts of a class that no training text has are left out: ML.NET's network has
    /// no output for them.</param>
    /// <param name="weights">The pretrained weights: NasBert2000000.tsm in a folder called mlnet, which is where ML.NET looks and where it
    /// would download them to.</param>
    /// <param name="epochs">Passes over the training texts.</param>
    /// <param name="seed">For dropout and the new last layer.</param>
    /// <exception cref="ArgumentException">The weights are not where ML.NET looks, or the training texts are of one class only.</exception>
    public TextFigures Run(TrainTestTexts texts, string weights, int epochs, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        var counts = texts.Train.Labels.CountBy(label => label).ToDictionary();
        if (counts.Count < 2)
            throw new ArgumentException($"The {texts.Train.Count} training texts are all of one class: there is nothing to tell apart. Take more.", nameof(texts));
        var tested = Rows(texts.Test).Where(row => counts.ContainsKey(row.Class)).ToArray();
        if (tested.Length == 0)
        {
            throw new ArgumentException($"None of the {texts.Test.Count} test texts is of a class of the training texts. Take more.",
                nameof(texts));
        }

        var context = PretrainedText.Context(weights, seed);
        var line = Show.Transient(
            FormattableString.Invariant($"ML.NET reads {texts.Train.Count:N0} texts {(epochs == 1 ? "once" : $"{epochs} times")} and is tested on {tested.Length:N0}."));
        var pipeline = context.Transforms.Conversion.MapValueToKey(ColumnNames.Label)
            .Append(context.MulticlassClassification.Trainers.TextClassification(new TextClassificationTrainer.TextClassificationOptions
            {
                LabelColumnName = ColumnNames.Label,
                Sentence1ColumnName = Text,
                ScoreColumnName = ColumnNames.Score,
                PredictionColumnName = ColumnNames.PredictedLabel,
                BatchSize = BatchSize,
                MaxEpoch = epochs,
                LearningRate = [LearningRate],
            }));
        using var model = pipeline.Fit(context.Data.LoadFromEnumerable(Rows(texts.Train)));

        // Each pass over the result computes all scores again: they are kept for the several that the figures take.
        var scored = context.Data.Cache(model.Transform(context.Data.LoadFromEnumerable(tested)), ColumnNames.Label, ColumnNames.Score,
            ColumnNames.PredictedLabel);
        var figures = MetricComparison.Of(context, scored, PredictionTask.Multiclass);
        line.Update(new Transient("ML.NET has finished."));

        var commonest = counts.MaxBy(pair => pair.Value).Key;
        return new(figures, texts.Train.Name, texts.Train.Count, epochs, counts.Count, tested.Length, texts.Test.Count - tested.Length,
            tested.Count(row => row.Class == commonest) / (double)tested.Length);
    }

    // ML.NET cannot be told to stop, but it asks for row after row.
    private static IEnumerable<Row> Rows(LabelledTexts texts)
    {
        var cancellation = Notebook.Cancellation;
        for (var i = 0; i < texts.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new() { Text = texts.Texts[i], Label = texts.ClassNames[texts.Labels[i]], Class = texts.Labels[i] };
        }
    }

    // ML.NET reads properties that can be set.
    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";

        public int Class { get; set; }
    }
}
