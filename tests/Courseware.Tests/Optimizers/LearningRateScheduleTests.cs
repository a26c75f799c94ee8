using Xunit;

namespace Courseware.Tests.Optimizers;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void A_schedule_over_no_steps_is_an_error_at_its_line_and_not_a_rate_that_is_no_number()
    {
        Check(steps => new InverseTimeDecay(0.1, steps));
        Check(steps => new ExponentialDecay(0.1, steps, 0.5));
        Check(steps => new StepDecay(0.1, (long)steps));
        Check(steps => new CosineDecay(0.1, (long)steps));

        static void Check(Func<double, LearningRateSchedule> schedule)
        {
            foreach (var steps in (double[])[0, -1])
            {
                Assert.Contains("a number of steps (batches) above 0",
                    Assert.Throws<ArgumentOutOfRangeException>(() => schedule(steps)).Message, StringComparison.Ordinal);
            }

            Assert.Equal(0.1, schedule(10).At(0), 12);
            Assert.InRange(schedule(10).At(10), 0, 0.0501);
        }
    }

    [Fact]
    public void An_error_names_the_setting_that_is_wrong()
    {
        var (logits, label) = (Tensor.From([1f, 2f], 1, 2), Tensor.From([1f], 1));
        Assert.Equal("LabelSmoothing", Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropy(1.5).Of(logits, label)).ParamName);
        Assert.Equal("Alpha",
            Assert.Throws<ArgumentOutOfRangeException>(() => new DistillationLoss(2, 1).Of(logits, label, logits)).ParamName);
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1)).ParamName);
    }
}
