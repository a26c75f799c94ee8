using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Courseware.Host.Tests.Jupyter;

/// <summary>What moves while a cell runs: it moves in one place, at a pace that a page can follow, and ends in its last state.</summary>
public sealed class LiveTests : IDisposable
{
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(250);
    private readonly KernelHarness _kernel = new();

    private KernelClient Client => _kernel.Client;

    [Fact]
    public void A_training_cell_updates_one_progress_line_and_one_chart_in_place()
    {
        UseLibrary();
        var (reply, published) = Client.Run("""
            var random = new Random(1);
            var rows = new Dataset("tiny", [.. Enumerable.Range(0, 128).Select(_ => random.NextSingle())], [2], [.. Enumerable.Range(0, 64).Select(i => i % 2)]);
            rows.Count
            """);
        Assert.True(reply["status"] == "ok", reply.ToString());
        (reply, published) = Client.Run("""
            // On a busy machine one epoch may take all that time.
            sealed class Until(System.Diagnostics.Stopwatch clock) : Callback
            {
                int epochs;
                public override void EpochDone(FitProgress progress)
                {
                    Thread.Sleep(5);
                    if (++epochs >= 20 && clock.ElapsedMilliseconds > 2500) progress.StopBecause = "that is enough";
                }
            }
            var model = new Sequential(inputs: [2], seed: 1, name: "tiny") { new Dense(8, new Relu()), new Dense(2) };
            var history = model.Fit(rows, new FitOptions
            {
                Loss = new CrossEntropy(), Optimizer = new Adam(), Epochs = 1_000_000, BatchSize = 16, Seed = 1,
                Callbacks = [new ProgressLine(), new LiveCurves(), new Until(System.Diagnostics.Stopwatch.StartNew())],
            });
            """);
        Assert.True(reply["status"] == "ok", reply.ToString());

        Assert.Equal(2, published.Count(m => m.Type == "display_data"));
        Assert.DoesNotContain(published, m => m.Type is "clear_output" or "stream");
        var places = published.Where(m => m.Type is "display_data" or "update_display_data").GroupBy(Place).ToList();
        Assert.Equal(2, places.Count);
        foreach (var place in places)
        {
            Assert.Equal("display_data", place.First().Type);
            Assert.True(place.Count() >= 2, $"{place.Count()} states");
            AtItsPace([.. place], published);
        }

        var line = Text(Assert.Single(places, place => Text(place.First()).StartsWith("tiny: epoch", StringComparison.Ordinal)).Last());
        Assert.Matches(@"^tiny: epoch (\d+) of 1000000, .* took \d+\.\d s$", line);
        var chart = Assert.Single(places, place => place.First().Content["data"]!["image/svg+xml"] is not null).Last();
        var count = Text(Client.Run("history.Epochs.Count").Published.Single(m => m.Type == "execute_result"));
        Assert.Contains($"epoch {count} of", line, StringComparison.Ordinal);
        var drawn = chart.Content["data"]!["application/vnd.plotly.v1+json"]!["data"]![0]!["x"]!.AsArray();
        Assert.Equal(count, ((double)drawn[^1]!).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_view_offered_a_state_every_moment_sends_few_and_the_last()
    {
        UseLibrary();
        var (reply, published) = Client.Run("""
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var states = 0;
            using (var view = new LiveView())
                while (clock.ElapsedMilliseconds < 1200 || states < 2)
                    view.Offer(() => $"state {states++}");
            states
            """);
        Assert.True(reply["status"] == "ok", reply.ToString());
        var shown = published.Where(m => m.Type is "display_data" or "update_display_data").ToList();
        Assert.Single(shown.Select(Place).Distinct());
        Assert.True(shown.Count >= 2, $"{shown.Count} states");
        AtItsPace(shown, published);
        var sent = Text(published.Single(m => m.Type == "execute_result"));
        Assert.Equal($"{shown.Count}", sent);
        Assert.Equal($"state {shown.Count - 1}", Text(shown[^1]).Trim());
    }

    [Theory]
    [InlineData("new Thread(() => { go.Wait(); Console.WriteLine(\"mine\"); }).Start();")]
    [InlineData("_ = Task.Run(() => { go.Wait(); Console.WriteLine(\"mine\"); });")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => { go.Wait(); Console.WriteLine(\"mine\"); });")]
    [InlineData("var timer = new Timer(_ => { if (go.IsSet) Console.WriteLine(\"mine\"); }, null, 0, 50);")]
    [InlineData("_ = Task.Run(async () => { while (!go.IsSet) await Task.Delay(5); Console.WriteLine(\"mine\"); });")]
    [InlineData("_ = Task.Run(() => { go.Wait(); Parallel.For(0, 1, _ => Console.WriteLine(\"mine\")); });")]
    public void What_a_background_thread_writes_lands_in_the_cell_that_started_it_while_another_runs(string starts)
    {
        Client.Run("var go = new ManualResetEventSlim();");
        var first = Client.Execute(starts);
        Client.ShellReply(first);
        Client.Published(first);
        var second = Client.Execute("go.Set(); for (var i = 0; i < 20; i++) { Console.WriteLine(\"other\"); Thread.Sleep(10); }");
        Assert.Equal("mine\n", Client.Await(first, "stream")["text"]![..5]);
        Client.ShellReply(second);
        Assert.DoesNotContain("mine", string.Concat(Client.Published(second).Where(m => m.Type == "stream").Select(m => m["text"])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_display_that_a_thread_shows_lands_in_the_cell_that_started_it()
    {
        Client.Run("var go = new ManualResetEventSlim();");
        var first = Client.Execute("var work = Task.Run(() => { go.Wait(); var shown = display(\"one\"); shown.Update(\"two\"); });");
        Client.ShellReply(first);
        Client.Published(first);
        Client.Run("go.Set(); await work;");
        var (shown, update) = (Client.Await(first, "display_data"), Client.Await(first, "update_display_data"));
        Assert.Equal(("one", "two", Place(shown)), (Text(shown), Text(update), Place(update)));
    }

    public void Dispose() => _kernel.Dispose();

    // A state comes a quarter of a second after the one before, but the last, which comes at once. What is counted is how many came in the
    // cell's time: two of them are closer where the machine was late with the first.
    private static void AtItsPace(List<KernelClient.Reply> shown, IReadOnlyList<KernelClient.Reply> published)
    {
        var sent = published.Select(m =>
            DateTime.Parse((string)m.Header["date"]!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)).ToList();
        var atMost = (int)((sent[^1] - sent[0]) / s_pace) + 2;
        Assert.True(shown.Count <= atMost, $"{shown.Count} states within {(sent[^1] - sent[0]).TotalSeconds:0.00} s");
    }

    private static string Place(KernelClient.Reply message) => (string)message.Content["transient"]!["display_id"]!;

    private static string Text(KernelClient.Reply message) => (string)message.Content["data"]!["text/plain"]!;

    private void UseLibrary()
    {
        var library = Repository.At("artifacts", "lib", "Courseware.dll");
        var (reply, _) = Client.Run($"#r \"{library}\"\nusing Courseware;");
        Assert.True(reply["status"] == "ok", reply.ToString());
    }
}
