using Courseware.EngineContract;

namespace Courseware.TorchSharp.Tests;

/// <summary>Every part of the library on the TorchSharp engine.</summary>
public sealed class TorchSharpPartsTests : PartsContract
{
    protected override ITrainingEngine Engine() => TorchSharpAdapter.Engine();
}
