using Xunit;

namespace Courseware.EngineContract;

/// <summary>
/// Every layer, loss, penalty and optimizer of the library on an engine, against the managed one in float64: outputs, losses, gradients,
/// and the weights after a few steps.
/// </summary>
public abstract class PartsContract
{
    private const int Count = 6;

    private static readonly Dictionary<string, Func<Layer[]>> s_layers = new()
    {
        ["Dense"] = () => [new Dense(5), new Dense(3)],
        ["Dense without bias"] = () => [new Dense(5, new Tanh(), useBias: false), new Dense(3)],
        ["Conv2D"] = () => [new Conv2D(4, (3, 2), stride: (2, 1), padding: (1, 0), activation: new Relu()), new Flatten(), new Dense(3)],
        ["Conv2D without bias"] = () => [new Conv2D(4, 3, useBias: false), new Flatten(), new Dense(3)],
        ["MaxPooling2D"] = () => [new MaxPooling2D(3, stride: 2, padding: 1), new Flatten(), new Dense(3)],
        ["AveragePooling2D"] = () => [new AveragePooling2D(3, stride: 2, padding: 1), new Flatten(), new Dense(3)],
        ["AveragePooling2D as in Keras"] = () =>
            [new AveragePooling2D((2, 3), padding: 1, countPadding: false), new Flatten(), new Dense(3)],
        ["GlobalAveragePooling2D"] = () => [new GlobalAveragePooling2D(), new Dense(3)],
        ["Flatten"] = () => [new Flatten(), new Dense(3)],
        ["BatchNorm of rows"] = () => [new Dense(5, useBias: false), new BatchNorm(), new Dense(3)],
        ["BatchNorm of images"] = () => [new BatchNorm(momentum: 0.3, epsilon: 1e-3), new Flatten(), new Dense(3)],
        ["BatchNorm without weights"] = () => [new BatchNorm(affine: false), new Flatten(), new Dense(3)],
        ["BatchNorm as in Keras"] = () =>
            [new BatchNorm(momentum: 0.01, epsilon: 1e-3, unbiasedRunningVariance: false), new Flatten(), new Dense(3)],
        ["Dropout"] = () => [new Dense(20), new Dropout(0.4), new Dense(3)],
        ["Dropout with given masks"] = () =>
            [new Dense(4), new Dropout(0.5) { Masks = step => [.. Enumerable.Range(0, 4 * Count).Select(i => (i + step) % 3 > 0)] },
                new Dense(3)],
        ["Relu"] = () => [new Dense(5), new Relu(), new Dense(3)],
        ["LeakyRelu"] = () => [new Dense(5, new LeakyRelu(0.3)), new Dense(3)],
        ["Elu"] = () => [new Dense(5, new Elu(0.7)), new Dense(3)],
        ["Selu"] = () => [new Dense(5, new Selu()), new Dense(3)],
        ["Gelu"] = () => [new Dense(5, new Gelu()), new Dense(3)],
        ["Gelu, approximate"] = () => [new Dense(5, new Gelu(approximate: true)), new Dense(3)],
        ["Sigmoid"] = () => [new Dense(5, new Sigmoid()), new Dense(3)],
        ["Tanh"] = () => [new Dense(5, new Tanh()), new Dense(3)],
        ["Softplus"] = () => [new Dense(5, new Softplus(beta: 2, threshold: 3)), new Dense(3)],
        ["Softmax"] = () => [new Dense(5, new Softmax()), new Dense(3)],
        ["LogSoftmax"] = () => [new Dense(5), new LogSoftmax(), new Dense(3)],
        ["L1"] = () => [new Dense(3, weightPenalty: new L1(0.01))],
        ["L2"] = () => [new Conv2D(4, 3, weightPenalty: new L2(0.01)), new Flatten(), new Dense(3, weightPenalty: new L2(0.02))],
        ["L1L2"] = () => [new Dense(3, weightPenalty: new L1L2(0.01, 0.02))],
    };

    private static readonly Dictionary<string, (Func<Loss> Loss, Func<Layer[]> Last)> s_lossCases = new()
    {
        ["MeanSquaredError"] = (() => new MeanSquaredError(), Linear),
        ["MeanSquaredError, summed"] = (() => new MeanSquaredError { Reduction = Reduction.Sum }, Linear),
        ["HalfMeanSquaredError"] = (() => new HalfMeanSquaredError(), Linear),
        ["MeanAbsoluteError"] = (() => new MeanAbsoluteError(), Linear),
        ["Huber"] = (() => new Huber(0.4), Linear),
        ["Huber, summed"] = (() => new Huber(0.4) { Reduction = Reduction.Sum }, Linear),
        ["SmoothL1"] = (() => new SmoothL1(0.3), Linear),
        ["MeanEuclidean"] = (() => new MeanEuclidean(), Linear),
        ["LandmarkLoss"] = (() => new LandmarkLoss(new MeanEuclidean()), Linear),
        ["LandmarkLoss, squared error"] = (() => new LandmarkLoss(new MeanSquaredError()), Linear),
        ["LandmarkLoss, summed"] =
            (() => new LandmarkLoss(new MeanEuclidean(), VisibilityWeight: 0.2) { Reduction = Reduction.Sum }, () => [new Dense(6)]),
        ["LandmarkLoss with visibility"] = (() => new LandmarkLoss(new MeanSquaredError(), VisibilityWeight: 0.5), () => [new Dense(6)]),
        ["BinaryCrossEntropy"] = (() => new BinaryCrossEntropy(), Probability),
        ["BinaryCrossEntropyWithLogits"] = (() => new BinaryCrossEntropyWithLogits(), Linear),
        ["BinaryCrossEntropyWithLogits, one weight"] = (() => new BinaryCrossEntropyWithLogits { PositiveWeights = [3] }, Linear),
        ["BinaryCrossEntropyWithLogits, weights"] = (() => new BinaryCrossEntropyWithLogits { PositiveWeights = [1, 2, 0.5, 3] }, Linear),
        ["KerasBinaryCrossEntropy"] = (() => new KerasBinaryCrossEntropy(), Probability),
        ["KerasBinaryCrossEntropy of Keras 2"] = (() => new KerasBinaryCrossEntropy(1e-3) { Keras2 = true }, Probability),
        ["KerasCategoricalCrossEntropy"] = (() => new KerasCategoricalCrossEntropy(), Distribution),
        ["KerasCategoricalCrossEntropy, sparse"] = (() => new KerasCategoricalCrossEntropy { Sparse = true }, Distribution),
        ["CrossEntropy"] = (() => new CrossEntropy(), Linear),
        ["CrossEntropy, summed"] = (() => new CrossEntropy { Reduction = Reduction.Sum }, Linear),
        ["CrossEntropy, smoothed"] = (() => new CrossEntropy(LabelSmoothing: 0.1), Linear),
        ["CrossEntropy, weights"] = (() => new CrossEntropy { ClassWeights = [1, 2, 0.5, 3] }, Linear),
        ["CrossEntropy, weights as in Keras"] =
            (() => new CrossEntropy(0.1) { ClassWeights = [1, 2, 0.5, 3], DivideByWeights = false }, Linear),
        ["CrossEntropy of probabilities"] = (() => new CrossEntropy { SoftTargets = true }, Linear),
        ["NegativeLogLikelihood"] = (() => new NegativeLogLikelihood(), () => [new Dense(4, new LogSoftmax())]),
        ["NegativeLogLikelihood, weights"] =
            (() => new NegativeLogLikelihood { ClassWeights = [1, 2, 0.5, 3] }, () => [new Dense(4, new LogSoftmax())]),
        ["KullbackLeibler"] = (() => new KullbackLeibler(3), Linear),
        ["DistillationLoss"] = (() => new DistillationLoss(0.3, 4), Linear),
        ["DistillationLoss, soft alone"] = (() => new DistillationLoss(0, 2), Linear),
        ["DistillationLoss, hard alone"] = (() => new DistillationLoss(1, 2), Linear),
        ["DistillationLoss, squared error"] =
            (() => new DistillationLoss(0.5, 2) { Hard = new MeanSquaredError(), HardOnProbabilities = true }, Linear),
    };

    private static readonly Dictionary<string, Func<Optimizer>> s_optimizers = new()
    {
        ["Sgd"] = () => new Sgd(0.1),
        ["Sgd, coupled decay"] = () => new Sgd(0.1) { WeightDecay = 0.05 },
        ["Sgd, decoupled decay"] = () => new Sgd(0.1) { DecoupledWeightDecay = 0.05 },
        ["Momentum"] = () => new Momentum(0.05, 0.9),
        ["Momentum, dampened"] = () => new Momentum(0.05, 0.9) { Dampening = 0.3 },
        ["Momentum, classical"] = () => new Momentum(0.05, 0.9) { Form = MomentumForm.Classical },
        ["Momentum, averaged"] = () => new Momentum(0.05, 0.9) { Form = MomentumForm.Averaged },
        ["Nesterov"] = () => new Nesterov(0.05, 0.9),
        ["Nesterov, classical"] = () => new Nesterov(0.05, 0.9) { Form = MomentumForm.Classical },
        ["Adagrad"] = () => new Adagrad(0.05),
        ["Adagrad as in Keras"] = () =>
            new Adagrad(0.05, 1e-7) { EpsilonPlace = EpsilonPlace.Inside, InitialAccumulator = 0.1, LearningRateDecay = 0.01 },
        ["RmsProp"] = () => new RmsProp(0.01),
        ["RmsProp, centered with momentum"] = () => new RmsProp(0.01, 0.9, 1e-4) { Centered = true, Momentum = 0.5 },
        ["RmsProp as in Keras"] = () => new RmsProp(0.01, 0.9, 1e-7) { EpsilonPlace = EpsilonPlace.Inside },
        ["Adadelta"] = () => new Adadelta(1),
        ["Adam"] = () => new Adam(0.02),
        ["Adam, AMSGrad"] = () => new Adam(0.02) { AmsGrad = true },
        ["Adam, epsilon inside"] = () => new Adam(0.02, Epsilon: 1e-6) { EpsilonPlace = EpsilonPlace.Inside },
        ["Adam as in Keras"] = () => new Adam(0.02, Epsilon: 1e-7) { EpsilonPlace = EpsilonPlace.Hat, WeightDecay = 0.01 },
        ["AdamW"] = () => new AdamW(0.02),
        ["AdamW, AMSGrad"] = () => new AdamW(0.02) { AmsGrad = true },
        ["Nadam"] = () => new Nadam(0.02),
    };

    /// <summary>The engine under test; it may skip the test.</summary>
    protected abstract ITrainingEngine Engine();

    public static TheoryData<string, DType> LayerNames => Each(s_layers.Keys);

    public static TheoryData<string, DType> LossNames => Each(s_lossCases.Keys);

    public static TheoryData<string> OptimizerNames => [.. s_optimizers.Keys];

    [Theory, MemberData(nameof(LayerNames))]
    public void A_layer_computes_and_learns_the_same(string name, DType dtype)
    {
        var image = name.Contains("2D", StringComparison.Ordinal) || name.Contains("images", StringComparison.Ordinal)
            || name is "Flatten" or "L2" or "BatchNorm without weights" or "BatchNorm as in Keras";
        Compare(image ? [2, 7, 6] : [7], s_layers[name], new MeanSquaredError(), new Sgd(0.05), dtype, outputs: 3, steps: 3);
    }

    [Theory, MemberData(nameof(LossNames))]
    public void A_loss_and_its_gradient_are_the_same(string name, DType dtype)
        => Compare([7], s_lossCases[name].Last, s_lossCases[name].Loss(), new Sgd(0.05), dtype,
            outputs: ((Dense)s_lossCases[name].Last()[^1]).Units, steps: 3);

    [Theory, MemberData(nameof(OptimizerNames))]
    public void An_optimizer_takes_the_same_path(string name)
        => Compare([7], () =>
            [new Dense(5, new Tanh()), new Dense(4)], new MeanSquaredError(), s_optimizers[name](), DType.Float64, outputs: 4, steps: 12);

    [Fact]
    public void All_of_the_librarys_layers_losses_penalties_and_optimizers_are_compared()
    {
        var compared = s_layers.Values.SelectMany(make => Within([7], make()).Concat(Within([2, 7, 6], make())))
            .Concat(s_lossCases.Values.Select(c => c.Loss().GetType()))
            .Concat(s_optimizers.Values.Select(make => make().GetType()))
            .ToHashSet();
        var parts = typeof(Layer).Assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract
                && (typeof(Layer).IsAssignableFrom(t) || typeof(Loss).IsAssignableFrom(t) || typeof(Penalty).IsAssignableFrom(t)
                    || typeof(Optimizer).IsAssignableFrom(t)));
        Assert.DoesNotContain(parts, t => t != typeof(CustomOptimizer) && !compared.Contains(t));

        static IEnumerable<Type> Within(int[] inputs, Layer[] layers)
            => layers.Select(l => l.GetType()).Concat(layers.SelectMany<Layer, object?>(l => l switch
            {
                Dense d => [d.Activation, d.WeightPenalty],
                Conv2D c => [c.Activation, c.WeightPenalty],
                _ => [],
            }).OfType<object>().Select(part => part.GetType()));
    }

    private static TheoryData<string, DType> Each(IEnumerable<string> names)
    {
        var data = new TheoryData<string, DType>();
        foreach (var name in names)
        {
            data.Add(name, DType.Float32);
            data.Add(name, DType.Float64);
        }
        return data;
    }

    private static Layer[] Linear() => [new Dense(4)];

    private static Layer[] Probability() => [new Dense(4, new Sigmoid())];

    private static Layer[] Distribution() => [new Dense(4, new Softmax())];

    private void Compare(int[] inputs, Func<Layer[]> layers, Loss loss, Optimizer optimizer, DType dtype, int outputs, int steps)
    {
        var engine = Engine();
        var (exact, model) = (Model(inputs, layers(), DType.Float64), Model(inputs, layers(), dtype));
        var (plan, other) = (new TrainingPlan(exact, loss, optimizer, 5), new TrainingPlan(model, loss, optimizer, 5));
        Assert.Null(engine.Cannot(other));
        using var reference = new ManagedEngine().Start(plan);
        using var session = engine.Start(other);
        reference.WriteWeights(session.ReadWeights()); // A float64 model draws weights with more digits.
        var relative = dtype == DType.Float32 ? 2e-5 : 1e-6; // What a session shows is float32, whatever it computes in.

        var width = inputs.Aggregate(1, (a, b) => a * b);
        for (var step = 0; step < steps; step++)
        {
            var features = new float[Count * width];
            new RandomStream(1, "x", "", step).FillGaussian(features, 0, 1);
            var (targets, second) = Targets(loss, outputs, step);
            var batch = new Batch { Count = Count, Features = features, Targets = targets, SecondTargets = second, Step = step };

            Near(reference.Activations(features, Count), session.Activations(features, Count), "activations");
            var evaluated = new Batch { Count = Count, Features = features, Targets = targets };
            Near([[(float)reference.Evaluate(evaluated)]], [[(float)session.Evaluate(evaluated)]], "evaluation");
            var (a, b) = (reference.Step(batch, optimizer.LearningRate), session.Step(batch, optimizer.LearningRate));
            Near([[(float)a.Loss, (float)a.Penalty]], [[(float)b.Loss, (float)b.Penalty]], "loss and penalty");
            Near([reference.Outputs.ToArray()], [session.Outputs.ToArray()], "outputs");
            Near(reference.ReadGradients(), session.ReadGradients(), "gradients");
            Near(reference.ReadWeights(), session.ReadWeights(), "weights");
        }
        Near([.. reference.ReadOptimizerState().Slots.SelectMany(s => s).Select(Singles)],
            [.. session.ReadOptimizerState().Slots.SelectMany(s => s).Select(Singles)], "memory of the optimizer");

        void Near(float[][] expected, float[][] found, string what)
        {
            Assert.Equal(expected.Length, found.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i].Length, found[i].Length);
                var size = expected[i].Select(Math.Abs).Append(0.1f).Max();
                for (var k = 0; k < expected[i].Length; k++)
                {
                    Assert.True(Math.Abs(expected[i][k] - found[i][k])
                        <= relative * size, $"{what}, part {i}, number {k}: {expected[i][k]:G9} and {found[i][k]:G9}");
                }
            }
        }

        static float[] Singles(double[] numbers) => [.. numbers.Select(n => (float)n)];
    }

    private static Sequential Model(int[] inputs, Layer[] layers, DType dtype)
    {
        var model = new Sequential(inputs, seed: 8, dtype);
        foreach (var layer in layers)
            model.Add(layer);
        return model;
    }

    private static (float[] Targets, float[] Second) Targets(Loss loss, int outputs, int step)
    {
        var random = new RandomStream(2, "targets", "", step);
        var second = new float[Count * outputs];
        new RandomStream(3, "teacher", "", step).FillGaussian(second, 0, 2);
        if (loss.TargetForm == TargetForm.ClassIndices)
            return ([.. Enumerable.Range(0, Count).Select(_ => (float)random.Next(outputs))], loss is DistillationLoss ? second : []);
        var targets = new float[Count * loss.TargetsFor(outputs)];
        if (loss is LandmarkLoss)
        {
            for (var i = 0; i < targets.Length; i++)
                targets[i] = i % loss.TargetsFor(outputs) < loss.TargetsFor(outputs) / 3 * 2 ? random.NextFloat() : random.Next(2);
        }
        else if (loss is KerasCategoricalCrossEntropy or CrossEntropy or DistillationLoss)
        {
            for (var n = 0; n < Count; n++)
                targets[n * outputs + random.Next(outputs)] = 1;
        }
        else if (loss is BinaryCrossEntropy or BinaryCrossEntropyWithLogits or KerasBinaryCrossEntropy)
        {
            for (var i = 0; i < targets.Length; i++)
                targets[i] = random.Next(2);
        }
        else
        {
            random.FillGaussian(targets, 0, 1);
        }
        return (targets, loss is DistillationLoss ? second : []);
    }
}
