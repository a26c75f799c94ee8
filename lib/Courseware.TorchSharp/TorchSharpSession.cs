using TorchSharp;

namespace Courseware;

/// <summary>
/// A training run in libtorch. Every method opens a dispose scope and does its work within it, on the caller's thread (scopes and no_grad
/// belong to a thread): what stays alive between two calls are the weights, the optimizer's memory and the last gradients.
/// </summary>
internal sealed class TorchSharpSession : ITrainingSession
{
    private readonly TrainingPlan _plan;
    private readonly torch.Device _device;
    private readonly torch.ScalarType _type;
    private readonly TorchLayer[] _layers;
    private readonly torch.Tensor[] _parameters;
    private readonly torch.Tensor[] _weights;
    private readonly TorchOptimizer _optimizer;
    private readonly TorchLoss _loss;
    private torch.Tensor[]? _gradients;
    private float[] _outputs = [];
    private int _outputLength = -1;

    public TorchSharpSession(TrainingPlan plan, torch.Device device)
    {
        (_plan, _device) = (plan, device);
        _type = plan.Model.DType == DType.Float32 ? torch.ScalarType.Float32 : torch.ScalarType.Float64;
        using var scope = torch.NewDisposeScope();
        _layers = [.. plan.Model.Select(layer => TorchLayer.Of(layer, device))];
        _parameters = [.. _layers.SelectMany(l => l.Parameters)];
        _weights = [.. _layers.SelectMany(l => l.Parameters.Concat(l.State))];
        _optimizer = new TorchOptimizer(plan.Optimizer, _parameters);
        _loss = TorchLoss.Of(plan.Loss, _type, device);
        foreach (var kept in _weights.Concat(_optimizer.Memory))
            kept.DetachFromDisposeScope();
    }

    public ReadOnlySpan<float> Outputs
        => _outputLength >= 0 ? _outputs.AsSpan(0, _outputLength) : throw new InvalidOperationException("No batch has been computed yet.");

    public (double Loss, double Penalty) Step(in Batch batch, double learningRate)
    {
        var result = ComputeGradients(batch);
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        _optimizer.Step(_gradients!, learningRate);
        return result;
    }

    public (double Loss, double Penalty) ComputeGradients(in Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.enable_grad();
        var output = Forward(batch.Features, batch.Count, new TorchPass(true, _plan.Seed, batch.Step));
        var value = Loss(output, batch);
        var penalty = Penalty();
        var total = penalty is null ? value : value.Plus(penalty);
        DisposeGradients();
        if (_parameters.Length > 0)
            _gradients = [.. torch.autograd.grad([total], _parameters).Select(g => g.DetachFromDisposeScope())];
        else
            _gradients = [];
        Keep(output);
        return (Item(value), penalty is null ? 0 : Item(penalty));
    }

    public double Evaluate(in Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var output = Forward(batch.Features, batch.Count, TorchPass.Evaluation);
        Keep(output);
        return Item(Loss(output, batch));
    }

    public void Predict(ReadOnlySpan<float> features, int count, Span<float> outputs)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        Numbers.Read(Forward(features, count, TorchPass.Evaluation), outputs);
    }

    public float[][] Activations(ReadOnlySpan<float> features, int count)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        var x = Input(features, count);
        var each = new float[_layers.Length][];
        for (var i = 0; i < _layers.Length; i++)
            each[i] = Numbers.ToSingles(x = _layers[i].Forward(x, TorchPass.Evaluation));
        return each;
    }

    public float[][] ReadGradients()
        => [.. (_gradients
            ?? throw new InvalidOperationException($"No gradient of '{_plan.Model.Parameters[0].Name}' has been computed yet.")).Select(
                Numbers.ToSingles)];

    public float[][] ReadWeights() => [.. _weights.Select(Numbers.ToSingles)];

    public void WriteWeights(float[][] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != _weights.Length)
            throw new ArgumentException($"Model '{_plan.Model.Name}' has {_weights.Length} weight tensors, but {weights.Length} were given.", nameof(weights));
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        for (var i = 0; i < weights.Length; i++)
            _weights[i].copy_(Numbers.ToTorch(weights[i].AsSpan(), _weights[i].shape, _type, _device));
    }

    public OptimizerState ReadOptimizerState() => _optimizer.Save();

    public void WriteOptimizerState(OptimizerState state) => _optimizer.Restore(state);

    public void Synchronise()
    {
        var own = _plan.Model.Weights;
        for (var i = 0; i < _weights.Length; i++)
            Numbers.Read(_weights[i], own[i]);
    }

    public void Dispose()
    {
        DisposeGradients();
        foreach (var kept in _weights.Concat(_optimizer.Memory))
            kept.Dispose();
        _loss.Dispose();
    }

    private torch.Tensor Forward(ReadOnlySpan<float> features, int count, TorchPass pass)
    {
        var x = Input(features, count);
        foreach (var layer in _layers)
            x = layer.Forward(x, pass);
        return x;
    }

    private torch.Tensor Input(ReadOnlySpan<float> features, int count)
        => Numbers.ToTorch(features, [count, .. Numbers.Shape(_plan.Model.InputShape)], _type, _device);

    private torch.Tensor Loss(torch.Tensor output, in Batch batch)
    {
        var shape = _plan.TargetShape(batch);
        var indices = shape.Length == 1;
        if (indices)
            CheckLabels(batch.Targets, (int)output.shape[^1]);
        var target = Numbers.ToTorch(batch.Targets, Numbers.Shape(shape), indices ? torch.ScalarType.Int64 : _type, _device);
        return batch.SecondTargets.Length == 0 ? _loss.Forward(output, target)
            : _loss.Forward(output, target, Numbers.ToTorch(batch.SecondTargets, output.shape, _type, _device));
    }

    // libtorch rounds a label of 1.5, ignores one of −100, and of another it says that a target is out of bounds.
    private void CheckLabels(ReadOnlySpan<float> labels, int classes)
    {
        for (var i = 0; i < labels.Length; i++)
            ClassTargets.Label(_plan.Loss.GetType().Name, i, labels[i], classes);
    }

    private torch.Tensor? Penalty()
    {
        torch.Tensor? sum = null;
        foreach (var layer in _layers)
        {
            if (layer.Penalty() is { } term)
                sum = sum is null ? term : sum.Plus(term);
        }

        return sum;
    }

    private void Keep(torch.Tensor output)
    {
        _outputLength = (int)output.NumberOfElements;
        if (_outputs.Length < _outputLength)
            _outputs = new float[_outputLength];
        Numbers.Read(output, _outputs.AsSpan(0, _outputLength));
    }

    private double Item(torch.Tensor scalar) => _type == torch.ScalarType.Float32 ? scalar.item<float>() : scalar.item<double>();

    private void DisposeGradients()
    {
        foreach (var gradient in _gradients ?? [])
            gradient.Dispose();
        _gradients = null;
    }
}
