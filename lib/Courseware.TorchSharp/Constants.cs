using TorchSharp;

namespace Courseware;

/// <summary>
/// Arithmetic with constants that is safe while the garbage collector runs. TorchSharp 0.102.7 hands a constant over in an object (Scalar)
/// that it does not keep alive during the native call, and does so even to add two tensors; collected at that moment, its memory is gone.
/// Here each one lives until it is disposed of, after the call.
/// </summary>
internal static class Constants
{
    private static readonly Scalar s_one = 1.0;

    /// <summary>The constant as a tensor of no dimensions and of x's type.</summary>
    public static torch.Tensor Of(double value, torch.Tensor x) => torch.tensor(value, x.dtype);

    /// <summary>x + y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y) => x.add(y, s_one);

    /// <summary>x + c·y, in one pass over the numbers.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y, double c)
    {
        using Scalar factor = c;
        return x.add(y, factor);
    }

    /// <summary>x ← x + c·y, in x's own memory.</summary>
    public static torch.Tensor Add(this torch.Tensor x, torch.Tensor y, double c)
    {
        using Scalar factor = c;
        return x.add_(y, factor);
    }

    /// <summary>x + c.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, double c)
    {
        using Scalar constant = c;
        return x.add(constant, s_one);
    }

    /// <summary>c − x.</summary>
    public static torch.Tensor From(this torch.Tensor x, double c) => Of(c, x).sub(x);

    /// <summary>x · c.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double c)
    {
        using Scalar constant = c;
        return x.mul(constant);
    }

    /// <summary>x / c.</summary>
    public static torch.Tensor Over(this torch.Tensor x, double c)
    {
        using Scalar constant = c;
        return x.div(constant);
    }

    /// <summary>x, no less than low and no more than high.</summary>
    public static torch.Tensor Clip(this torch.Tensor x, double low, double high)
    {
        using Scalar least = low, most = high;
        return x.clamp(least, most);
    }

    /// <summary>A tensor like x that holds the constant everywhere.</summary>
    public static torch.Tensor Full(torch.Tensor x, double c)
    {
        using Scalar constant = c;
        return x.detach().empty_like().fill_(constant);
    }

    /// <summary>x where it is positive, else α·(eˣ − 1).</summary>
    public static torch.Tensor Elu(this torch.Tensor x, double α)
    {
        using Scalar alpha = α;
        return x.elu(alpha, s_one, s_one);
    }

    /// <summary>x where it is positive, else c·x.</summary>
    public static torch.Tensor LeakyRelu(this torch.Tensor x, double c)
    {
        using Scalar slope = c;
        return x.leaky_relu(slope);
    }
}
