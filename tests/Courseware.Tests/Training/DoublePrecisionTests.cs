using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>
/// Whole networks in double precision, where a hand calculation must agree to nine digits (layers, losses and penalties alone have contract
/// tests).
/// </summary>
public sealed class DoublePrecisionTests
{
    [Fact]
    public void A_network_with_penalties_and_dropout_has_the_gradients_of_finite_differences()
    {
        var model = new Sequential([3], seed: 1, DType.Float64)
        {
            new Dense(5, new Tanh(), weightPenalty: new L2(0.01)), new BatchNorm(), new Dropout(0.3),
                new Dense(4, new Elu(), weightPenalty: new L1L2(0.02, 0.01)),
            new Dense(3, new Gelu()), new Dense(2),
        };
        Check(model, [3], new CrossEntropy(), Samples.Labels(6, 2, 4));
    }

    [Fact]
    public void A_smooth_convolutional_network_has_the_gradients_of_finite_differences()
    {
        var model = new Sequential([1, 6, 6], seed: 1, DType.Float64)
        {
            new Conv2D(2, kernelSize: 3, padding: 1, activation: new Gelu()), new AveragePooling2D(2),
                new Conv2D(2, kernelSize: 2, activation: new Tanh()),
            new GlobalAveragePooling2D(), new Dense(1),
        };
        Check(model, [1, 6, 6], new BinaryCrossEntropyWithLogits(), Samples.Uniform([2, 1], 4, 0, 1));
    }

    [Fact]
    public void A_session_in_double_precision_steps_as_the_formula_says()
    {
        // One weight and one sample, y = wx, L = (wx − t)²: every step of the rule in plain C#.
        var model = new Sequential([1], seed: 1, DType.Float64) { new Dense(1, useBias: false) };
        var weight = ((Dense)model[0]).Weight;
        var (w, velocity) = (weight.Item(), 0.0);
        using var session = new ManagedEngine().Start(new(model, new MeanSquaredError(), new Momentum(0.1, 0.9), 0));
        for (var step = 0; step < 20; step++)
        {
            var found = session.Step(new Batch { Count = 1, Features = [0.7f], Targets = [1.3f], Step = step }, 0.1);
            var (x, t) = ((double)0.7f, (double)1.3f);
            Assert.Equal((w * x - t) * (w * x - t), found.Loss, 1e-14);
            velocity = 0.9 * velocity + 2 * (w * x - t) * x;
            w -= 0.1 * velocity;
            Assert.Equal(w, weight.Item(), 1e-13);
        }
    }

    private static void Check(Sequential model, int[] shape, Loss loss, Tensor target)
    {
        var x = Samples.Normal([target.Shape[0], .. shape], 2, requiresGrad: true);
        var pass = new Pass { Training = true, Seed = 5 };
        GradientCheck.Check(
            () =>
            {
                var value = loss.Of(model.Forward(x, pass), target);
                return model.Penalty() is { } penalty ? value + penalty : value;
            },
            [x, .. model.Parameters]);
    }
}
