namespace Courseware.Tensors.Kernels;

/// <summary>A function of three numbers. Written once, as the textbook line, for every lane type.</summary>
public interface ITernaryRule
{
    /// <summary>The rule.</summary>
    V Apply<V>(V a, V b, V c)
        where V : struct, ILane<V>;
}
