using TorchSharp;

namespace Courseware.MLNet;

/// <summary>
/// Arithmetic with constants that is safe while the garbage collector runs. TorchSharp 0.102.7 hands a constant over in an object (Scalar) that it does not keep alive
/// during the native call, and does so even to add two tensors; collected at that moment, its memory is gone. A tensor of no dimensions stays alive in the dispose scope.
/// </summary>
internal static class Constants
{
    private static readonly Scalar One = 1.0;

    /// <summary>The constant as a tensor of no dimensions and of x's type.</summary>
    public static torch.Tensor Of(double value, torch.Tensor x) => torch.tensor(value, x.dtype);

    /// <summary>x + y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y) => x.add(y, One);

    /// <summary>x + c.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, double c) => x.add(Of(c, x), One);

    /// <summary>c − x.</summary>
    public static torch.Tensor From(this torch.Tensor x, double c) => Of(c, x).sub(x);

    /// <summary>x · c.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double c) => x.mul(Of(c, x));

    /// <summary>x / c.</summary>
    public static torch.Tensor Over(this torch.Tensor x, double c) => x.div(Of(c, x));

    /// <summary>x, no less than low and no more than high.</summary>
    public static torch.Tensor Clip(this torch.Tensor x, double low, double high) => x.clamp(Full(x, low), Full(x, high));

    /// <summary>A tensor like x that holds the constant everywhere.</summary>
    public static torch.Tensor Full(torch.Tensor x, double c) => x.detach().empty_like().copy_(Of(c, x));
}
