using System.Globalization;
using TorchSharp;

namespace Courseware;

/// <summary>
/// Trains with TorchSharp: libtorch computes, on a GPU where there is one and else on the processor. Initial weights, the order of the
/// batches and dropout masks are the library's, so that a run shows the same curve as on the managed engine, within the precision of
/// float32.
/// </summary>
/// <remarks>
/// Not as on the managed engine: sums are taken in libtorch's own order, so fingerprints differ, and between machines, numbers of threads
/// and devices too.
/// </remarks>
public sealed class TorchSharpEngine : ITrainingEngine
{
    private readonly torch.Device _device;

    /// <summary>Starts libtorch: on the GPU if it can use one, else on the processor.</summary>
    public TorchSharpEngine()
        : this(useGpu: true)
    {
    }

    /// <summary>Starts libtorch, with or without the GPU.</summary>
    /// <param name="useGpu">False to stay on the processor.</param>
    /// <exception cref="DllNotFoundException">The native libraries are missing, or cannot be loaded.</exception>
    /// <exception cref="InvalidOperationException">They are there, but compute something else than this adapter means.</exception>
    public TorchSharpEngine(bool useGpu)
    {
        NativeTorch.Load();
        FreedMemory.Keep();
        torch.set_num_threads(WorkerPool.Threads); // As many as the managed engine.
        _device = useGpu && torch.cuda.is_available() ? torch.CUDA : torch.CPU;
        Check();
    }

    /// <inheritdoc/>
    public string Name => "torchsharp";

    /// <inheritdoc/>
    public string Description => $"TorchSharp {Version} on {Place}";

    private static string Version => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "";

    private string Place
        => _device.type == DeviceType.CUDA ? "the GPU"
        : string.Create(
            CultureInfo.InvariantCulture, $"the processor, {torch.get_num_threads()} thread{(torch.get_num_threads() == 1 ? "" : "s")}");

    /// <inheritdoc/>
    public string? Cannot(TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Model.Select(TorchLayer.Cannot).FirstOrDefault(reason => reason is not null)
            ?? TorchLoss.Cannot(plan.Loss)
            ?? TorchOptimizer.Cannot(plan.Optimizer);
    }

    /// <inheritdoc/>
    public ITrainingSession Start(TrainingPlan plan)
        => Cannot(plan) is { } reason ? throw new NotSupportedException($"The torchsharp engine cannot do this: {reason}.")
        : new TorchSharpSession(plan, _device);

    // Managed and native part carry no version check: a pair that does not fit may compute nonsense in silence. One step with a known
    // result tells.
    private void Check()
    {
        var model = new Sequential(inputs: [1],
            seed: 1) { new Dense(1, weightInitializer: new Constant(2), biasInitializer: new Constant(1)) };
        using var session = new TorchSharpSession(new(model, new MeanSquaredError(), new Sgd(), 0), _device);
        var result = session.Step(new Batch { Count = 2, Features = [1, 3], Targets = [2, 6] }, 0.5);
        // Outputs 3, 7 against 2, 6: loss 1, gradients 1·1 + 3·1 = 4 and 2.
        var (weight, bias) = (session.ReadWeights()[0][0], session.ReadWeights()[1][0]);
        if (result.Loss != 1 || weight != 0 || bias != 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"TorchSharp {Version} and its native library do not fit together: a step that must give loss 1 and weights 0, 0 gave {result.Loss} and {weight}, {bias}. Delete artifacts/lib/torchsharp and type 'dotnet build lib/Courseware.TorchSharp' again."));
        }
    }
}
