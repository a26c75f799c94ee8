using Courseware.Tests;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>
/// ML.NET's text classification, from weights of the right shape that were drawn and not trained: the pretrained ones cannot be had
/// everywhere. So the way is tested, and the figures against each other, but not how well it reads.
/// </summary>
[Collection("environment")]
public sealed class TextClassifierTests : IClassFixture<DrawnWeights>
{
    private static readonly string[] s_subjects = ["wheat", "gold", "ships", "sugar"];
    private readonly DrawnWeights _weights;

    public TextClassifierTests(DrawnWeights weights)
    {
        _weights = weights;
        if (LibTorch.IsLeftOut)
            Assert.Skip(LibTorch.LeftOut);
    }

    [Fact]
    public void It_trains_and_is_tested_and_both_figures_of_merit_agree()
    {
        var figures = new TextClassifier { BatchSize = 8 }.Run(Texts(16, 12), _weights.Path, epochs: 1);
        Assert.Equal((16, 1, 3, 12, 0), (figures.Trained, figures.Epochs, figures.Classes, figures.Tested, figures.LeftOut));
        Assert.All(["accuracy", "among the first 3"], name => Assert.Equal(figures.Figures[name].MLNet, figures.Figures[name].Ours, 1e-9));
        Assert.Equal(12, figures.Figures.Rows);
        Assert.Equal(1, figures.Figures["among the first 3"].Ours, 1e-9);
        Assert.InRange(figures.Figures["accuracy"].Ours, 0, 1);
        Assert.Contains("trained on 16 texts (few) for 1 epoch", figures.ToString(), StringComparison.Ordinal);
        Assert.Contains("12 test texts in 3 classes; always the commonest class: 0.", figures.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("log loss", figures.ToString(), StringComparison.Ordinal); // The scores are no probabilities.
        Assert.Contains("text/html", figures.ToMimeBundle().Keys);
    }

    [Fact]
    public void A_seed_gives_the_same_figures_again()
    {
        MetricPair[] Figures(int seed) => [.. new TextClassifier().Run(Texts(12, 30), _weights.Path, epochs: 1, seed).Figures.Pairs];
        var log = Figures(3)[2]; // The figure that shows every change of a score.
        Assert.Equal(log.MLNet, Figures(3)[2].MLNet, 1e-4);
        Assert.NotEqual(log.MLNet, Figures(4)[2].MLNet, 1e-4);
    }

    [Fact]
    public void Test_texts_of_a_class_that_was_not_trained_on_are_left_out_and_counted()
    {
        var texts = Texts(9, 8);
        var figures =
            new TextClassifier().Run(
                texts with { Test = texts.Test with { Labels = [.. texts.Test.Labels.Select((label, i) => i < 3 ? 1 : label)] } },
                _weights.Path, epochs: 1);
        Assert.Equal((3, 5, 3), (figures.Classes, figures.Tested, figures.LeftOut));
        Assert.Contains("(3 of other classes left out)", figures.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_one_class_and_weights_elsewhere_are_errors_that_say_so()
    {
        var texts = Texts(6, 6);
        var one = texts with { Train = texts.Train with { Labels = new int[6] } };
        Assert.Contains("all of one class",
            Assert.Throws<ArgumentException>(() => new TextClassifier().Run(one, _weights.Path, epochs: 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("no such file",
            Assert.Throws<ArgumentException>(() => new TextClassifier().Run(texts, _weights.Path + "x", epochs: 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_gets_the_figures_in_one_call()
    {
        // The file passes the library's check, and the library finds the engine.
        Environment.SetEnvironmentVariable("COURSEWARE_CACHE", _weights.Folder);
        try
        {
            var trial = PretrainedText.Classify(() => Texts(12, 6), train: 8, test: 4, epochs: 1);
            Assert.True(trial.Missing is null, trial.Missing);
            Assert.Equal((8, 4), (Assert.IsType<TextFigures>(trial.Result).Trained, ((TextFigures)trial.Result!).Tested));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COURSEWARE_CACHE", null);
        }
    }

    // Classes 0, 2 and 3 of four: their numbers have a gap, as those of the first texts of a data set may.
    private static TrainTestTexts Texts(int train, int test)
    {
        var random = new RandomStream(5, "texts");
        return new(Part("few", train), Part("test", test));

        LabelledTexts Part(string name, int count)
        {
            int[] classes = [0, 2, 3];
            int[] labels = [.. Enumerable.Range(0, count).Select(i => classes[i < 3 ? i : random.Next(3)])];
            return new(name,
                [.. labels.Select(
                    label => $"the price of {s_subjects[label]} rose {random.Next(100)} pct, {s_subjects[label]} traders said")], labels,
                    s_subjects,
                new("few", DataKind.Real, "0", count, "a test", "none"));
        }
    }
}
