namespace Courseware;

/// <summary>A function of a prediction p and a target t (a loss, element by element) and its derivative by p.</summary>
internal interface IDifferentiablePairRule : IBinaryRule
{
    /// <summary>d rule / dp at (p, t).</summary>
    V Derivative<V>(V p, V t)
        where V : struct, ILane<V>;
}
