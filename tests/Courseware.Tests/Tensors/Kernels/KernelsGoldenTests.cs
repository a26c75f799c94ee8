using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

/// <summary>Convolution and pooling kernels against PyTorch, in float and double.</summary>
public sealed class KernelsGoldenTests
{
    [Theory]
    [GoldenCases("d_layers/conv2d.json")]
    [GoldenCases("d_layers/conv2d_larger.json")]
    public void Convolution_and_its_gradients_agree(GoldenCase c)
    {
        var (x, w, dy) = (c.Input("input"), c.Input("weight"), c.Input("grad_output"));
        var bias = c.HasInput("bias") ? c.Input("bias") : new GoldenTensor([0], []);
        var (kernel, stride, padding) = (c.Integers("kernel"), c.Integers("stride"), c.Integers("padding"));
        var s = new ConvolutionShape(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], w.Shape[0], kernel[0], kernel[^1], stride[0],
            stride[^1], padding[0], padding[^1]);

        var (y, dx, dw, db) = (new float[s.OutputLength], new float[s.InputLength], new float[s.WeightLength], new float[s.OutChannels]);
        Convolution.Forward(s, x.Floats, w.Floats, bias.Floats, y);
        Convolution.BackwardInput(s, dy.Floats, w.Floats, dx);
        Convolution.BackwardWeight(s, x.Floats, dy.Floats, dw);
        Convolution.BackwardBias(s, dy.Floats, db);
        c.AssertFloat("output", y, [s.Batch, s.OutChannels, s.OutHeight, s.OutWidth]);
        c.AssertFloat("grad_input", dx);
        c.AssertFloat("grad_weight", dw);
        if (bias.Length != 0)
            c.AssertFloat("grad_bias", db);

        var (y64, dx64, dw64, db64) =
            (new double[s.OutputLength], new double[s.InputLength], new double[s.WeightLength], new double[s.OutChannels]);
        Convolution.Forward(s, x.Data, w.Data, bias.Data, y64);
        Convolution.BackwardInput(s, dy.Data, w.Data, dx64);
        Convolution.BackwardWeight(s, x.Data, dy.Data, dw64);
        Convolution.BackwardBias(s, dy.Data, db64);
        c.AssertDouble("output", y64);
        c.AssertDouble("grad_input", dx64);
        c.AssertDouble("grad_weight", dw64);
        if (bias.Length != 0)
            c.AssertDouble("grad_bias", db64);
        c.AssertAllOutputsCompared();
    }

    [Theory]
    [GoldenCases("d_layers/maxpool2d.json")]
    public void Maximum_pooling_agrees_ties_included(GoldenCase c)
    {
        var (s, x, dy) = Pool(c);
        var (y, argMax, dx) = (new float[s.OutputLength], new int[s.OutputLength], new float[s.InputLength]);
        Pooling.MaxForward<float>(s, x.Floats, y, argMax);
        Pooling.MaxBackward<float>(s, dy.Floats, argMax, dx);
        c.AssertFloat("output", y);
        c.AssertFloat("grad_input", dx);
        c.AssertExact("argmax_in_plane", argMax);

        var (y64, dx64) = (new double[s.OutputLength], new double[s.InputLength]);
        Pooling.MaxForward<double>(s, x.Data, y64, argMax);
        Pooling.MaxBackward<double>(s, dy.Data, argMax, dx64);
        c.AssertDouble("output", y64);
        c.AssertDouble("grad_input", dx64);
        c.AssertExact("argmax_in_plane", argMax);
        c.AssertAllOutputsCompared();
    }

    [Theory]
    [GoldenCases("d_layers/avgpool2d.json")]
    public void Average_pooling_agrees_with_and_without_padding_in_the_divisor(GoldenCase c)
    {
        var (s, x, dy) = Pool(c);
        var countPadding = c.Flag("count_include_pad", true);
        var (y, dx) = (new float[s.OutputLength], new float[s.InputLength]);
        Pooling.AverageForward<float>(s, x.Floats, y, countPadding);
        Pooling.AverageBackward<float>(s, dy.Floats, dx, countPadding);
        c.AssertFloat("output", y);
        c.AssertFloat("grad_input", dx);

        var (y64, dx64) = (new double[s.OutputLength], new double[s.InputLength]);
        Pooling.AverageForward<double>(s, x.Data, y64, countPadding);
        Pooling.AverageBackward<double>(s, dy.Data, dx64, countPadding);
        c.AssertDouble("output", y64);
        c.AssertDouble("grad_input", dx64);
        c.AssertAllOutputsCompared();
    }

    private static (PoolingShape Shape, GoldenTensor X, GoldenTensor Dy) Pool(GoldenCase c)
    {
        var (x, dy) = (c.Input("input"), c.Input("grad_output"));
        var planes = x.Shape[0] * x.Shape[1];
        if (c.Name == "global_average")
            return (new PoolingShape(planes, x.Shape[2], x.Shape[3], x.Shape[2], x.Shape[3], 1, 1), x, dy);
        var (kernel, stride, padding) = (c.Integers("kernel"), c.Integers("stride"), c.Integers("padding"));
        return (new PoolingShape(planes, x.Shape[2], x.Shape[3], kernel[0], kernel[^1], stride[0], stride[^1], padding[0],
            padding[^1]), x, dy);
    }
}
