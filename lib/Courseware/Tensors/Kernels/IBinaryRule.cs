namespace Courseware.Tensors.Kernels;

/// <summary>A function of two numbers. Written once, as the textbook line, for every lane type.</summary>
public interface IBinaryRule
{
    /// <summary>The rule.</summary>
    V Apply<V>(V a, V b)
        where V : struct, ILane<V>;
}
