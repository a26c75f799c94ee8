using Courseware.Tests.Data;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>
/// What is in the files that TensorBoard reads. That other readers read them is tested with TorchSharp's (Courseware.TorchSharp.Tests).
/// </summary>
public sealed class TensorBoardTests : IDisposable
{
    private static readonly Dataset s_train = Clouds.Of(24, [4], 3, 1, spread: 3);
    private static readonly Dataset s_validation = Clouds.Of(60, [4], 3, 2, spread: 3);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Sequential Model() => new(inputs: [4], seed: 1, name: "wide") { new Dense(8, new Relu()), new Dense(3) };

    private static FitOptions Options(params Callback[] callbacks) => new()
    {
        Loss = new CrossEntropy(),
        Optimizer = new Adam(0.01),
        Epochs = 4,
        BatchSize = 8,
        Validation = s_validation,
        Callbacks = callbacks,
    };

    private string At(params string[] parts) => Path.Combine([_folder.Path, .. parts]);

    [Fact]
    public void Every_epoch_of_the_history_is_there_under_Keras_names()
    {
        var board = new TensorBoard(_folder.Path);
        var history = Model().Fit(s_train, Options(board) with { EvaluateTrainingEvery = 2 });
        Assert.Equal(At("wide"), board.RunFolder);
        var (train, validation, evaluated) = (EventReader.Scalars(At("wide", "train")), EventReader.Scalars(At("wide", "validation")),
            EventReader.Scalars(At("wide", "train-evaluated")));
        Same("epoch_loss", train, history.Epochs, e => e.RunningLoss);
        Same("epoch_accuracy", train, history.Epochs, e => e.RunningAccuracy);
        Same("epoch_learning_rate", train, history.Epochs, e => e.LearningRate);
        Same("epoch_loss", validation, history.Epochs, e => e.ValLoss);
        Same("epoch_accuracy", validation, history.Epochs, e => e.ValAccuracy);
        Same("epoch_loss", evaluated, [.. history.Epochs.Where(e => e.Epoch % 2 == 0)], e => e.TrainLoss);

        static void Same(string tag, IReadOnlyList<(string Tag, long Step, double Value)> found, IReadOnlyList<EpochRecord> epochs,
            Func<EpochRecord, double> value) =>
            Assert.Equal(epochs.Select(e => ((long)e.Epoch, (double)(float)value(e))), found.Where(s => s.Tag == tag)
                .Select(s => (s.Step, s.Value)));
    }

    [Fact]
    public void A_file_begins_with_the_version_and_each_event_has_its_time()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Model().Fit(s_train, Options(new TensorBoard(_folder.Path)));
        var file = Assert.Single(Directory.GetFiles(At("wide", "validation")));
        Assert.Contains("tfevents", Path.GetFileName(file), StringComparison.Ordinal);
        var events = EventReader.Records(file).Select(record => EventReader.Fields(record)).ToList();
        Assert.Equal("brain.Event:2", EventReader.Text(events[0][3][0]));
        Assert.All(events, e => Assert.InRange(BitConverter.ToDouble(e[1][0]), before, before + 600));
    }

    [Fact]
    public void Histograms_count_every_weight_of_the_start_and_of_each_asked_epoch()
    {
        var (start, model) = (Model(), Model());
        model.Fit(s_train, Options(new TensorBoard(_folder.Path, histogramsEvery: 2)));
        var histograms = EventReader.Histograms(At("wide", "train"));
        Assert.Equal(model.Weights.SelectMany(w => new[] { (w.Name, 0L), (w.Name, 2L), (w.Name, 4L) })
            .Order(), histograms.Select(h => ((string?)h.Tag, h.Step)).Order());
        foreach (var (weights, step) in start.Weights.Select(w => (w, 0L)).Concat(model.Weights.Select(w => (w, 4L))))
        {
            var values = weights.ToDoubles();
            var found = histograms.Single(h => h.Tag == weights.Name && h.Step == step);
            Assert.Equal((values.Min(), values.Max(), values.Length), (found.Min, found.Max, found.Count));
            Assert.Equal(values.Sum(), found.Sum, 1e-9);
            Assert.Equal(values.Sum(v => v * v), found.SumOfSquares, 1e-9);
            Assert.Equal(values.Length, found.Buckets.Sum());
            Assert.Equal(found.Limits.Order(), found.Limits);
            Assert.Equal(found.Max, found.Limits[^1]);
            var below = found.Limits[found.Limits.Length / 2];
            Assert.Equal(values.Count(v => v < below), found.Buckets.Take(found.Limits.Length / 2 + 1).Sum(), 1.0);
        }
        Assert.Empty(EventReader.Histograms(At("wide", "validation")));
    }

    [Fact]
    public void Without_histograms_and_with_each_step()
    {
        Model().Fit(s_train, Options(new TensorBoard(_folder.Path, histogramsEvery: 0, eachStep: true)) with { Epochs = 2 });
        Assert.Empty(EventReader.Histograms(At("wide", "train")));
        Assert.Equal([1L, 2, 3, 4, 5, 6], EventReader.Scalars(At("wide", "train")).Where(s => s.Tag == "batch_loss").Select(s => s.Step));
    }

    [Fact]
    public void A_run_never_writes_into_an_earlier_one()
    {
        var board = new TensorBoard(_folder.Path);
        Model().Fit(s_train, Options(board));
        var first = File.ReadAllBytes(Directory.GetFiles(At("wide", "train")).Single());
        Model().Fit(s_train, Options(board));
        Assert.Equal(At("wide-2"), board.RunFolder);
        Assert.Equal(first, File.ReadAllBytes(Directory.GetFiles(At("wide", "train")).Single()));
        Assert.Equal(4, EventReader.Scalars(At("wide-2", "validation")).Count(s => s.Tag == "epoch_loss"));
    }

    [Fact]
    public void Each_epoch_can_be_read_as_soon_as_it_is_over_and_what_a_failed_run_wrote_stays()
    {
        var seen = new List<int>();
        var board = new TensorBoard(_folder.Path);
        var reader = new Reader(() => seen.Add(EventReader.Scalars(At("wide", "validation")).Count(s => s.Tag == "epoch_loss")));
        Assert.Throws<OperationCanceledException>(() => Model().Fit(s_train, Options(board, reader)));
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(3, EventReader.Scalars(At("wide", "validation")).Count(s => s.Tag == "epoch_loss"));
    }

    [Fact]
    public void What_was_not_measured_is_left_out_and_what_stopped_early_is_measured_at_the_end()
    {
        var history = Model()
            .Fit(s_train, Options(new TensorBoard(_folder.Path), new Stop()) with { Validation = null, EvaluateTrainingEvery = 100 });
        Assert.False(Directory.Exists(At("wide", "validation")));
        Assert.Equal([("epoch_loss", 2L, (double)(float)history.Last.TrainLoss)], EventReader.Scalars(At("wide", "train-evaluated"))
            .Where(s => s.Tag == "epoch_loss"));
    }

    [Fact]
    public void Values_that_are_equal_or_not_finite_make_a_histogram_that_can_be_read()
    {
        var file = new EventFile(_folder.Path);
        file.Add(1, "equal", [2f, 2f, 2f]);
        file.Add(1, "some", [float.NaN, 1f, float.PositiveInfinity, 3f]);
        file.Add(1, "none", [float.NaN]);
        file.Flush();
        var histograms = EventReader.Histograms(_folder.Path);
        Assert.Equal(["equal", "some"], histograms.Select(h => h.Tag));
        Assert.Equal([2.0], histograms[0].Limits);
        Assert.Equal([3.0], histograms[0].Buckets);
        Assert.Equal((1.0, 3.0, 2.0), (histograms[1].Min, histograms[1].Max, histograms[1].Count));
    }

    [Theory]
    [InlineData("large / L2: β", "large _ L2_ β")]
    [InlineData("..", "model")]
    [InlineData(" ", "model")]
    public void A_run_s_name_becomes_a_folder(string name, string folder)
    {
        var board = new TensorBoard(_folder.Path);
        Model().Fit(s_train, Options(board) with { Epochs = 1, Name = name });
        Assert.Equal(At(folder), board.RunFolder);
    }

    [Fact]
    public void Training_is_the_same_with_it()
    {
        var (with, without) = (Model(), Model());
        with.Fit(s_train, Options(new TensorBoard(_folder.Path, eachStep: true)));
        without.Fit(s_train, Options());
        Assert.Equal(without.Fingerprint, with.Fingerprint);
        Assert.Contains("0 for none; got -1",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TensorBoard(histogramsEvery: -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard() => Assert.Equal(Masked(0xE3069283), EventFile.MaskedCrc("123456789"u8)); // RFC 3720's CRC-32C, and its check value

    private static uint Masked(uint crc) => (crc >> 15 | crc << 17) + 0xA282EAD8;

    private sealed class Reader(Action read) : Callback
    {
        public override void EpochDone(FitProgress progress)
        {
            read();
            if (progress.History.Last.Epoch == 3)
                throw new OperationCanceledException();
        }
    }

    private sealed class Stop : Callback
    {
        public override void EpochDone(FitProgress progress) => progress.StopBecause = progress.History.Last.Epoch == 2 ? "enough" : null;
    }
}
