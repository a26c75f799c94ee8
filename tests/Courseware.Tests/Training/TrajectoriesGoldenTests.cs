using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>
/// Whole trainings through <c>Fit</c>: the given batches laid one after the other are one epoch without shuffling, so every step sees the
/// reference's samples.
/// </summary>
public sealed class TrajectoriesGoldenTests
{
    [Theory, GoldenCases("e_trajectories/*.json", Except = "distill*")]
    public void Fit_takes_the_references_path(GoldenCase c)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var model = Model(c, dtype);
            var recorder = new Recorder();
            model.Fit(Batches(c), Options(c, recorder));

            Check(c, "loss", [.. recorder.Losses.Zip(recorder.Penalties, (l, p) => l + p)], dtype);
            if (c.HasOutput("data_loss"))
                Check(c, "data_loss", recorder.Losses, dtype);
            CheckGradients(c, recorder.FirstGradients);
            CheckWeights(c, model);
            if (c.HasOutput("final_running_mean"))
            {
                var norm = model.OfType<BatchNorm>().Single();
                c.Check("final_running_mean", norm.RunningMean);
                c.Check("final_running_var", norm.RunningVariance);
            }
            foreach (var output in new[] { "final_logits_all_samples", "final_eval_logits_all_samples" })
            {
                if (c.HasOutput(output))
                    c.Check(output, model.Forward(c.Tensor("x", dtype)));
            }
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("e_trajectories/distillation.json")]
    public void Distill_takes_the_references_path(GoldenCase c)
    {
        var student = Mlp(c, "student_layers", "initial_weights", DType.Float32);
        var teacher = Mlp(c, "teacher_layers", "teacher_weights", DType.Float32);
        var recorder = new Recorder();
        student.Distill(teacher, Batches(c), Options(c, recorder));
        Check(c, "loss", recorder.Losses, DType.Float32);
        CheckGradients(c, recorder.FirstGradients);
        CheckWeights(c, student);

        // Once more by hand, also in double: Fit holds the teacher's logits in single precision.
        DistillByHand(c, DType.Float32);
        DistillByHand(c, DType.Float64);
        c.AssertAllOutputsCompared();
    }

    private static void DistillByHand(GoldenCase c, DType dtype)
    {
        var student = Mlp(c, "student_layers", "initial_weights", dtype);
        var teacher = Mlp(c, "teacher_layers", "teacher_weights", dtype);
        var (temperature, steps) = (c.Number("temperature"), c.Input("batch_indices"));
        var loss = new DistillationLoss(c.Number("alpha"), temperature);
        var updater = new ParameterUpdater(student.Parameters, Optimizer(c));
        var (losses, hard, soft) = (new List<double>(), new List<double>(), new List<double>());
        Tensor[] gradients = [];
        for (var step = 0; step < steps.Shape[0]; step++)
        {
            var rows = steps.Row(step).Ints;
            var x = Rows(c.Input("x"), rows).ToTensor(dtype);
            var labels = Rows(c.Input("labels"), rows).ToTensor(dtype);
            var (logits, teachers) = (student.Forward(x), teacher.Forward(x).Detach());
            var value = loss.Of(logits, labels, teachers);
            losses.Add(value.Item());
            hard.Add(new CrossEntropy().Of(logits, labels).Item());
            soft.Add(new KullbackLeibler(temperature).Of(logits, teachers).Item());
            value.Backward();
            if (step == 0)
                gradients = [.. student.Parameters.Select(p => p.Grad!.Detach())];
            updater.Step();
            updater.ZeroGrad();
        }
        Check(c, "loss", losses, dtype);
        Check(c, "hard_loss", hard, dtype);
        Check(c, "soft_loss", soft, dtype);
        CheckGradients(c, gradients);
        CheckWeights(c, student);
    }

    private static FitOptions Options(GoldenCase c, Recorder recorder) => new()
    {
        Loss = Loss(c),
        Optimizer = Optimizer(c),
        Epochs = 1,
        BatchSize = c.Input("batch_indices").Shape[1],
        Shuffle = false,
        EvaluateTrainingEvery = 0,
        Schedule = c.HasHyper("decay_steps")
            ? new InverseTimeDecay(c.Number("lr0"), c.Number("decay_steps"), c.Number("decay_rate")) : null,
        Callbacks = [recorder],
    };

    private static Loss Loss(GoldenCase c) => c.File switch
    {
        "e_trajectories/tiny_regression.json" => new MeanSquaredError(),
        "e_trajectories/elu_l2_inverse_time_decay.json" => new BinaryCrossEntropyWithLogits(),
        "e_trajectories/distillation.json" => new DistillationLoss(c.Number("alpha"), c.Number("temperature")),
        _ => new CrossEntropy(),
    };

    private static Optimizer Optimizer(GoldenCase c)
    {
        var α = c.Number(c.HasHyper("lr") ? "lr" : "lr0");
        var (β1, β2, ε) = (c.Number("beta1", 0), c.Number("beta2", 0), c.Number("eps", 0));
        var name = c.Text("optimizer", c.HasHyper("beta1") ? "Adam" : "SGD");
        var place = c.Text("eps_place", "outside") == "epsilon_hat" ? EpsilonPlace.Hat : EpsilonPlace.Outside;
        return name switch
        {
            "SGD" => new Sgd(α),
            "SGD momentum, torch form" => new Momentum(α, c.Number("momentum")),
            "SGD nesterov, torch form" => new Nesterov(α, c.Number("momentum")),
            "Adam" => new Adam(α, β1, β2, ε) { EpsilonPlace = place, WeightDecay = c.Number("weight_decay", 0) },
            "AdamW" => new AdamW(α, β1, β2, ε, c.Number("weight_decay")),
            _ => throw new NotSupportedException($"No optimizer '{name}' for {c}: add it here."),
        };
    }

    private static Sequential Model(GoldenCase c, DType dtype) => c.File switch
    {
        "e_trajectories/cnn_momentum.json" => WithWeights(c, "initial_weights", new Sequential(c.Input("x").Shape[1..], seed: 1, dtype)
        {
            Convolution(c, "conv0_W", padding: 1, new Relu()), new MaxPooling2D(2), Convolution(c, "conv1_W", padding: 0, new Relu()),
                new Flatten(), Last(c),
        }),
        "e_trajectories/cnn_batchnorm_dropout.json" =>
            WithWeights(c, "initial_weights", new Sequential(c.Input("x").Shape[1..], seed: 1, dtype)
        {
            Convolution(c, "conv_W", padding: 1), new BatchNorm(momentum: 0.1, epsilon: 1e-5), new Relu(), new MaxPooling2D(2),
                new Flatten(),
            new Dropout(c.Number("dropout")) { Masks = step => [.. c.Input("mask").Row((int)step).Data.Select(m => m == 1)] }, Last(c),
        }),
        _ => Mlp(c, "layers", "initial_weights", dtype),
    };

    private static Conv2D Convolution(GoldenCase c, string weight, int padding, Activation? activation = null)
        => c.InputGroup("initial_weights")[weight].Shape is [var filters, _, var rows, var columns]
            ? new Conv2D(filters, (rows, columns), padding: padding, activation: activation)
            : throw new InvalidDataException($"{c}: {weight} is not (filters, channels, rows, columns).");

    private static Dense Last(GoldenCase c) => new(c.InputGroup("initial_weights")["fc_W"].Shape[0]);

    private static Sequential Mlp(GoldenCase c, string layers, string weights, DType dtype)
    {
        var units = c.Integers(layers);
        Penalty? penalty = c.HasHyper("l2") ? new L2(c.Number("l2")) : null;
        var model = new Sequential([units[0]], seed: 1, dtype);
        for (var i = 1; i < units.Length; i++)
            model.Add(new Dense(units[i], i < units.Length - 1 ? Activation(c) : null, weightPenalty: penalty));
        return WithWeights(c, weights, model);
    }

    private static Activation Activation(GoldenCase c) => c.Text("activation") switch
    {
        "relu" => new Relu(),
        "sigmoid" => new Sigmoid(),
        "tanh" => new Tanh(),
        "elu (alpha 1)" => new Elu(1),
        var other => throw new NotSupportedException($"No activation '{other}' for {c}: add it here."),
    };

    private static Sequential WithWeights(GoldenCase c, string group, Sequential model)
    {
        var given = c.InputGroup(group).Values.ToArray();
        Assert.Equal(given.Select(g => GoldenTensor.ShapeText(g.Shape)), model.Parameters.Select(p => GoldenTensor.ShapeText(p.Shape)));
        for (var i = 0; i < given.Length; i++)
            model.Parameters[i].CopyFrom(given[i].ToTensor(model.DType));
        return model;
    }

    private static Dataset Batches(GoldenCase c)
    {
        var rows = c.Input("batch_indices").Ints;
        var x = Rows(c.Input("x"), rows);
        return c.HasInput("labels")
            ? new Dataset(c.Name, x.Floats, x.Shape[1..], labels: Rows(c.Input("labels"), rows).Ints)
            : new Dataset(c.Name, x.Floats, x.Shape[1..], targets: Rows(c.Input("y"), rows).Floats, targetWidth: c.Input("y").Shape[1]);
    }

    private static GoldenTensor Rows(GoldenTensor all, int[] rows)
        => new([rows.Length, .. all.Shape[1..]], [.. rows.SelectMany(r => all.Row(r).Data)]);

    private static void Check(GoldenCase c, string output, List<double> values, DType dtype)
        => c.Check(output, Tensor.From([.. values], values.Count).To(dtype));

    private static void CheckGradients(GoldenCase c, Tensor[] gradients)
    {
        var names = c.ExpectedGroup("first_step_gradients").Keys.ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            // A bias right before a batch normalisation has gradient 0 up to rounding.
            if (c.Name == "cnn_batchnorm_dropout" && names[i] == "conv_b")
            {
                Assert.All(gradients[i].ToDoubles(), g => Assert.InRange(Math.Abs(g), 0, 1e-6));
                c.NotCompared($"first_step_gradients/{names[i]}");
            }
            else
            {
                c.Check($"first_step_gradients/{names[i]}", gradients[i]);
            }
        }
    }

    private static void CheckWeights(GoldenCase c, Sequential model)
    {
        var names = c.ExpectedGroup("final_weights").Keys.ToArray();
        for (var i = 0; i < names.Length; i++)
            c.Check($"final_weights/{names[i]}", model.Parameters[i]);
    }

    private sealed class Recorder : Callback
    {
        public List<double> Losses { get; } = [];

        public List<double> Penalties { get; } = [];

        public Tensor[] FirstGradients { get; private set; } = [];

        public override void StepDone(FitProgress progress)
        {
            Losses.Add(progress.StepLoss);
            Penalties.Add(progress.StepPenalty);
            if (progress.Steps == 1)
                FirstGradients = [.. progress.Model.Parameters.Select(p => p.Grad!.Detach())];
        }
    }
}
