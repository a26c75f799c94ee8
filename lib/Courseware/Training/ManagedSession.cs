namespace Courseware;

/// <summary>
/// Trains the model in place. The first batch of each size <em>records</em> a tape; every later one <em>replays</em> it into the same
/// buffers, so that a step allocates nothing.
/// </summary>
/// <remarks><c>lib/Courseware/Tensors/README.md</c> shows the whole idea of a tape in under 100 lines that run in a cell.</remarks>
internal sealed class ManagedSession : ISparseSession
{
    private readonly TrainingPlan _plan;
    private readonly ParameterUpdater _updater;
    private readonly Dictionary<(int Count, bool Training, bool TwoTargets), Recorded> _recorded = [];
    private readonly Dictionary<int, Inference> _inferences = [];
    private Tensor? _lastOutput;
    private float[] _converted = [];

    public ManagedSession(TrainingPlan plan)
    {
        _plan = plan;
        _updater = new(plan.Model.Parameters, plan.Optimizer);
    }

    public ReadOnlySpan<float> Outputs => Singles(_lastOutput ?? throw new InvalidOperationException("No batch has been computed yet."));

    public (double Loss, double Penalty) Step(in Batch batch, double learningRate)
    {
        var result = ComputeGradients(batch);
        _updater.Step(learningRate);
        return result;
    }

    public (double Loss, double Penalty) ComputeGradients(in Batch batch)
    {
        var run = Run(batch, training: true);
        run.Tape.Backward();
        return (run.Loss.Item(), run.Penalty?.Item() ?? 0);
    }

    public double Evaluate(in Batch batch) => Run(batch, training: false).Loss.Item();

    public void Predict(ReadOnlySpan<float> features, int count, Span<float> outputs)
        => Singles(Infer(features, null, count).Output).CopyTo(outputs);

    public void Predict(SparseRows rows, Span<float> outputs) => Singles(Infer([], rows, rows.Count).Output).CopyTo(outputs);

    public float[][] Activations(ReadOnlySpan<float> features, int count)
        => [.. new Inference(_plan.Model, features, null, count).Layers.Select(t => t.ToSingles())];

    public float[][] ReadGradients()
        => [.. _plan.Model.Parameters.Select(p => p.Grad?.ToSingles()
            ?? throw new InvalidOperationException($"No gradient of '{p.Name}' has been computed yet."))];

    public float[][] ReadWeights() => [.. _plan.Model.Weights.Select(w => w.ToSingles())];

    public void WriteWeights(float[][] weights)
    {
        var own = _plan.Model.Weights;
        if (weights.Length != own.Count)
        {
            throw new ArgumentException($"Model '{_plan.Model.Name}' has {own.Count} weight tensors, but {weights.Length} were given.",
                nameof(weights));
        }

        for (var i = 0; i < weights.Length; i++)
            own[i].CopyFrom(Tensor.From(weights[i], own[i].Shape));
    }

    public OptimizerState ReadOptimizerState() => _updater.Save();

    public void WriteOptimizerState(OptimizerState state) => _updater.Restore(state);

    public void Synchronise()
    {
        // The session works on the model's own tensors.
    }

    public void Dispose()
    {
        _recorded.Clear();
        _inferences.Clear();
    }

    private Recorded Run(in Batch batch, bool training)
    {
        // In distillation the training set has second targets and the validation set has none: the same count, another loss.
        var key = (batch.Count, training, batch.SecondTargets.Length > 0);
        if (_recorded.TryGetValue(key, out var run))
        {
            run.Fill(batch);
            run.Tape.Forward();
        }
        else
        {
            _recorded[key] = run = new Recorded(_plan, batch, training);
        }

        _lastOutput = run.Output;
        return run;
    }

    private Inference Infer(ReadOnlySpan<float> features, SparseRows? rows, int count)
    {
        if (_inferences.TryGetValue(count, out var inference))
        {
            Fill(inference.Input, features, rows);
            inference.Tape.Forward();
        }
        else
        {
            _inferences[count] = inference = new Inference(_plan.Model, features, rows, count);
            inference.Tape.ShareValues(inference.Input);
        }
        return inference;
    }

    private ReadOnlySpan<float> Singles(Tensor tensor)
    {
        if (tensor.IsSingle)
            return tensor.Floats;
        if (_converted.Length != tensor.Length)
            _converted = new float[tensor.Length];
        for (var i = 0; i < _converted.Length; i++)
            _converted[i] = (float)tensor.At(i);
        return _converted;
    }

    private static Tensor Input(Sequential model, int count)
    {
        var input = Tensor.Zeros([count, .. model.InputShape], model.DType);
        input.ExpectSparse();
        return input;
    }

    private static void Fill(Tensor input, ReadOnlySpan<float> features, SparseRows? rows)
    {
        if (input.IsSingle)
            input.TakeSparse(rows);
        if (rows is null)
            Copy(features, input);
    }

    private static void Copy(ReadOnlySpan<float> from, Tensor to)
    {
        if (from.Length != to.Length)
            throw new ArgumentException($"A batch of {from.Length} numbers does not fill {to.Described}.");
        if (to.IsSingle)
        {
            RowCopies.Copy(from, to.Floats);
        }
        else
        {
            for (var i = 0; i < from.Length; i++)
                to.Set(i, from[i]);
        }
    }

    /// <summary>One recorded computation: inputs, outputs, loss.</summary>
    private sealed class Recorded
    {
        private readonly Tensor _input;
        private readonly Tensor _target;
        private readonly Tensor? _secondTarget;
        private readonly Pass _pass;

        public Recorded(TrainingPlan plan, in Batch batch, bool training)
        {
            var model = plan.Model;
            _pass = new Pass { Training = training, Seed = plan.Seed };
            _input = Input(model, batch.Count);
            _target = Tensor.Zeros(plan.TargetShape(batch), model.DType);
            _secondTarget = batch.SecondTargets.Length == 0 ? null : Tensor.Zeros([batch.Count, .. model.OutputShape], model.DType);
            Fill(batch);
            Tape = Tape.Record(() =>
            {
                Output = model.Forward(_input, _pass);
                Loss = _secondTarget is null ? plan.Loss.Of(Output, _target) : plan.Loss.Of(Output, _target, _secondTarget);
                Penalty = training ? model.Penalty() : null;
                return Penalty is null ? Loss : Loss + Penalty;
            });
            Tensor[] kept = Penalty is null ? [_input, _target, Output, Loss] : [_input, _target, Output, Loss, Penalty];
            if (training)
                Tape.ShareGradients(kept);
            else
                Tape.ShareValues(kept);
        }

        public Tape Tape { get; }

        public Tensor Output { get; private set; } = null!;

        public Tensor Loss { get; private set; } = null!;

        public Tensor? Penalty { get; private set; }

        public void Fill(in Batch batch)
        {
            ManagedSession.Fill(_input, batch.Features, batch.Rows);
            Copy(batch.Targets, _target);
            if (_secondTarget is not null)
                Copy(batch.SecondTargets, _secondTarget);
            _pass.Step = batch.Step;
        }
    }

    private sealed class Inference
    {
        public Inference(Sequential model, ReadOnlySpan<float> features, SparseRows? rows, int count)
        {
            Input = ManagedSession.Input(model, count);
            Fill(Input, features, rows);
            var layers = new List<Tensor>();
            Tape = Tape.Record(() =>
            {
                var x = Input;
                foreach (var layer in model)
                    layers.Add(x = layer.Forward(x, Pass.Evaluation));
                return x;
            });
            Layers = layers;
        }

        public Tape Tape { get; }

        public Tensor Input { get; }

        public IReadOnlyList<Tensor> Layers { get; }

        public Tensor Output => Tape.Result;
    }
}
