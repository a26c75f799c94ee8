namespace Courseware;

/// <summary>Something that can train a model: the managed engine, or one behind an adapter.</summary>
public interface ITrainingEngine
{
    /// <summary>The engine's name, such as "managed".</summary>
    string Name { get; }

    /// <summary>The engine in one line: what computes, and where.</summary>
    string Description => Name;

    /// <summary>
    /// Whether a plan gives the same bits on every machine and with any number of threads. Only such an engine's fingerprints are recorded
    /// and compared; verdicts are, on every engine.
    /// </summary>
    bool SameBitsEverywhere => false;

    /// <summary>Why this engine cannot run the plan; null if it can.</summary>
    string? Cannot(TrainingPlan plan);

    /// <summary>Starts training. The model's present weights are the initial ones.</summary>
    ITrainingSession Start(TrainingPlan plan);
}

/// <summary>What an engine is asked to train.</summary>
/// <param name="Model">Layers, their penalties and initial weights.</param>
/// <param name="Loss">What to minimise; it may take two targets.</param>
/// <param name="Optimizer">The update rule.</param>
/// <param name="Seed">The seed of the dropout masks: those of step s are <c>new RandomStream(Seed, "dropout", layer.Name, s)</c>.</param>
public sealed record TrainingPlan(Sequential Model, Loss Loss, Optimizer Optimizer, long Seed)
{
    /// <summary>
    /// The shape of a batch's targets: as many as samples are class indices, (N), where the loss takes those; else values of the output's
    /// shape, or rows of another width where the loss says so.
    /// </summary>
    internal int[] TargetShape(in Batch batch)
    {
        if (batch.Targets.Length == batch.Count && Loss.TargetForm == TargetForm.ClassIndices)
            return [batch.Count];
        var outputs = Shapes.Length(Model.OutputShape);
        var width = Loss.TargetForm == TargetForm.ClassIndices ? outputs : Loss.TargetsFor(outputs);
        return width == outputs ? [batch.Count, .. Model.OutputShape] : [batch.Count, width];
    }
}

/// <summary>A batch as plain numbers, row-major.</summary>
public readonly ref struct Batch
{
    /// <summary>How many samples.</summary>
    public required int Count { get; init; }

    /// <summary>Count × inputs.</summary>
    public required ReadOnlySpan<float> Features { get; init; }

    /// <summary>Count × outputs, or Count class indices, as the loss needs them.</summary>
    public required ReadOnlySpan<float> Targets { get; init; }

    /// <summary>Count × outputs, for a loss with two targets.</summary>
    public ReadOnlySpan<float> SecondTargets { get; init; }

    /// <summary>The number of the step, from 0: the key of its dropout masks.</summary>
    public long Step { get; init; }

    /// <summary>
    /// The features without their zeros, in place of <see cref="Features"/>: for a session that is one of <see cref="ISparseSession"/>.
    /// </summary>
    internal SparseRows? Rows { get; init; }
}

/// <summary>A training run in an engine. Not safe for use from several threads at once.</summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>One step: forward in training mode, gradients, update with the given rate.</summary>
    /// <returns>The loss of the batch (without penalty) and the penalty on the weights, both before the update.</returns>
    (double Loss, double Penalty) Step(in Batch batch, double learningRate);

    /// <summary>The loss and gradients of a batch in training mode, without an update.</summary>
    internal (double Loss, double Penalty) ComputeGradients(in Batch batch);

    /// <summary>The loss of a batch in evaluation mode.</summary>
    double Evaluate(in Batch batch);

    /// <summary>
    /// The outputs of the last <see cref="Step"/>, <see cref="ComputeGradients"/> or <see cref="Evaluate"/>: Count × outputs, valid until
    /// the next call.
    /// </summary>
    ReadOnlySpan<float> Outputs { get; }

    /// <summary>The outputs for <paramref name="count"/> samples in evaluation mode.</summary>
    void Predict(ReadOnlySpan<float> features, int count, Span<float> outputs);

    /// <summary>The output of every layer for a batch, in evaluation mode, row-major.</summary>
    float[][] Activations(ReadOnlySpan<float> features, int count);

    /// <summary>The last gradients, one array for each of the model's parameters.</summary>
    internal float[][] ReadGradients();

    /// <summary>All weights (parameters and running statistics), in the order of <see cref="Sequential.Weights"/>.</summary>
    float[][] ReadWeights();

    /// <summary>Replaces all weights.</summary>
    void WriteWeights(float[][] weights);

    /// <summary>The optimizer's memory.</summary>
    internal OptimizerState ReadOptimizerState();

    /// <summary>Replaces the optimizer's memory.</summary>
    internal void WriteOptimizerState(OptimizerState state);

    /// <summary>Brings the plan's model up to date with the session's weights (the managed engine trains it in place).</summary>
    void Synchronise();
}
