using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Layers;

public sealed class LayersGoldenTests
{
    private static readonly DType[] s_both = [DType.Float32, DType.Float64];

    [Theory]
    [GoldenCases("d_layers/linear.json")]
    [GoldenCases("d_layers/conv2d.json")]
    [GoldenCases("d_layers/conv2d_larger.json")]
    public void Output_and_gradients_of_dense_and_convolution_equal_the_references(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var hasBias = c.HasInput("bias");
            var layer = c.File == "d_layers/linear.json"
                ? (Layer)new Dense(c.Input("weight").Shape[0], useBias: hasBias)
                : new Conv2D(c.Input("weight").Shape[0], Size(c, "kernel"), Size(c, "stride"), Size(c, "padding"), useBias: hasBias);
            var (x, output) = Run(c, layer, dtype);
            c.Check("output", output);
            output.BackwardFrom(c.Tensor("grad_output", dtype));
            c.Check("grad_input", x.Grad!);
            c.Check("grad_weight", layer.Parameters[0].Grad!);
            Assert.Equal(hasBias ? 2 : 1, layer.Parameters.Count);
            if (hasBias)
                c.Check("grad_bias", layer.Parameters[1].Grad!);
        }
        c.AssertAllOutputsCompared();
    }

    [Theory]
    [GoldenCases("d_layers/maxpool2d.json")]
    [GoldenCases("d_layers/avgpool2d.json")]
    [GoldenCases("d_layers/flatten.json")]
    public void Output_and_gradient_of_pooling_and_flatten_equal_the_references(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var (x, output) = Run(c, Unweighted(c), dtype);
            c.Check("output", output);
            output.BackwardFrom(c.Tensor("grad_output", dtype));
            c.Check("grad_input", x.Grad!);
            if (c.HasOutput("argmax_in_plane"))
                c.AssertExact("argmax_in_plane", [.. ((MaxPoolingOperation)output.Source!).Places]);
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("d_layers/dropout.json")]
    public void Dropout_keeps_what_the_mask_keeps_and_scales_it_up(GoldenCase c)
    {
        var mask = c.Input("mask").Data;
        foreach (var dtype in s_both)
        {
            var (x, output) = Run(c, new Dropout(c.Number("p")) { Masks = _ => [.. mask.Select(m => m == 1)] }, dtype, training: true);
            c.Check("output", output);
            output.BackwardFrom(c.Tensor("grad_output", dtype));
            c.Check("grad_input", x.Grad!);

            var (input, same) = Run(c, new Dropout(c.Number("p")), dtype, training: false);
            Assert.Same(input, same);
        }
        c.AssertAllOutputsCompared();
    }

    [Theory]
    [GoldenCases("d_layers/batchnorm1d.json", Except = "sequence*|keras*")]
    [GoldenCases("d_layers/batchnorm2d.json", Except = "sequence*|keras*")]
    public void Batch_norm_equals_the_reference_in_training_and_evaluation(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var layer = new BatchNorm(c.Number("momentum"), c.Number("eps"));
            var x = c.Tensor("input", dtype, requiresGrad: true);
            var model = new Sequential(x.Shape[1..], seed: 1, dtype) { layer };
            layer.Weight!.CopyFrom(c.Tensor("weight", dtype));
            layer.Bias!.CopyFrom(c.Tensor("bias", dtype));
            layer.RunningMean.CopyFrom(c.Tensor("running_mean", dtype));
            layer.RunningVariance.CopyFrom(c.Tensor("running_var", dtype));
            var output = model.Forward(x, new Pass { Training = c.Flag("training") });
            c.Check("output", output);
            output.BackwardFrom(c.Tensor("grad_output", dtype));
            c.Check("grad_input", x.Grad!);
            c.Check("grad_weight", layer.Weight.Grad!);
            c.Check("grad_bias", layer.Bias.Grad!);
            if (!c.Flag("training"))
                continue;
            c.Check("running_mean_after", layer.RunningMean);
            c.Check("running_var_after", layer.RunningVariance);
        }
        c.AssertAllOutputsCompared();
    }

    [Theory]
    [GoldenCases("d_layers/batchnorm1d.json", Cases = "sequence*")]
    [GoldenCases("d_layers/batchnorm2d.json", Cases = "sequence*")]
    public void Batch_norm_moves_its_running_statistics_also_when_a_tape_is_replayed(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var layer = new BatchNorm(c.Number("momentum"), c.Number("eps"));
            var x = c.Tensor("batch0", dtype);
            var model = new Sequential(x.Shape[1..], seed: 1, dtype) { layer };
            Tape? tape = null;
            for (var step = 0; step < 3; step++)
            {
                x.CopyFrom(c.Tensor($"batch{step}", dtype));
                if (tape is null)
                    tape = Tape.Record(() => model.Forward(x, new Pass { Training = true }));
                else
                    tape.Forward();
                c.Check($"output{step}", tape.Result);
                c.Check($"running_mean_after{step}", layer.RunningMean);
                c.Check($"running_var_after{step}", layer.RunningVariance);
            }
            c.Check("eval_output3", model.Forward(c.Tensor("batch3", dtype)));
        }
        c.AssertAllOutputsCompared();
    }

    [Theory]
    [GoldenCases("d_layers/batchnorm1d.json", Cases = "keras*")]
    [GoldenCases("d_layers/batchnorm2d.json", Cases = "keras*")]
    public void Batch_norm_follows_keras_momentum_and_variance_when_asked(GoldenCase c)
    {
        foreach (var unbiased in new[] { false, true })
        {
            var layer = new BatchNorm(momentum: 1 - c.Number("momentum"), epsilon: c.Number("eps"), unbiasedRunningVariance: unbiased);
            var x = c.Tensor("input", DType.Float64);
            var model = new Sequential(x.Shape[1..], seed: 1, DType.Float64) { layer };
            c.Check("output", model.Forward(x, new Pass { Training = true }));
            c.Check("moving_mean_after", layer.RunningMean);
            c.Check(unbiased ? "moving_var_after_unbiased" : "moving_var_after_biased", layer.RunningVariance);
        }

        // With momentum 1 the running statistics are the batch's.
        var whole = new BatchNorm(momentum: 1, epsilon: c.Number("eps"), unbiasedRunningVariance: false);
        var input = c.Tensor("input", DType.Float64);
        new Sequential(input.Shape[1..], seed: 1, DType.Float64) { whole }.Forward(input, new Pass { Training = true });
        c.Check("batch_mean", whole.RunningMean);
        c.Check("batch_var_biased", whole.RunningVariance);
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("d_layers/stack_conv_bn_relu_pool_fc.json")]
    public void A_stack_of_layers_gives_the_references_loss_and_gradients(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var x = c.Tensor("input", dtype, requiresGrad: true);
            var model = new Sequential(x.Shape[1..], seed: 1, dtype)
            {
                new Conv2D(c.Input("conv_weight").Shape[0], (c.Input("conv_weight").Shape[2], c.Input("conv_weight").Shape[3]), padding: 1),
                new BatchNorm(), new Relu(), new MaxPooling2D(2), new Flatten(), new Dense(c.Input("fc_weight").Shape[0]),
            };
            string[] names = ["conv_weight", "conv_bias", "bn_weight", "bn_bias", "fc_weight", "fc_bias"];
            for (var i = 0; i < names.Length; i++)
                model.Parameters[i].CopyFrom(c.Tensor(names[i], dtype));
            var logits = model.Forward(x, new Pass { Training = true });
            c.Check("logits", logits);
            var loss = new CrossEntropy().Of(logits, c.Tensor("labels", dtype));
            c.Check("loss", loss);
            loss.Backward();
            c.Check("grad_input", x.Grad!);
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i] != "conv_bias")
                    c.Check($"grad_{names[i]}", model.Parameters[i].Grad!);
            }

            // A bias right before a batch normalisation has gradient 0 up to rounding.
            Assert.All(model.Parameters[1].Grad!.ToDoubles(), g => Assert.InRange(Math.Abs(g), 0, dtype == DType.Float32 ? 1e-6 : 1e-14));
            c.NotCompared("grad_conv_bias");
        }
        c.AssertAllOutputsCompared();
    }

    private static Layer Unweighted(GoldenCase c)
    {
        if (c.File == "d_layers/flatten.json")
            return new Flatten();
        if (c.Name == "global_average")
            return new GlobalAveragePooling2D();
        var (size, stride, padding) = (Size(c, "kernel"), Size(c, "stride"), Size(c, "padding"));
        return c.File == "d_layers/maxpool2d.json" ? new MaxPooling2D(size, stride, padding)
            : new AveragePooling2D(size, stride, padding, c.Flag("count_include_pad", true));
    }

    private static Size2D Size(GoldenCase c, string name)
        => c.Integers(name) is [var rows, var columns] ? (rows, columns) : c.Integer(name);

    private static (Tensor Input, Tensor Output) Run(GoldenCase c, Layer layer, DType dtype, bool training = false)
    {
        var x = c.Tensor("input", dtype, requiresGrad: true);
        var model = new Sequential(x.Shape[1..], seed: 1, dtype) { layer };
        if (c.HasInput("weight"))
            layer.Parameters[0].CopyFrom(c.Tensor("weight", dtype));
        if (c.HasInput("bias"))
            layer.Parameters[1].CopyFrom(c.Tensor("bias", dtype));
        return (x, model.Forward(x, new Pass { Training = training }));
    }
}
