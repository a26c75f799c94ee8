namespace Courseware;

/// <summary>The library's own engine: plain .NET on the processor, the same bits on every machine.</summary>
internal sealed class ManagedEngine : ITrainingEngine
{
    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public string Description => "managed, plain .NET on the processor";

    /// <inheritdoc/>
    public bool SameBitsEverywhere => true;

    /// <inheritdoc/>
    public string? Cannot(TrainingPlan plan) => null;

    /// <inheritdoc/>
    public ITrainingSession Start(TrainingPlan plan) => new ManagedSession(plan);
}
