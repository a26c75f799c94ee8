using Courseware.EngineContract;

namespace Courseware.TorchSharp.Tests;

/// <summary>The TorchSharp engine's sessions keep the contract of every engine.</summary>
public sealed class TorchSharpSessionTests : SessionContract
{
    protected override ITrainingEngine Engine() => TorchSharpAdapter.Engine();
}
