using Courseware.Tensors.Kernels;
using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;

namespace Courseware.MLNet;

/// <summary>
/// The lane that is a whole torch tensor, or a constant: a rule that is written once over a lane type runs on libtorch too, on the processor or a GPU.
/// Each operation makes a new tensor, which the dispose scope around the rule frees.
/// </summary>
internal readonly struct TensorLane : ILane<TensorLane>
{
    private readonly torch.Tensor? tensor;
    private readonly double constant;

    private TensorLane(torch.Tensor? tensor, double constant) => (this.tensor, this.constant) = (tensor, constant);

    public static implicit operator TensorLane(torch.Tensor tensor) => new(tensor, 0);

    public static implicit operator TensorLane(double constant) => new(null, constant);

    public static TensorLane operator +(TensorLane a, TensorLane b) => (a.tensor, b.tensor) switch
    {
        ({ } x, { } y) => x.Plus(y),
        ({ } x, null) => x.Plus(b.constant),
        (null, { } y) => y.Plus(a.constant),
        _ => a.constant + b.constant,
    };

    public static TensorLane operator -(TensorLane a, TensorLane b) => (a.tensor, b.tensor) switch
    {
        ({ } x, { } y) => x - y,
        ({ } x, null) => x.Plus(-b.constant),
        (null, { } y) => y.From(a.constant),
        _ => a.constant - b.constant,
    };

    public static TensorLane operator *(TensorLane a, TensorLane b) => (a.tensor, b.tensor) switch
    {
        ({ } x, { } y) => x * y,
        ({ } x, null) => x.Times(b.constant),
        (null, { } y) => y.Times(a.constant),
        _ => a.constant * b.constant,
    };

    public static TensorLane operator /(TensorLane a, TensorLane b) => (a.tensor, b.tensor) switch
    {
        ({ } x, { } y) => x / y,
        ({ } x, null) => x.Over(b.constant),
        (null, { } y) => Constants.Of(a.constant, y) / y,
        _ => a.constant / b.constant,
    };

    public static TensorLane operator -(TensorLane a) => a.tensor is { } x ? -x : -a.constant;

    public static TensorLane Sqrt(TensorLane x) => x.tensor is { } t ? t.sqrt() : Math.Sqrt(x.constant);

    public static TensorLane Abs(TensorLane x) => x.tensor is { } t ? t.abs() : Math.Abs(x.constant);

    public static TensorLane Min(TensorLane a, TensorLane b) => (a.tensor, b.tensor) switch
    {
        ({ } x, _) => x.minimum(b.Like(x)),
        (null, { } y) => y.minimum(a.Like(y)),
        _ => Math.Min(a.constant, b.constant),
    };

    public static TensorLane Max(TensorLane a, TensorLane b) => (a.tensor, b.tensor) switch
    {
        ({ } x, _) => x.maximum(b.Like(x)),
        (null, { } y) => y.maximum(a.Like(y)),
        _ => Math.Max(a.constant, b.constant),
    };

    /// <summary>a·b + c; torch has no operation that rounds once.</summary>
    public static TensorLane Fma(TensorLane a, TensorLane b, TensorLane c) => a * b + c;

    public static TensorLane Where(TensorLane test, TensorLane positive, TensorLane otherwise)
        => test.tensor is { } t ? torch.where(t.gt(Constants.Of(0, t)), positive.Like(t), otherwise.Like(t)) : test.constant > 0 ? positive : otherwise;

    public static TensorLane Exp(TensorLane x) => Function(x, t => t.exp());

    public static TensorLane Expm1(TensorLane x) => Function(x, t => t.expm1());

    public static TensorLane Log(TensorLane x) => Function(x, t => t.log());

    public static TensorLane Log1p(TensorLane x) => Function(x, t => t.log1p());

    public static TensorLane Tanh(TensorLane x) => Function(x, t => t.tanh());

    public static TensorLane Sigmoid(TensorLane x) => Function(x, t => t.sigmoid());

    public static TensorLane Erf(TensorLane x) => Function(x, t => t.erf());

    public static TensorLane Softplus(TensorLane x) => Function(x, t => Functional.softplus(t));

    /// <summary>Writes the numbers into a tensor.</summary>
    public void CopyTo(torch.Tensor to)
    {
        if (tensor is null)
            to.copy_(Constants.Of(constant, to));
        else if (!ReferenceEquals(tensor, to))
            to.copy_(tensor);
    }

    // Functions of constants are rare in rules: they may take the long way.
    private static TensorLane Function(TensorLane x, Func<torch.Tensor, torch.Tensor> function)
        => x.tensor is { } t ? function(t) : function(torch.tensor(x.constant, torch.ScalarType.Float64)).item<double>();

    private torch.Tensor Like(torch.Tensor other) => tensor ?? Constants.Full(other, constant);
}
