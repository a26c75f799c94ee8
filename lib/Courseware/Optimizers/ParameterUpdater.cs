namespace Courseware;

/// <summary>An optimizer at work on a set of parameters: holds what the rule remembers and counts the steps.</summary>
/// <remarks>As in PyTorch: <c>loss.Backward(); updater.Step(); updater.ZeroGrad();</c></remarks>
public sealed class ParameterUpdater
{
    private readonly ParameterUpdate[] _updates;

    /// <summary>Starts with fresh state.</summary>
    public ParameterUpdater(IEnumerable<Tensor> parameters, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        _updates = [.. parameters.Select(p => new ParameterUpdate(p, optimizer))];
    }

    /// <summary>The rule.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many steps have been taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Each parameter with what the rule remembers of it.</summary>
    internal IReadOnlyList<ParameterUpdate> Updates => _updates;

    /// <summary>Moves every parameter that has a gradient by one step.</summary>
    /// <param name="learningRate">The rate of this step; the optimizer's own if not given.</param>
    public void Step(double? learningRate = null)
    {
        Steps++;
        var α = learningRate ?? Optimizer.LearningRate;
        foreach (var update in _updates)
        {
            if (update.Weight.HasGrad)
                Optimizer.Step(update, update.LearningRate = α, Steps);
        }
    }

    /// <summary>Forgets all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var update in _updates)
            update.Weight.ZeroGrad();
    }

    /// <summary>A copy of the optimizer's memory, to go on from later.</summary>
    internal OptimizerState Save() => new(Steps, [.. _updates.Select(u => u.State.Select(s => s.ToDoubles()).ToArray())]);

    /// <summary>Goes on from a saved memory of the same optimizer over parameters of the same shapes.</summary>
    internal void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Slots.Count != _updates.Length || _updates.Zip(state.Slots).Any(p => p.First.State.Length != p.Second.Length))
            throw new ArgumentException($"This state belongs to another optimizer or model: it holds {state.Slots.Count} parameters, this one has {_updates.Length} with {Optimizer.Slots} slots each.", nameof(state));
        Steps = state.Steps;
        for (var i = 0; i < _updates.Length; i++)
        {
            for (var s = 0; s < _updates[i].State.Length; s++)
                _updates[i].State[s].CopyFrom(Tensor.From(state.Slots[i][s], _updates[i].Weight.Shape));
        }
    }
}

/// <summary>An optimizer's memory: the number of steps taken and, for each parameter, its slots (m, v, …).</summary>
internal sealed record OptimizerState(long Steps, IReadOnlyList<double[][]> Slots);
