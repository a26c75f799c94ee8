namespace Courseware;

/// <summary>Work over a range of independent indices, for <see cref="WorkerPool.For{TBody}"/>.</summary>
internal interface IParallelBody
{
    /// <summary>Does the work of the indices <paramref name="from"/> (inclusive) to <paramref name="toExclusive"/>.</summary>
    void Run(int from, int toExclusive);
}
