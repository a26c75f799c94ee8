using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Layers;

public sealed class ActivationsGoldenTests
{
    [Theory, GoldenCases("b_activations/*.json")]
    public void Value_and_gradient_equal_the_references(GoldenCase c)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var input = c.Tensor("input", dtype, requiresGrad: true);
            var output = Of(c).Of(input);
            c.Check("output", output);
            output.BackwardFrom(c.Tensor("grad_output", dtype));
            c.Check("grad_input", input.Grad!);
        }
        c.AssertAllOutputsCompared();
    }

    private static Activation Of(GoldenCase c) => c.File switch
    {
        "b_activations/relu.json" => new Relu(),
        "b_activations/leaky_relu.json" => new LeakyRelu(c.Number("negative_slope")),
        "b_activations/elu.json" => new Elu(c.Number("alpha")),
        "b_activations/selu.json" => new Selu(),
        "b_activations/gelu.json" => new Gelu(approximate: c.Text("form") == "tanh approximation"),
        "b_activations/sigmoid.json" => new Sigmoid(),
        "b_activations/tanh.json" => new Tanh(),
        "b_activations/softplus.json" => new Softplus(c.Number("beta"), c.Number("threshold")),
        "b_activations/softmax.json" => new Softmax(),
        "b_activations/log_softmax.json" => new LogSoftmax(),
        _ => throw new NotSupportedException($"No activation for {c.File}: add it here."),
    };
}
