namespace Courseware.Tests.Tensors.Kernels;

/// <summary>One of the lanes' functions by its number, so that a test can go through them all.</summary>
internal readonly struct FunctionRule(int function) : IUnaryRule
{
    public static readonly string[] Names = ["exp", "expm1", "log", "log1p", "tanh", "sigmoid", "softplus", "erf", "sqrt", "relu", "step"];

    public V Apply<V>(V x) where V : struct, ILane<V> => function switch
    {
        0 => V.Exp(x),
        1 => V.Expm1(x),
        2 => V.Log(x),
        3 => V.Log1p(x),
        4 => V.Tanh(x),
        5 => V.Sigmoid(x),
        6 => V.Softplus(x),
        7 => V.Erf(x),
        8 => V.Sqrt(x),
        9 => V.Max(x, 0),
        _ => V.Where(x, 1, -x),
    };
}
