using Xunit;

namespace Courseware.Tests.Training;

/// <summary>A model at work: evaluate, predict, look inside; and models compared by cross-validation.</summary>
public sealed class UseTests
{
    // More than one piece of an evaluation, and the last one incomplete.
    private static readonly Dataset s_data = Clouds.Of(261, [4], 3, 1);

    [Fact]
    public void Predict_gives_the_rows_that_a_forward_pass_gives()
        => Assert.Equal(Model().Forward(Tensor.From(s_data.Features, 261, 4)).ToSingles(), Model().Predict(s_data));

    [Fact]
    public void Evaluate_is_the_mean_over_all_samples_in_evaluation_mode()
    {
        var model = Model();
        var logits = Tensor.From(model.Predict(s_data), 261, 3);
        var labels = Tensor.From(Array.ConvertAll(s_data.Labels, l => (float)l), 261);
        var evaluation = model.Evaluate(s_data, new CrossEntropy());
        Assert.Equal(new CrossEntropy().Of(logits, labels).Item(), evaluation.Loss, 1e-5);
        Assert.Equal(model.PredictClasses(s_data).Zip(s_data.Labels).Count(p => p.First == p.Second) / 261.0, evaluation.Accuracy);
        Assert.Equal(evaluation, model.Evaluate(s_data, new CrossEntropy()));
    }

    [Fact]
    public void PredictClasses_takes_the_largest_output_and_the_first_of_equals()
    {
        var model = new Sequential([2], seed: 1) { new Dense(3, useBias: false, weightInitializer: new Given(1, 0, 0, 1, 1, 0)) };
        Assert.Equal([0, 1, 0], model.PredictClasses(new Dataset("rows", [2, 1, 1, 2, 1, 1], [2])));
    }

    [Fact]
    public void PredictClasses_of_one_output_compares_with_the_threshold()
    {
        var model = new Sequential([1], seed: 1) { new Dense(1, useBias: false, weightInitializer: new Given(1)) };
        var rows = new Dataset("rows", [-1, 0, 0.3f, 0.5f, 0.7f], [1]);
        Assert.Equal([0, 0, 1, 1, 1], model.PredictClasses(rows));
        Assert.Equal([0, 0, 0, 0, 1], model.PredictClasses(rows, threshold: 0.5));
    }

    [Fact]
    public void Activations_are_every_layers_output()
    {
        var (model, few) = (Model(), s_data.Take(5));
        var activations = model.Activations(few);
        Assert.Equal([5 * 8, 5 * 8, 5 * 3], activations.Select(a => a.Length));
        Assert.Equal(activations[0], activations[1]);   // dropout lets everything pass
        Assert.Equal(model.Predict(few), activations[2]);
    }

    [Fact]
    public void Cross_validation_holds_every_row_out_once()
    {
        var seen = new Seen();
        var histories = CrossValidation.Run(s_data, 5, fold =>
            new Sequential([4], seed: fold) { new Dense(3) }, Options() with { Callbacks = [seen] }, seed: 3);
        Assert.Equal(["fold 1", "fold 2", "fold 3", "fold 4", "fold 5"], histories.Select(h => h.Name));
        Assert.All(histories, h => Assert.False(double.IsNaN(h.Last.ValLoss)));

        // The folds are those of KFold, so that other models can be compared on the same ones.
        var folds = KFold.Split(261, 5, seed: 3);
        Assert.Equal(folds.Select(f => s_data.Subset(f.Held).HashNow()), seen.Validations);
    }

    [Fact]
    public void Cross_validation_needs_two_folds()
        => Assert.Contains("folds must be in 2…261",
            Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.Run(s_data, 1, _ => Model(), Options(), seed: 1)).Message,
            StringComparison.Ordinal);

    private static FitOptions Options() => new() { Loss = new CrossEntropy(), Optimizer = new Sgd(0.1), Epochs = 1, BatchSize = 32 };

    private static Sequential Model() => new([4], seed: 1) { new Dense(8, new Relu()), new Dropout(0.5), new Dense(3) };

    private sealed class Seen : Callback
    {
        public List<string> Validations { get; } = [];

        public override void Begin(FitProgress progress) => Validations.Add(((Dataset)progress.Options.Validation!).HashNow());
    }
}
