namespace Courseware;

/// <summary>q · log p, where 0 · log 0 = 0.</summary>
internal readonly struct LogLikelihoodRule : IBinaryRule
{
    public V Apply<V>(V q, V logP) where V : struct, ILane<V> => V.Where(q, q * logP, 0);
}
