using TorchSharp;

namespace Courseware;

/// <summary>
/// An optimizer of the library at work on torch's tensors. The rule is the library's own textbook line, run over <see cref="TensorLane"/>s:
/// so every optimizer is there, also one that a student wrote over a lane.
/// </summary>
internal sealed class TorchOptimizer : IRuleReader
{
    private readonly Optimizer _optimizer;
    private readonly torch.Tensor[] _parameters;
    private readonly torch.Tensor[][] _slots;
    private readonly ParameterUpdate _update;
    private long _steps;
    private int _at;
    private torch.Tensor _gradient = null!;

    public TorchOptimizer(Optimizer optimizer, torch.Tensor[] parameters)
    {
        (_optimizer, _parameters) = (optimizer, parameters);
        _slots = [.. parameters.Select(p => Enumerable.Range(0, optimizer.Slots).Select(_ => Constants.Full(p, optimizer.InitialState))
            .ToArray())];
        // The rule is the same for every parameter: a stand-in of one number hands it over.
        _update = new ParameterUpdate(Tensor.Zeros([1]), optimizer) { Reader = this };
    }

    /// <summary>The numbers that the rule remembers.</summary>
    public IEnumerable<torch.Tensor> Memory => _slots.SelectMany(s => s);

    /// <summary>Why this optimizer cannot run here; null if it can.</summary>
    public static string? Cannot(Optimizer optimizer)
    {
        var probe = new Probe();
        try
        {
            optimizer.Step(new ParameterUpdate(Tensor.Zeros([1]), optimizer) { Reader = probe }, optimizer.LearningRate, 1);
        }
        catch (NotSupportedException)
        {
            // A plain function of doubles; or a setting that the rule refuses, which the managed engine will tell.
        }
        return probe.HasRead ? null : $"{optimizer.GetType().Name} is an update rule that it does not know";
    }

    /// <summary>Moves every parameter along its gradient; within no_grad and a dispose scope.</summary>
    public void Step(torch.Tensor[] gradients, double learningRate)
    {
        _steps++;
        _update.LearningRate = learningRate;
        for (_at = 0; _at < _parameters.Length; _at++)
        {
            using var scope = torch.NewDisposeScope();
            _gradient = gradients[_at];
            _optimizer.Step(_update, learningRate, _steps);
        }
    }

    void IRuleReader.Read<TRule>(TRule rule)
    {
        var weight = _parameters[_at];
        var memory = _slots[_at];
        TensorLane w = weight, s = Slot(0), t = Slot(1), u = Slot(2);
        rule.Apply(ref w, _gradient, ref s, ref t, ref u);

        // All results before the first of them is written: a rule may keep the weight as it was.
        ReadOnlySpan<TensorLane> after = [s, t, u];
        var newWeight = Own(w.Like(weight), weight);
        var newMemory = new torch.Tensor[memory.Length];
        for (var i = 0; i < memory.Length; i++)
            newMemory[i] = Own(after[i].Like(memory[i]), memory[i]);
        // One result in two places: each gets memory of its own.
        for (var i = 0; i < newMemory.Length; i++)
        {
            if (ReferenceEquals(newMemory[i], newWeight)
                || Array.FindIndex(newMemory, 0, i, earlier => ReferenceEquals(earlier, newMemory[i])) >= 0)
            {
                newMemory[i] = newMemory[i].clone();
            }
        }

        Write(newWeight, weight);
        for (var i = 0; i < memory.Length; i++)
            Write(newMemory[i], memory[i]);

        TensorLane Slot(int i) => i < memory.Length ? memory[i] : 0.0;

        // A tensor that the rule only passed on is kept elsewhere too: its numbers are copied.
        torch.Tensor Own(torch.Tensor result, torch.Tensor kept)
            => !ReferenceEquals(result, kept)
            && (ReferenceEquals(result, weight) || ReferenceEquals(result, _gradient) || memory.Any(m => ReferenceEquals(m, result)))
            ? result.clone() : result;

        // The kept tensor takes over the result's memory; nothing is copied.
        static void Write(torch.Tensor result, torch.Tensor kept)
        {
            if (!ReferenceEquals(result, kept))
                kept.set_(result);
        }
    }

    /// <summary>A copy of the memory.</summary>
    public OptimizerState Save() => new(_steps, [.. _slots.Select(s => s.Select(Numbers.ToDoubles).ToArray())]);

    /// <summary>Goes on from a saved memory.</summary>
    public void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Slots.Count != _parameters.Length || state.Slots.Any(s => s.Length != _optimizer.Slots))
            throw new ArgumentException($"This state belongs to another optimizer or model: it holds {state.Slots.Count} parameters, this one has {_parameters.Length} with {_optimizer.Slots} slots each.", nameof(state));
        _steps = state.Steps;
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        for (var p = 0; p < _parameters.Length; p++)
        {
            for (var i = 0; i < _optimizer.Slots; i++)
            {
                _slots[p][i].set_(
                    Numbers.ToTorch(state.Slots[p][i].AsSpan(), _parameters[p].shape, _parameters[p].dtype, _parameters[p].device));
            }
        }
    }

    private sealed class Probe : IRuleReader
    {
        public bool HasRead { get; private set; }

        public void Read<TRule>(TRule rule)
            where TRule : struct, IUpdateRule
            => HasRead = true;
    }
}
