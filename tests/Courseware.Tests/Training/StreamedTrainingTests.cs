using Courseware.Tests.Data;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>Training on rows that are read when a batch asks for them.</summary>
public sealed class StreamedTrainingTests : IDisposable
{
    private static readonly Dataset s_train = Clouds.Of(1000, [4], 3, 1);
    private static readonly Dataset s_held = Clouds.Of(300, [4], 3, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_on_disk_train_to_the_bits_of_the_same_rows_in_memory(bool shuffle)
    {
        using var train = RowFile.Create(_folder.File("train.rows"), s_train);
        using var held = RowFile.Create(_folder.File("held.rows"), s_held);
        Same(Options() with { Shuffle = shuffle }, train, held);
    }

    [Fact]
    public void Every_kind_of_target_is_streamed()
    {
        using var oneHot = RowFile.Create(_folder.File("one-hot.rows"), s_train.OneHot());
        Same(Options() with { Loss = new MeanSquaredError() }, oneHot, s_held.OneHot(), s_train.OneHot());
        using var labels = RowFile.Create(_folder.File("labels.rows"), s_train);
        Same(Options() with { Loss = new MeanSquaredError() }, labels, s_held);
        using var two = RowFile.Create(_folder.File("two.rows"), s_train.OnlyClasses(0, 1).Relabelled());
        Same(Options() with { Loss = new BinaryCrossEntropyWithLogits() }, two, s_held.OnlyClasses(0, 1), s_train.OnlyClasses(0, 1)
            .Relabelled(), outputs: 1);
        var numbers =
            new Dataset("numbers", s_train.Features, [4], targets: [.. Enumerable.Range(0, 2000).Select(i => i % 7f)], targetWidth: 2);
        using var values = RowFile.Create(_folder.File("values.rows"), numbers);
        Same(Options() with { Loss = new MeanSquaredError(), Validation = null }, values, null, numbers, outputs: 2);
    }

    [Fact]
    public void A_teacher_and_a_student_read_from_disk()
    {
        using var rows = RowFile.Create(_folder.File("rows"), s_train);
        var options = Options() with { Loss = new DistillationLoss(0.3, 2) };
        var (a, b) = (Model(3), Model(3));
        var expected = a.Distill(Model(3, seed: 9), s_train, options);
        Assert.Equal(expected.Fingerprint, b.Distill(Model(3, seed: 9), rows, options).Fingerprint);
        Assert.Equal(a.Fingerprint, b.Fingerprint);
    }

    [Fact]
    public void Evaluate_and_predict_read_from_disk()
    {
        using var rows = RowFile.Create(_folder.File("rows"), s_train);
        var model = Model(3);
        Assert.Equal(model.Evaluate(s_train, new CrossEntropy()), model.Evaluate(rows, new CrossEntropy()));
        Assert.Equal(model.Predict(s_train), model.Predict(rows));
        Assert.Equal(model.PredictClasses(s_train.Skip(100)), model.PredictClasses(rows.Skip(100)));
    }

    [Fact]
    public void Blocks_give_the_same_bits_from_memory_and_from_disk_and_another_order_than_one_block()
    {
        using var rows = RowFile.Create(_folder.File("rows"), s_train);
        var (memory, disk, whole) = (Model(3), Model(3), Model(3));
        var expected = memory.Fit(new InBlocks(s_train, 7), Options());
        Assert.Equal(expected.Fingerprint, disk.Fit(new InBlocks(rows, 7), Options()).Fingerprint);
        Assert.Equal(memory.Fingerprint, disk.Fingerprint);
        whole.Fit(s_train, Options());
        Assert.NotEqual(whole.Fingerprint, memory.Fingerprint);
    }

    [Theory]
    [InlineData(1000, 7, 32)]
    [InlineData(1000, 1, 33)]
    [InlineData(1000, 64, 1000)]
    [InlineData(1000, 999, 10)]
    [InlineData(1000, 1000, 48)]
    [InlineData(1000, int.MaxValue, 1)]
    [InlineData(1, 5, 1)]
    public void An_epoch_visits_every_sample_once_in_full_batches(int count, int block, int batch)
    {
        var order = new SampleOrder(count, block, batch, seed: 3);
        var epochs = Enumerable.Range(1, 3).Select(epoch => Epoch(order, epoch, batch, shuffle: true)).ToArray();
        Assert.All(epochs, e => Assert.Equal(Enumerable.Range(0, count), e.Order()));
        Assert.Equal(Enumerable.Range(0, count), Epoch(order, 4, batch, shuffle: false));
        Assert.Equal(epochs[1], Epoch(new SampleOrder(count, block, batch, seed: 3), 2, batch, shuffle: true));
        if (count > 1)
        {
            Assert.NotEqual(epochs[0], epochs[1]);
            Assert.NotEqual(epochs[0], Epoch(new SampleOrder(count, block, batch, seed: 4), 1, batch, shuffle: true));
        }
    }

    [Fact]
    public void Only_sixteen_blocks_are_open_at_a_time()
    {
        var epoch = Epoch(new SampleOrder(10_000, 100, 50, seed: 3), 1, 50, shuffle: true);
        foreach (var window in epoch.Chunk(1600))
            Assert.True(window.Select(i => i / 100).Distinct().Count() <= 16);
        Assert.True(epoch.Chunk(50)
            .Average(b => b.Select(i => i / 100).Distinct().Count()) > 12, "a batch should mix rows of most open blocks");
    }

    [Fact]
    public void A_bad_row_is_named_when_it_is_read()
    {
        var features = (float[])s_train.Features.Clone();
        features[4 * 17 + 2] = float.NaN;
        Throws("Feature 2 of sample 17 of 'clouds' is NaN", s_train.WithFeatures(features), new CrossEntropy(), 3);
        Throws("'clouds' has labels from 0 to 2, but model 'model' has 2 outputs", s_train, new CrossEntropy(), 2);
        Throws("'clouds' has labels from 0 to 2, but model 'model' has 1 output, which separates class 0 from class 1", s_train,
            new BinaryCrossEntropyWithLogits(), 1);
        var targets = new float[2000];
        targets[2 * 23 + 1] = float.PositiveInfinity;
        Throws(FormattableString.Invariant($"Target value 1 of sample 23 of 'clouds' is {float.PositiveInfinity}"),
            s_train.WithTargets(targets, 2), new MeanSquaredError(), 2);
        Throws("Model 'model' has 3 outputs (its last layer is 'dense2'), but 'clouds' has 2 target values a sample",
            s_train.WithTargets(new float[2000], 2), new MeanSquaredError(), 3);

        void Throws(string text, Dataset rows, Loss loss, int outputs)
            => Assert.Contains(text,
                Assert.ThrowsAny<ArgumentException>(() => Model(outputs)
                    .Fit(new InBlocks(rows, 10), Options() with { Loss = loss, Validation = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_on_rows_from_disk_allocates_nothing_that_grows()
    {
        var large = Clouds.Of(40_000, [28], 2, 1);
        using var rows = RowFile.Create(_folder.File("rows"), large);
        // What is left is a record an epoch, and the order's window (an int a row, of 16 blocks at most): nothing for each step or sample.
        var (few, many) = (Allocated(rows.Take(2_000), 1), Allocated(rows.Take(2_000), 11));
        var (fewRows, manyRows) = (Allocated(rows.Take(4_000), 3), Allocated(rows.Take(40_000), 3));
        Assert.True((many - few) / 10 < 20_000, $"{(many - few) / 10} bytes an epoch");
        Assert.True(manyRows - fewRows < 36_000 * 4 + 20_000, $"{manyRows - fewRows} bytes more for 36,000 more rows");

        long Allocated(IRowSource source, int epochs)
        {
            var model = new Sequential([28], seed: 1) { new Dense(4, new Relu()), new Dense(1) };
            var options = new FitOptions
            {
                Loss = new BinaryCrossEntropyWithLogits(),
                Optimizer = new Adam(0.01),
                Epochs = epochs,
                BatchSize = 500,
                Validation = rows.Take(500)
            };
            var before = GC.GetAllocatedBytesForCurrentThread();
            model.Fit(source, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static void Same(FitOptions options, RowFile rows, IRowSource? held, Dataset? memory = null, int outputs = 3)
    {
        var (a, b) = (Model(outputs), Model(outputs));
        var inMemory = a.Fit(memory ?? s_train, options with { Validation = held is Dataset d ? d : held is null ? null : s_held });
        var streamed = b.Fit(rows, options with { Validation = held });
        Assert.Equal(inMemory.Fingerprint, streamed.Fingerprint);
        Assert.Equal(a.Fingerprint, b.Fingerprint);
    }

    private static int[] Epoch(SampleOrder order, int epoch, int batch, bool shuffle)
    {
        var all = new List<int>();
        order.Begin(epoch, shuffle);
        for (var next = order.Next(batch); !next.IsEmpty; next = order.Next(batch))
        {
            Assert.Equal(0, all.Count % batch);
            all.AddRange(next.ToArray());
        }
        return [.. all];
    }

    private static Sequential Model(int outputs, long seed = 1)
        => new([4], seed) { new Dense(8, new Relu()), new Dropout(0.2), new Dense(outputs) };

    private static FitOptions Options()
        => new() { Loss = new CrossEntropy(), Optimizer = new Adam(0.01), Epochs = 2, BatchSize = 48, Seed = 5, Validation = s_held };

    /// <summary>A source of a user's own: the rows of another, in blocks.</summary>
    private sealed class InBlocks(IRowSource rows, int blockSize) : IRowSource
    {
        public string Name => rows.Name;

        public int Count => rows.Count;

        public int[] FeatureShape => rows.FeatureShape;

        public bool HasClasses => rows.HasClasses;

        public int TargetWidth => rows.TargetWidth;

        public int BlockSize => blockSize;

        public Provenance Provenance => rows.Provenance;

        public void Read(ReadOnlySpan<int> indices, Span<float> features, Span<int> labels, Span<float> targets)
            => rows.Read(indices, features, labels, targets);
    }
}
