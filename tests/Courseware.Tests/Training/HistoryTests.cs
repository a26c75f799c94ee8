using Xunit;

namespace Courseware.Tests.Training;

public sealed class HistoryTests
{
    [Fact]
    public void The_best_epoch_has_the_lowest_validation_loss_and_is_the_first_of_equals()
        => Assert.Equal(2, Of((9, 5), (8, 3), (7, 3), (6, 4)).Best.Epoch);

    [Fact]
    public void Without_validation_the_training_loss_decides()
        => Assert.Equal(3, Of((9, double.NaN), (8, double.NaN), (6, double.NaN), (7, double.NaN)).Best.Epoch);

    [Fact]
    public void An_epoch_whose_loss_is_no_number_is_never_the_best()
        => Assert.Equal(2, Of((double.NaN, double.NaN), (1, 3), (double.NaN, double.NaN)).Best.Epoch);

    [Fact]
    public void An_empty_history_says_so()
    {
        Assert.Contains("'run' has no epoch yet", Assert.Throws<InvalidOperationException>(() => new History("run").Best).Message,
            StringComparison.Ordinal);
        Assert.Contains("'run' has no epoch yet", Assert.Throws<InvalidOperationException>(() => new History("run").Last).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_of_the_last_epochs_takes_all_if_there_are_fewer()
    {
        var history = Of((1, 1), (2, 2), (3, 6));
        Assert.Equal(4, history.MeanOfLast(2, e => e.ValLoss));
        Assert.Equal(3, history.MeanOfLast(10, e => e.ValLoss));
    }

    [Fact]
    public void The_fingerprint_sees_every_number_but_not_the_time()
    {
        var record = Record(1, 2, 3);
        Assert.Equal(Print(record), Print(record with { Seconds = 99 }));
        foreach (var other in new[]
        {
            record with { RunningLoss = 7 }, record with { RunningAccuracy = 7 }, record with { Penalty = 7 },
                record with { TrainLoss = 7 },
            record with { TrainAccuracy = 7 }, record with { ValLoss = 7 }, record with { ValAccuracy = 7 },
                record with { LearningRate = 7 },
        })
        {
            Assert.NotEqual(Print(record), Print(other));
        }

        static string Print(EpochRecord record)
        {
            var history = new History("run");
            history.Add(record);
            return history.Fingerprint.Text;
        }
    }

    private static History Of(params ReadOnlySpan<(double Train, double Validation)> losses)
    {
        var history = new History("run");
        foreach (var (train, validation) in losses)
            history.Add(Record(history.Epochs.Count + 1, train, validation));
        return history;
    }

    private static EpochRecord Record(int epoch, double train, double validation)
        => new(epoch, train, 0.5, 0, train, 0.5, validation, 0.5, 0.1, 1);
}
