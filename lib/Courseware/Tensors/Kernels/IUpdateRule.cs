namespace Courseware.Tensors.Kernels;

/// <summary>An optimizer's update of a weight w by its gradient g, with up to three remembered numbers. Written once, as the textbook line, for every lane type.</summary>
public interface IUpdateRule
{
    /// <summary>The rule.</summary>
    void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u)
        where V : struct, ILane<V>;
}
