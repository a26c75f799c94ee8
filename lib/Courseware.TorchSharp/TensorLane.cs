using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;

namespace Courseware;

/// <summary>
/// The lane that is a whole torch tensor, or a constant: a rule that is written once over a lane type runs on libtorch too, on the
/// processor or a GPU. Each operation makes a new tensor, which the dispose scope around the rule frees.
/// </summary>
/// <remarks>A constant factor waits beside its tensor until a sum takes both: w − α·g is one pass over the numbers, not two.</remarks>
internal readonly struct TensorLane : ILane<TensorLane>
{
    // factor · tensor, or the factor alone.
    private readonly double _factor;
    private readonly torch.Tensor? _tensor;

    private TensorLane(double factor, torch.Tensor? tensor) => (_factor, _tensor) = (factor, tensor);

    public static implicit operator TensorLane(torch.Tensor tensor) => new(1, tensor);

    public static implicit operator TensorLane(double constant) => new(constant, null);

    public static TensorLane operator +(TensorLane a, TensorLane b) => (a._tensor, b._tensor) switch
    {
        ({ } x, { } y) =>
            a._factor == 1 ? x.Plus(y, b._factor) : b._factor == 1 ? y.Plus(x, a._factor) : x.Times(a._factor).Add(y, b._factor),
        ({ } x, null) => a.Numbers(x).Plus(b._factor),
        (null, { } y) => b.Numbers(y).Plus(a._factor),
        _ => a._factor + b._factor,
    };

    public static TensorLane operator -(TensorLane a, TensorLane b) => a + -b;

    public static TensorLane operator *(TensorLane a, TensorLane b) => new(a._factor * b._factor, (a._tensor, b._tensor) switch
    {
        ({ } x, { } y) => x * y,
        var (x, y) => x ?? y,
    });

    public static TensorLane operator /(TensorLane a, TensorLane b) => new(a._factor / b._factor, (a._tensor, b._tensor) switch
    {
        ({ } x, { } y) => x / y,
        (null, { } y) => y.reciprocal(),
        var (x, _) => x,
    });

    public static TensorLane operator -(TensorLane a) => new(-a._factor, a._tensor);

    public static TensorLane Sqrt(TensorLane x) => x._tensor is { } t ? x.Numbers(t).sqrt() : Math.Sqrt(x._factor);

    public static TensorLane Abs(TensorLane x) => new(Math.Abs(x._factor), x._tensor?.abs());

    public static TensorLane Min(TensorLane a, TensorLane b) => (a._tensor, b._tensor) switch
    {
        ({ } x, _) => a.Numbers(x).minimum(b.Like(x)),
        (null, { } y) => b.Numbers(y).minimum(a.Like(y)),
        _ => Math.Min(a._factor, b._factor),
    };

    public static TensorLane Max(TensorLane a, TensorLane b) => (a._tensor, b._tensor) switch
    {
        ({ } x, _) => a.Numbers(x).maximum(b.Like(x)),
        (null, { } y) => b.Numbers(y).maximum(a.Like(y)),
        _ => Math.Max(a._factor, b._factor),
    };

    /// <summary>a·b + c; torch has no operation that rounds once.</summary>
    public static TensorLane Fma(TensorLane a, TensorLane b, TensorLane c) => a * b + c;

    public static TensorLane Where(TensorLane test, TensorLane positive, TensorLane otherwise)
        => test._tensor is { } t ? torch.where(test.Numbers(t).gt(Constants.Of(0, t)), positive.Like(t), otherwise.Like(t))
        : test._factor > 0 ? positive : otherwise;

    public static TensorLane Exp(TensorLane x) => Function(x, t => t.exp());

    public static TensorLane Expm1(TensorLane x) => Function(x, t => t.expm1());

    public static TensorLane Log(TensorLane x) => Function(x, t => t.log());

    public static TensorLane Log1p(TensorLane x) => Function(x, t => t.log1p());

    public static TensorLane Tanh(TensorLane x) => Function(x, t => t.tanh());

    public static TensorLane Sigmoid(TensorLane x) => Function(x, t => t.sigmoid());

    public static TensorLane Erf(TensorLane x) => Function(x, t => t.erf());

    public static TensorLane Softplus(TensorLane x) => Function(x, t => Functional.softplus(t));

    /// <summary>
    /// The numbers as a tensor like the given one; the very tensor that the lane was made from, where nothing was done to it.
    /// </summary>
    public torch.Tensor Like(torch.Tensor other) => _tensor is null ? Constants.Full(other, _factor) : Numbers(_tensor);

    // Functions of constants are rare in rules: they may take the long way.
    private static TensorLane Function(TensorLane x, Func<torch.Tensor, torch.Tensor> function)
        => x._tensor is { } t ? function(x.Numbers(t)) : function(torch.tensor(x._factor, torch.ScalarType.Float64)).item<double>();

    private torch.Tensor Numbers(torch.Tensor tensor) => _factor == 1 ? tensor : tensor.Times(_factor);
}
