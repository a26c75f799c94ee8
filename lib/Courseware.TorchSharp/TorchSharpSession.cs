using TorchSharp;

namespace Courseware;

/// <summary>
/// A training run in libtorch. Every method opens a dispose scope and does its work within it, on the caller's thread (scopes and no_grad belong to a thread):
/// what stays alive between two calls are the weights, the optimizer's memory and the last gradients.
/// </summary>
internal sealed class TorchSharpSession : ITrainingSession
{
    private readonly TrainingPlan plan;
    private readonly torch.Device device;
    private readonly torch.ScalarType type;
    private readonly TorchLayer[] layers;
    private readonly torch.Tensor[] parameters;
    private readonly torch.Tensor[] weights;
    private readonly TorchOptimizer optimizer;
    private readonly TorchLoss loss;
    private torch.Tensor[]? gradients;
    private float[] outputs = [];
    private int outputLength = -1;

    public TorchSharpSession(TrainingPlan plan, torch.Device device)
    {
        (this.plan, this.device) = (plan, device);
        type = plan.Model.DType == DType.Float32 ? torch.ScalarType.Float32 : torch.ScalarType.Float64;
        using var scope = torch.NewDisposeScope();
        layers = [.. plan.Model.Select(layer => TorchLayer.Of(layer, device))];
        parameters = [.. layers.SelectMany(l => l.Parameters)];
        weights = [.. layers.SelectMany(l => l.Parameters.Concat(l.State))];
        optimizer = new TorchOptimizer(plan.Optimizer, parameters);
        loss = TorchLoss.Of(plan.Loss, type, device);
        foreach (var kept in weights.Concat(optimizer.Memory))
            kept.DetachFromDisposeScope();
    }

    public ReadOnlySpan<float> Outputs => outputLength >= 0 ? outputs.AsSpan(0, outputLength) : throw new InvalidOperationException("No batch has been computed yet.");

    public StepResult Step(in Batch batch, double learningRate)
    {
        var result = ComputeGradients(batch);
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        optimizer.Step(gradients!, learningRate);
        return result;
    }

    public StepResult ComputeGradients(in Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.enable_grad();
        var output = Forward(batch.Features, batch.Count, new TorchPass(true, plan.Seed, batch.Step));
        var value = Loss(output, batch);
        var penalty = Penalty();
        var total = penalty is null ? value : value.Plus(penalty);
        DisposeGradients();
        if (parameters.Length > 0)
            gradients = [.. torch.autograd.grad([total], parameters).Select(g => g.DetachFromDisposeScope())];
        else
            gradients = [];
        Keep(output);
        return new(Item(value), penalty is null ? 0 : Item(penalty));
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
        var each = new float[layers.Length][];
        for (var i = 0; i < layers.Length; i++)
            each[i] = Numbers.ToSingles(x = layers[i].Forward(x, TorchPass.Evaluation));
        return each;
    }

    public float[][] ReadGradients()
        => [.. (gradients ?? throw new InvalidOperationException($"No gradient of '{plan.Model.Parameters[0].Name}' has been computed yet.")).Select(Numbers.ToSingles)];

    public float[][] ReadWeights() => [.. weights.Select(Numbers.ToSingles)];

    public void WriteWeights(float[][] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length != this.weights.Length)
            throw new ArgumentException($"Model '{plan.Model.Name}' has {this.weights.Length} weight tensors, but {weights.Length} were given.", nameof(weights));
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        for (var i = 0; i < weights.Length; i++)
            this.weights[i].copy_(Numbers.ToTorch(weights[i].AsSpan(), this.weights[i].shape, type, device));
    }

    public OptimizerState ReadOptimizerState() => optimizer.Save();

    public void WriteOptimizerState(OptimizerState state) => optimizer.Restore(state);

    public void Synchronise()
    {
        var own = plan.Model.Weights;
        for (var i = 0; i < weights.Length; i++)
            Numbers.Read(weights[i], own[i]);
    }

    public void Dispose()
    {
        DisposeGradients();
        foreach (var kept in weights.Concat(optimizer.Memory))
            kept.Dispose();
        loss.Dispose();
    }

    private torch.Tensor Forward(ReadOnlySpan<float> features, int count, TorchPass pass)
    {
        var x = Input(features, count);
        foreach (var layer in layers)
            x = layer.Forward(x, pass);
        return x;
    }

    private torch.Tensor Input(ReadOnlySpan<float> features, int count)
        => Numbers.ToTorch(features, [count, .. Numbers.Shape(plan.Model.InputShape)], type, device);

    private torch.Tensor Loss(torch.Tensor output, in Batch batch)
    {
        // The managed engine's rule: as many targets as samples are class indices where the loss takes those, else values of the output's shape.
        var indices = batch.Targets.Length == batch.Count && plan.Loss.TargetForm == TargetForm.ClassIndices;
        if (indices)
            CheckLabels(batch.Targets, (int)output.shape[^1]);
        var target = indices
            ? Numbers.ToTorch(batch.Targets, [batch.Count], torch.ScalarType.Int64, device)
            : Numbers.ToTorch(batch.Targets, output.shape, type, device);
        return batch.SecondTargets.Length == 0 ? loss.Forward(output, target) : loss.Forward(output, target, Numbers.ToTorch(batch.SecondTargets, output.shape, type, device));
    }

    // libtorch rounds a label of 1.5, ignores one of −100, and of another it says that a target is out of bounds.
    private void CheckLabels(ReadOnlySpan<float> labels, int classes)
    {
        for (var i = 0; i < labels.Length; i++)
            ClassTargets.Label(plan.Loss.GetType().Name, i, labels[i], classes);
    }

    private torch.Tensor? Penalty()
    {
        torch.Tensor? sum = null;
        foreach (var layer in layers)
            if (layer.Penalty() is { } term)
                sum = sum is null ? term : sum.Plus(term);
        return sum;
    }

    private void Keep(torch.Tensor output)
    {
        outputLength = (int)output.NumberOfElements;
        if (outputs.Length < outputLength)
            outputs = new float[outputLength];
        Numbers.Read(output, outputs.AsSpan(0, outputLength));
    }

    private double Item(torch.Tensor scalar) => type == torch.ScalarType.Float32 ? scalar.item<float>() : scalar.item<double>();

    private void DisposeGradients()
    {
        foreach (var gradient in gradients ?? [])
            gradient.Dispose();
        gradients = null;
    }
}
