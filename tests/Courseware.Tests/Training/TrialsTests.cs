using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>Trials side by side. These tests set the number of threads and the cell's token, which the whole process shares.</summary>
[Collection("environment")]
public sealed class TrialsTests : IDisposable
{
    private static readonly Dataset s_train = Clouds.Of(60, [4], 3, 1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly int _threads = WorkerPool.Threads;

    public void Dispose()
    {
        WorkerPool.Threads = _threads;
        AppContext.SetData("notebook.cancellation", null);
    }

    [Fact]
    public void Results_come_in_the_settings_order_and_have_the_same_bits_on_any_number_of_threads()
    {
        long[] seeds = [5, 4, 3, 2, 1, 6, 7];
        string[] Fingerprints(int threads)
        {
            WorkerPool.Threads = threads;
            return Trials.Run(seeds, seed =>
            {
                // The last is wide enough for its products to be shared.
                var model = new Sequential([4], seed) { new Dense(seed == 7 ? 600 : 8, new Relu()), new Dropout(0.2),
                    new Dense(seed == 7 ? 600 : 8, new Relu()), new Dense(3) };
                var history = model.Fit(s_train, Options(seed) with { Epochs = 3 });
                return $"{seed} {model.Fingerprint} {history.Fingerprint}";
            });
        }
        var alone = Fingerprints(1);
        Assert.Equal(seeds, alone.Select(text => long.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(alone, Fingerprints(2));
        Assert.Equal(alone, Fingerprints(5));
        Assert.Equal(seeds.Length, alone.Distinct().Count());
    }

    [Fact]
    public void Small_trials_run_side_by_side_one_for_each_thread()
    {
        WorkerPool.Threads = 3;
        using var together = new Barrier(3);
        var (now, most) = (0, 0);
        Assert.All(Trials.Run(Enumerable.Range(0, 6), i =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            var met = together.SignalAndWait(s_patience);
            Interlocked.Decrement(ref now);
            return met;
        }), Assert.True);
        Assert.Equal(3, most);
    }

    [Fact]
    public void A_trial_beside_others_leaves_the_threads_of_the_pool_to_nobody()
    {
        WorkerPool.Threads = 2;
        using var together = new Barrier(2);
        Trials.Run([0, 1], _ =>
        {
            Assert.True(together.SignalAndWait(s_patience));
            var body = new WhoWorks { Threads = [] };
            WorkerPool.For(64, 1, ref body);
            Assert.Equal([Environment.CurrentManagedThreadId], body.Threads.Distinct());
            return 0;
        });
    }

    [Fact]
    public void Large_trials_whose_own_work_threads_share_run_one_after_another()
    {
        WorkerPool.Threads = 2;
        var a = new float[512 * 512];
        var (now, most) = (0, 0);
        Trials.Run(Enumerable.Range(0, 4), _ =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            var c = new float[a.Length];
            for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 600;)
                MatMul.Run(a, 512, 1, a, 512, 1, c, 512, 512, 512);
            return Interlocked.Decrement(ref now);
        });
        Assert.Equal(1, most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_error_names_the_first_trial_that_failed_and_what_was_done_before_is_kept(int threads)
    {
        WorkerPool.Threads = threads;
        var done = new Dictionary<double, int>();
        var error = Assert.Throws<InvalidOperationException>(() => Trials.Run([0.1, 0.2, 0.5, 0.7, 0.9], rate =>
        {
            if (rate > 0.4)
            {
                // The third fails after those that follow it.
                Thread.Sleep(rate < 0.6 ? 300 : 0);
                throw new ArgumentException($"no rate of {rate:F1}");
            }
            return (int)(10 * rate);
        }, done));
        Assert.Equal("Trial 3 of 5 (0.5): no rate of 0.5", error.Message);
        Assert.IsType<ArgumentException>(error.InnerException);
        Assert.Equal([(0.1, 1), (0.2, 2)], done.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_failed_trial_ends_those_that_follow_it_at_their_next_step()
    {
        WorkerPool.Threads = 2;
        using var together = new Barrier(2);
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<InvalidOperationException>(() => Trials.Run([1, 2], i =>
        {
            together.SignalAndWait(s_patience);
            return i == 1 ? throw new InvalidOperationException("no luck") : Model(i).Fit(s_train, Options(1) with { Epochs = 100_000_000 });
        }));
        Assert.Equal("Trial 1 of 2 (1): no luck", error.Message);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_patience);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_interrupt_ends_all_trials_keeps_what_is_done_and_the_next_run_does_the_rest(int threads)
    {
        WorkerPool.Threads = threads;
        using var stop = new CancellationTokenSource();
        AppContext.SetData("notebook.cancellation", (Func<CancellationToken>)(() => stop.Token));
        var (done, begun, now) = (new Dictionary<int, Fingerprint>(), new ConcurrentBag<int>(), 0);
        Fingerprint Train(int i, int epochs, Action atEnd)
        {
            begun.Add(i);
            Interlocked.Increment(ref now);
            try
            {
                var model = Model(i);
                model.Fit(s_train, Options(1) with { Epochs = epochs, Callbacks = [new Then(atEnd)] });
                return model.Fingerprint;
            }
            finally
            {
                Interlocked.Decrement(ref now);
            }
        }
        // The first three are short; the fourth stops the cell once they are done.
        Assert.Throws<OperationCanceledException>(() => Trials.Run(Enumerable.Range(0, 8), i => Train(i, i < 3 ? 2 : 100_000_000, () =>
        {
            if (i == 3 && done.Count == 3)
                stop.Cancel();
        }), done));
        Assert.Equal(0, now);
        Assert.Equal([0, 1, 2], done.Keys.Order());
        Assert.InRange(begun.Max(), 3, 2 + threads);

        AppContext.SetData("notebook.cancellation", null);
        begun.Clear();
        Fingerprint[] Rest(Dictionary<int, Fingerprint>? known) => Trials.Run(Enumerable.Range(0, 8), i => Train(i, 2, () => { }), known);
        var rest = Rest(done);
        Assert.Equal([3, 4, 5, 6, 7], begun.Order());
        Assert.Equal(Rest(null), rest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Trials_share_one_chart_whose_last_drawing_does_not_depend_on_who_was_faster(int threads)
    {
        WorkerPool.Threads = threads;
        using var display = new RecordingDisplay();
        using (var curves = new LiveCurves())
        {
            Trials.Run([1, 2, 3, 4], i =>
            {
                Thread.Sleep(120 - 30 * i);
                return Model(i).Fit(s_train, Options(i) with { Epochs = 3, Name = $"run {i}", Callbacks = [curves, new ProgressLine()] });
            });
            Model(5).Fit(s_train, Options(5) with { Epochs = 3, Name = "run 5", Callbacks = [curves], Verbose = false });
        }
        var text = Assert.Single(display.Outputs, output => output.Forms.ContainsKey(MimeTypes.Plotly)).Text;
        int[] places = [.. Enumerable.Range(1, 5).Select(i => text.IndexOf($"run {i}, training", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.All(display.Outputs.Where(output => !output.Forms.ContainsKey(MimeTypes.Plotly)),
            output => Assert.StartsWith("Trials: ", output.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Points_of_one_series_are_in_the_order_of_the_trials()
    {
        WorkerPool.Threads = 3;
        var chart = new LiveChart("accuracies", "seed", "accuracy");
        Trials.Run([1, 2, 3, 4, 5, 6], seed =>
        {
            Thread.Sleep(80 - 10 * seed);
            chart.Add("all", seed, seed * seed);
            return 0;
        });
        Assert.Contains("1 at 1 → 36 at 6", chart.Chart().ToMimeBundle()[MimeTypes.Plain], StringComparison.Ordinal);
    }

    [Fact]
    public void What_trials_show_appears_in_their_order()
    {
        WorkerPool.Threads = 3;
        using var display = new RecordingDisplay();
        Trials.Run([1, 2, 3, 4, 5, 6], i =>
        {
            Thread.Sleep(80 - 10 * i);
            $"first of {i}".Show();
            $"second of {i}".Show();
            return 0;
        });
        Assert.Equal(Enumerable.Range(1, 6).SelectMany(i => new[] { $"first of {i}", $"second of {i}" }),
            display.Outputs.Select(output => output.Text).Where(text => !text.StartsWith("Trials: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Trials_that_take_more_than_a_second_have_one_transient_line_and_trainings_none_of_their_own()
    {
        WorkerPool.Threads = 2;
        using var display = new RecordingDisplay();
        Trials.Run([1, 2, 3, 4], i =>
        {
            Thread.Sleep(600);
            Model(i).Fit(s_train, Options(i) with { Callbacks = [new ProgressLine()] });
            return 0;
        });
        var line = Assert.Single(display.Outputs);
        Assert.Matches(@"^Trials: 4 of 4 done, took \d+\.\d s$", line.Text);
        Assert.Contains(MimeTypes.Transient, line.Forms.Keys);
        Assert.InRange(display.Sent.Count, 2, 40);
    }

    [Fact]
    public void A_callback_that_remembers_something_is_refused_where_several_trials_share_it()
    {
        WorkerPool.Threads = 1;
        var shared = new EarlyStopping(patience: 3);
        var error = Assert.Throws<InvalidOperationException>(() => Trials.Run([1, 2], i =>
            Model(i).Fit(s_train, Options(i) with { Validation = s_train, Callbacks = [shared] })));
        Assert.StartsWith("Trial 2 of 2 (2): One EarlyStopping watches the trainings of several trials", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("Make it inside the trial", error.Message, StringComparison.Ordinal);

        // One trial may use its own for several trainings, and so may code without trials.
        Trials.Run([1, 2], i =>
        {
            var own = new EarlyStopping(patience: 3);
            Model(i).Fit(s_train, Options(i) with { Validation = s_train, Callbacks = [own] });
            return Model(i).Fit(s_train, Options(i) with { Validation = s_train, Callbacks = [own] });
        });
        Model(1).Fit(s_train, Options(1) with { Validation = s_train, Callbacks = [shared] });
        Model(2).Fit(s_train, Options(2) with { Validation = s_train, Callbacks = [shared] });
    }

    [Fact]
    public void Trials_within_a_trial_run_on_its_thread()
    {
        WorkerPool.Threads = 2;
        var sums = Trials.Run([10, 20], i =>
        {
            var outer = Environment.CurrentManagedThreadId;
            return Trials.Run([1, 2, 3], j => (Sum: i + j, Same: Environment.CurrentManagedThreadId == outer));
        });
        Assert.Equal([11, 12, 13, 21, 22, 23], sums.SelectMany(s => s).Select(s => s.Sum));
        Assert.All(sums.SelectMany(s => s), s => Assert.True(s.Same));
        Assert.Equal("Trial 1 of 1 (0): Trial 2 of 2 (b): no",
            Assert.Throws<InvalidOperationException>(() => Trials.Run([0], _ =>
                Trials.Run(["a", "b"], name => name == "b" ? throw new InvalidOperationException("no") : 0))).Message);
    }

    [Fact]
    public void No_settings_are_no_trials_and_a_long_setting_is_cut()
    {
        Assert.Empty(Trials.Run(Array.Empty<int>(), i => i));
        Assert.Matches(@"^Trial 1 of 1 \(x{79}…\): no$", Assert.Throws<InvalidOperationException>(() =>
            Trials.Run([new string('x', 200)], int (_) => throw new InvalidOperationException("no"))).Message);
        Assert.Equal("Trial 1 of 1: no", Assert.Throws<InvalidOperationException>(() =>
            Trials.Run(new[] { new[] { 1.0 } }, int (_) => throw new InvalidOperationException("no"))).Message);
    }

    [Fact]
    public void The_folds_of_a_cross_validation_are_trials_with_the_same_histories()
    {
        string[] Histories(int threads, params Callback[] callbacks)
        {
            WorkerPool.Threads = threads;
            return [.. CrossValidation.Run(s_train, 4, fold => Model(fold), Options(1) with { Callbacks = callbacks }, seed: 2)
                .Select(history => $"{history.Name} {history.Fingerprint}")];
        }
        var alone = Histories(1);
        Assert.Equal(["fold 1", "fold 2", "fold 3", "fold 4"], alone.Select(text => text[..6]));
        Assert.Equal(alone, Histories(3));
        Assert.Equal(alone, Histories(3, new EarlyStopping(patience: 100)));
    }

    private static FitOptions Options(long seed)
        => new() { Loss = new CrossEntropy(), Optimizer = new Adam(0.02), Epochs = 2, BatchSize = 16, Seed = seed };

    private static Sequential Model(long seed) => new([4], seed) { new Dense(8, new Relu()), new Dropout(0.2), new Dense(3) };

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private sealed class Then(Action act) : Callback
    {
        public override void EpochDone(FitProgress progress) => act();
    }

    private struct WhoWorks : IParallelBody
    {
        public ConcurrentBag<int> Threads;

        public readonly void Run(int from, int toExclusive)
        {
            Thread.Sleep(1);
            Threads.Add(Environment.CurrentManagedThreadId);
        }
    }
}
