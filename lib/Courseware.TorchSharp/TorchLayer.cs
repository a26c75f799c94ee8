using System.Runtime.InteropServices;
using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;

namespace Courseware;

/// <summary>One of the library's layers, computed by libtorch: its weights there, and the same formula in torch's functions.</summary>
internal sealed class TorchLayer
{
    private readonly Layer _layer;
    private readonly torch.Device _device;
    private readonly Func<torch.Tensor, TorchPass, torch.Tensor> _forward;
    private uint[] _bits = [];

    private TorchLayer(Layer layer, torch.Device device)
    {
        (_layer, _device) = (layer, device);
        // Linear (out, in) and convolution (out, in, rows, columns): the library's layout is torch's, so the numbers are copied in their
        // order.
        Parameters = [.. layer.Parameters.Select(p => Numbers.ToTorch(p, device).requires_grad_(true))];
        State = [.. layer.State.Select(s => Numbers.ToTorch(s, device))];
        _forward = Choose();
    }

    /// <summary>What training changes, in the library's order.</summary>
    public torch.Tensor[] Parameters { get; }

    /// <summary>Running statistics, in the library's order.</summary>
    public torch.Tensor[] State { get; }

    public static TorchLayer Of(Layer layer, torch.Device device) => new(layer, device);

    /// <summary>Why this layer cannot run here; null if it can.</summary>
    public static string? Cannot(Layer layer) => layer switch
    {
        Dense dense => Cannot(dense, dense.Activation, dense.WeightPenalty),
        Conv2D convolution => Cannot(convolution, convolution.Activation, convolution.WeightPenalty),
        Activation activation =>
            TorchActivation.Of(activation) is null ? $"layer '{layer.Name}', {layer.Kind}, is an activation that it does not know" : null,
        Dropout or BatchNorm or Flatten or MaxPooling2D or AveragePooling2D or GlobalAveragePooling2D => null,
        _ => $"layer '{layer.Name}', {layer.Kind}, is a layer that it does not know",
    };

    public torch.Tensor Forward(torch.Tensor x, TorchPass pass) => _forward(x, pass);

    /// <summary>What the size of the layer's weights adds to the loss; null for nothing.</summary>
    public torch.Tensor? Penalty() => _layer switch
    {
        Dense { WeightPenalty: { } penalty } => TorchPenalty.Of(penalty, Parameters[0]),
        Conv2D { WeightPenalty: { } penalty } => TorchPenalty.Of(penalty, Parameters[0]),
        _ => null,
    };

    private static string? Cannot(Layer layer, Activation? activation, Penalty? penalty)
        => activation is not null && TorchActivation.Of(activation) is null
        ? $"layer '{layer.Name}' has an activation that it does not know, {activation.Kind}"
        : penalty is not null && !TorchPenalty.Can(penalty)
        ? $"layer '{layer.Name}' has a penalty that it does not know, {penalty.GetType().Name}"
        : null;

    private Func<torch.Tensor, TorchPass, torch.Tensor> Choose()
    {
        switch (_layer)
        {
            case Dense dense:
                var afterDense = After(dense.Activation);
                return (x, _) => afterDense(Functional.linear(x, Parameters[0], dense.Bias is null ? null : Parameters[1]));
            case Conv2D convolution:
                var (stride, padding) = (Sizes(convolution.Stride), Sizes(convolution.Padding));
                var afterConvolution = After(convolution.Activation);
                return (x, _) =>
                    afterConvolution(Functional.conv2d(x, Parameters[0], convolution.Bias is null ? null : Parameters[1], stride, padding));
            case MaxPooling2D pooling:
                return (x, _) =>
                    Functional.max_pool2d(x, Sizes(pooling.Window.Size), Sizes(pooling.Window.Stride), Sizes(pooling.Window.Padding));
            case AveragePooling2D pooling:
                return (x, _) =>
                    Functional.avg_pool2d(x, Sizes(pooling.Window.Size), Sizes(pooling.Window.Stride), Sizes(pooling.Window.Padding),
                        count_include_pad: pooling.CountsPadding);
            case GlobalAveragePooling2D:
                return (x, _) => x.mean([2, 3]);
            case Flatten:
                return (x, _) => x.flatten(1);
            case Dropout dropout:
                return (x, pass) => pass.Training && dropout.Rate > 0 ? Drop(dropout, x, pass) : x;
            case BatchNorm norm:
                return (x, pass) => Normalise(norm, x, pass.Training);
            case Activation activation:
                var rule = TorchActivation.Of(activation)!;
                return (x, _) => rule(x);
            default:
                throw new NotSupportedException(Cannot(_layer));
        }
    }

    private static Func<torch.Tensor, torch.Tensor> After(Activation? activation)
        => activation is null ? x => x : TorchActivation.Of(activation)!;

    private static long[] Sizes(Size2D size) => [size.Rows, size.Columns];

    // The library's mask, not torch's: it depends on (seed, layer, step) alone, so both engines drop the same activations.
    private torch.Tensor Drop(Dropout dropout, torch.Tensor x, TorchPass pass)
    {
        if (_bits.Length != x.NumberOfElements)
            _bits = new uint[x.NumberOfElements];
        dropout.Draw(_bits, new Pass { Training = true, Seed = pass.Seed, Step = pass.Step });
        var (threshold, scale) = ((uint)Math.Min(uint.MaxValue, Math.Round(dropout.Rate * 4294967296.0)), 1 / (1 - dropout.Rate));
        var mask = torch.ones(x.shape, x.dtype);
        if (x.dtype == torch.ScalarType.Float32)
        {
            var numbers = MemoryMarshal.Cast<byte, float>(mask.bytes);
            DropoutMask.Apply(_bits, threshold, (float)scale, numbers, numbers, add: false);
        }
        else
        {
            var numbers = MemoryMarshal.Cast<byte, double>(mask.bytes);
            DropoutMask.Apply(_bits, threshold, scale, numbers, numbers, add: false);
        }
        return x * mask.to(_device);
    }

    private torch.Tensor Normalise(BatchNorm norm, torch.Tensor x, bool training)
    {
        var affine = Parameters.Length > 0;
        var (weight, bias) = (affine ? Parameters[0] : null, affine ? Parameters[1] : null);
        var (mean, variance) = (State[0], State[1]);
        // libtorch takes a batch of one row, and makes the running variance NaN.
        if (training)
            BatchNormOperation.CheckCount(norm.Name, [.. x.shape.Select(size => (int)size)]);
        if (!training || norm.UnbiasedRunningVariance)
            return Functional.batch_norm(x, mean, variance, weight, bias, training, norm.Momentum, norm.Epsilon);

        // Keras 3's running variance is the biased one, which torch does not offer: it gets copies of the statistics, and these are moved
        // here.
        var y = Functional.batch_norm(x, mean.clone(), variance.clone(), weight, bias, training: true, norm.Momentum, norm.Epsilon);
        using (torch.no_grad())
        {
            long[] axes = x.shape.Length == 4 ? [0, 2, 3] : [0];
            Move(mean, x.mean(axes));
            Move(variance, x.var(axes, unbiased: false));
        }
        return y;

        void Move(torch.Tensor running, torch.Tensor batch)
            => running.copy_(running.Times(1 - norm.Momentum).Plus(batch.Times(norm.Momentum)));
    }
}
