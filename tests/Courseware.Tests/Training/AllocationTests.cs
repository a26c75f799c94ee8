using Xunit;

namespace Courseware.Tests.Training;

/// <summary>A step in a steady state leaves nothing behind for the garbage collector that grows with the model or the batch.</summary>
public sealed class AllocationTests
{
    private const int WarmUp = 30;
    private const int Steps = 20;

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    public void A_step_allocates_no_more_for_a_larger_model_or_batch(string kind)
    {
        var (small, large, batch) = (OfSteps(kind, 4, 8), OfSteps(kind, 32, 8), OfSteps(kind, 4, 96));
        Assert.True(Math.Max(large, batch)
            <= small + 256, $"{Steps} steps allocate {small} bytes, of a larger model {large}, of a larger batch {batch}");
        Assert.InRange(small, 0, Steps * 100);
    }

    [Fact]
    public void Augmenting_a_batch_allocates_no_more_for_a_larger_batch()
    {
        var (small, large) = (OfAugmentation(4), OfAugmentation(96));
        Assert.True(large <= small + 256, $"{Steps} batches allocate {small} bytes, larger ones {large}");
        Assert.InRange(small, 0, Steps * 200);
    }

    private static long OfSteps(string kind, int width, int batchSize)
    {
        var data = Clouds.Of(2 * batchSize, kind == "cnn" ? [3, 8, 8] : [20], 4, 1);
        var model = kind == "cnn"
            ? new Sequential([3, 8, 8], seed: 1)
            {
                new Conv2D(width, 3, padding: 1, activation: new Relu()), new MaxPooling2D(2),
                    new Conv2D(2 * width, 3, padding: 1, activation: new Relu()),
                new MaxPooling2D(2), new Flatten(), new Dense(4),
            }
            : new Sequential([20], seed: 1) { new Dense(8 * width, new Elu()), new Dropout(0.5),
                new Dense(8 * width, new Relu(), weightPenalty: new L2(1e-3)), new Dense(4) };
        var loss = new CrossEntropy();
        var source = new BatchSource(data, model, loss, nameof(data));
        var optimizer = new Adam(0.001);
        using var session = new ManagedEngine().Start(new TrainingPlan(model, loss, optimizer, Seed: 1));
        var (step, right) = (0L, 0L);
        return Allocated(() =>
        {
            int first = (int)(step % 2) * batchSize;
            Span<int> indices = stackalloc int[batchSize];
            for (var i = 0; i < batchSize; i++)
                indices[i] = first + i;
            session.Step(source.Gather(indices, step++, session), optimizer.LearningRate);
            right += source.CountRight(session.Outputs, batchSize);
        });
    }

    private static long OfAugmentation(int count)
    {
        var augmentation = new Augmentation { Rotation = 10, Translation = 0.1, CropPadding = 4, Brightness = 0.2, Contrast = 0.2 };
        var images = new float[count * 784];
        var step = 0L;
        return Allocated(() => augmentation.Apply(images, [1, 28, 28], seed: 1, step++));
    }

    private static long Allocated(Action action)
    {
        for (var i = 0; i < WarmUp; i++)
            action();
        return Allocations.Of(Steps, action);
    }
}
