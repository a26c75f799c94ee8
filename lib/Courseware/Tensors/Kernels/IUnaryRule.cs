namespace Courseware.Tensors.Kernels;

/// <summary>A function of one number. Written once, as the textbook line, for every lane type.</summary>
public interface IUnaryRule
{
    /// <summary>The rule.</summary>
    V Apply<V>(V a)
        where V : struct, ILane<V>;
}
