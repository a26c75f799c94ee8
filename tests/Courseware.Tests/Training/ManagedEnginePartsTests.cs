using Courseware.EngineContract;

namespace Courseware.Tests.Training;

/// <summary>The managed engine keeps the contract of every engine.</summary>
public sealed class ManagedEnginePartsTests : PartsContract
{
    protected override ITrainingEngine Engine() => new ManagedEngine();
}
