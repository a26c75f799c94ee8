using Tensorboard;
using Xunit;

namespace Courseware.Tests;

/// <summary>
/// The event files of the library's TensorBoard callback, read by another's code: the classes that TorchSharp has generated from
/// TensorBoard's own definitions.
/// </summary>
public sealed class TensorBoardFilesTests
{
    [Fact]
    public void Every_event_is_what_TensorBoard_s_own_definitions_say()
    {
        var folder = Directory.CreateTempSubdirectory("courseware-tensorboard").FullName;
        try
        {
            var (train, validation) = (Training.Clouds.Of(24, [4], 3, 1, spread: 3), Training.Clouds.Of(60, [4], 3, 2, spread: 3));
            var model = new Sequential(inputs: [4], seed: 1, name: "wide") { new Dense(8, new Relu()), new Dense(3) };
            var history = model.Fit(train, new FitOptions
            {
                Loss = new CrossEntropy(),
                Optimizer = new Adam(0.01),
                Epochs = 3,
                BatchSize = 8,
                Validation = validation,
                Callbacks = [new TensorBoard(folder)],
            });

            var (scalars, histograms) = (new List<(string, long, float)>(), new List<(string Tag, long Step, HistogramProto Histogram)>());
            foreach (var run in (string[])["train", "validation"])
            {
                var file = Assert.Single(Directory.GetFiles(Path.Combine(folder, "wide", run)));
                var events = Training.EventReader.Records(file).Select(record => Event.Parser.ParseFrom(record)).ToList();
                Assert.Equal("brain.Event:2", events[0].FileVersion);
                Assert.All(events, e =>
                    Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds((long)(e.WallTime * 1000)),
                        DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1)));
                foreach (var e in events.Skip(1))
                {
                    foreach (var value in e.Summary.Value)
                    {
                        if (value.ValueCase == Summary.Types.Value.ValueOneofCase.Histo)
                            histograms.Add(($"{run}/{value.Tag}", e.Step, value.Histo));
                        else
                            scalars.Add(($"{run}/{value.Tag}", e.Step, value.SimpleValue));
                    }
                }
            }
            foreach (var epoch in history.Epochs)
            {
                Assert.Contains(("train/epoch_loss", (long)epoch.Epoch, (float)epoch.RunningLoss), scalars);
                Assert.Contains(("train/epoch_learning_rate", (long)epoch.Epoch, (float)epoch.LearningRate), scalars);
                Assert.Contains(("validation/epoch_accuracy", (long)epoch.Epoch, (float)epoch.ValAccuracy), scalars);
            }
            foreach (var weights in model.Weights)
            {
                var last = histograms.Single(h => h.Tag == $"train/{weights.Name}" && h.Step == 3).Histogram;
                var values = weights.ToDoubles();
                Assert.Equal((values.Min(), values.Max(), values.Length), (last.Min, last.Max, last.Num));
                Assert.Equal(last.BucketLimit.Count, last.Bucket.Count);
                Assert.Equal(values.Length, last.Bucket.Sum());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
