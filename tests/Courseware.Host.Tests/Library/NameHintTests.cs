using Xunit;

namespace Courseware.Host.Tests.Library;

/// <summary>A name from Keras, PyTorch or a slip of the finger is answered with the library's.</summary>
public sealed class NameHintTests(NameHintTests.Fixture fixture) : IClassFixture<NameHintTests.Fixture>
{
    [Theory]
    [InlineData("new SoftmaxCrossEntropy()",
        "Did you mean CrossEntropy? (Keras: CategoricalCrossentropy(from_logits=True), Keras: SparseCategoricalCrossentropy(from_logits=True), PyTorch: nn.CrossEntropyLoss)")]
    [InlineData("new SparseCategoricalCrossentropy()",
        "Did you mean CrossEntropy (Keras: CategoricalCrossentropy(from_logits=True), Keras: SparseCategoricalCrossentropy(from_logits=True), PyTorch: nn.CrossEntropyLoss) or KerasCategoricalCrossEntropy (Keras: CategoricalCrossentropy, Keras: SparseCategoricalCrossentropy)?")]
    [InlineData("new CategoricalCrossentropy()", "or KerasCategoricalCrossEntropy (Keras: CategoricalCrossentropy")]
    [InlineData("new MSE()", "Did you mean MeanSquaredError? (Keras: MeanSquaredError, PyTorch: nn.MSELoss)")]
    [InlineData("new BCEWithLogitsLoss()",
        "Did you mean BinaryCrossEntropyWithLogits? (Keras: BinaryCrossentropy(from_logits=True), PyTorch: nn.BCEWithLogitsLoss)")]
    [InlineData("new Linear(3)", "Did you mean Dense? (Keras: Dense, PyTorch: nn.Linear)")]
    [InlineData("Linear(3)", "Did you mean Dense? (Keras: Dense, PyTorch: nn.Linear)")]
    [InlineData("new ReLU()", "Did you mean Relu?")]
    [InlineData("new Conv2d(8, 3)", "Did you mean Conv2D?")]
    [InlineData("new nn.Linear(4, 3)", "Did you mean Dense? (Keras: Dense, PyTorch: nn.Linear)")]
    [InlineData("nn.CrossEntropyLoss()", "Did you mean CrossEntropy? (Keras: CategoricalCrossentropy(from_logits=True)")]
    [InlineData("keras.layers.BatchNormalization()", "Did you mean BatchNorm? (Keras: BatchNormalization")]
    [InlineData("model.fit(data, options)", "Did you mean Fit?")]
    [InlineData("model.Ft(data, options)", null)]
    [InlineData("model.Evalute(data, new CrossEntropy())", "Did you mean Evaluate?")]
    [InlineData("model.compile()", "Did you mean Fit? (Keras: compile and fit)")]
    [InlineData("model.state_dict()", "Did you mean Save? (PyTorch: torch.save, Keras: save_weights)")]
    [InlineData("modle.Summary()", "Did you mean model?")]
    [InlineData("options with { batch_size = 3 }", "Did you mean BatchSize?")]
    [InlineData("new FitOptions { Loss = new CrossEntropy(), Optimizer = new SGD(), Epochs = 1, BatchSize = 1 }", "Did you mean Sgd?")]
    [InlineData("new Adam(lr: 0.1)", "Did you mean LearningRate?")]
    [InlineData("new Sgd(learning_rate: 0.1)", "Did you mean LearningRate?")]
    [InlineData("Datasets.fashion_mnist()", "Did you mean FashionMnist?")]
    [InlineData("var a = Adam(0.1);", "Adam is a type: to make one, write new Adam(…).")]
    [InlineData("Stopwatch.StartNew()", "Stopwatch is in System.Diagnostics: add using System.Diagnostics;")]
    [InlineData("zebra + 1", null)]
    public async Task A_wrong_name_is_answered(string code, string? hint)
    {
        var library = await fixture.Library;
        var text = await library.FailAsync(code);
        if (hint is null)
            Assert.DoesNotContain("Did you mean", text, StringComparison.Ordinal);
        else
            Assert.Contains(hint, text.Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_wrong_names_are_each_answered()
    {
        var library = await fixture.Library;
        var text = await library.FailAsync("var wrong = new Sequential(inputs: [2], seed: 1) { new Linear(2), new ReLU() };");
        Assert.EndsWith("Linear: Did you mean Dense? (Keras: Dense, PyTorch: nn.Linear)\nReLU: Did you mean Relu?", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_whose_using_is_missing_is_told_with_it()
    {
        using var session = new SessionHarness();
        await session.RunAsync($"#r \"{Repository.At("artifacts", "lib", "Courseware.dll")}\"");
        Assert.EndsWith("Dense is in Courseware: add using Courseware;", (await session.RunAsync("new Dense(3)")).Trace,
            StringComparison.Ordinal);
        Assert.EndsWith("Did you mean Dense? (Keras: Dense, PyTorch: nn.Linear; with using Courseware;)",
            (await session.RunAsync("new Linear(3)")).Trace, StringComparison.Ordinal);
    }

    /// <summary>One session for all: a cell that fails leaves nothing behind.</summary>
    public sealed class Fixture : IDisposable
    {
        private readonly Lazy<Task<LibrarySession>> _library = new(async () =>
        {
            var library = await LibrarySession.StartAsync();
            await library.RunAsync("""
                var model = new Sequential(inputs: [4], seed: 1) { new Dense(3) };
                var data = Datasets.Iris();
                var options = new FitOptions { Loss = new CrossEntropy(), Optimizer = new Adam(), Epochs = 1, BatchSize = 10 };
                """);
            return library;
        });

        internal Task<LibrarySession> Library => _library.Value;

        public void Dispose() => _library.Value.Result.Dispose();
    }
}
