using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Optimizers;

public sealed class OptimizersGoldenTests
{
    [Theory, GoldenCases("c_optimizers/*.json", Except = "*decay_staircase|inverse_time_decay|exponential_decay|step_decay")]
    public void Twelve_steps_equal_the_references(GoldenCase c)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var parameters = c.InputGroup("initial_params").ToDictionary(p => p.Key, p => p.Value.ToTensor(dtype, requiresGrad: true));
            var updater = new ParameterUpdater(parameters.Values, Of(c));
            var gradients = c.InputGroups("grads");
            for (var step = 0; step < gradients.Count; step++)
            {
                foreach (var (name, parameter) in parameters)
                    (parameter * gradients[step][name].ToTensor(dtype)).Sum().Backward();
                updater.Step(c.HasHyper("lr_per_step") ? c.Hyper("lr_per_step")[step] : null);
                updater.ZeroGrad();
                foreach (var (name, parameter) in parameters)
                    c.Check($"params_after_step/{step}/{name}", parameter, Relative(c));
            }
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("c_optimizers/lr_schedules.json")]
    public void Schedules_give_the_references_rates(GoldenCase c)
    {
        LearningRateSchedule schedule = c.Name switch
        {
            "inverse_time_decay" => new InverseTimeDecay(c.Number("lr0"), c.Number("decay_steps"), c.Number("decay_rate")),
            "inverse_time_decay_staircase" =>
                new InverseTimeDecay(c.Number("lr0"), c.Number("decay_steps"), c.Number("decay_rate"), Staircase: true),
            "exponential_decay" => new ExponentialDecay(c.Number("lr0"), c.Number("decay_steps"), c.Number("decay_rate")),
            "step_decay" => new StepDecay(c.Number("lr0"), c.Integer("step_size"), c.Number("gamma")),
            _ => throw new NotSupportedException($"No schedule for {c}: add it here."),
        };
        c.AssertDouble("lr_at_step", [.. Enumerable.Range(0, c.Expected("lr_at_step").Length).Select(step => schedule.At(step))]);
        c.AssertAllOutputsCompared();
    }

    // Keras' l2(λ) is a penalty λ·Σw² of the loss: its gradient 2λw is what coupled weight decay of 2λ adds.
    private static Optimizer Of(GoldenCase c)
    {
        var decay = c.Number("weight_decay", 0);
        var optimizer = Plain(c);
        return c.Text("decay_form", "none") switch
        {
            "coupled" => optimizer with { WeightDecay = decay },
            "keras_l2" => optimizer with { WeightDecay = 2 * decay },
            "decoupled" when optimizer is AdamW adamW => adamW with { Decay = decay },
            "decoupled" => optimizer with { DecoupledWeightDecay = decay },
            _ => optimizer,
        };
    }

    private static Optimizer Plain(GoldenCase c)
    {
        var α = c.Number("lr", 0.01);
        var ε = c.Number("eps", 0);
        var (β1, β2) = (c.Number("beta1", 0), c.Number("beta2", 0));
        var place = c.Text("eps_place", "outside") switch
        {
            "outside" => EpsilonPlace.Outside,
            "inside" => EpsilonPlace.Inside,
            _ => EpsilonPlace.Hat,
        };
        var form = c.Text("form", "torch") switch
        {
            "torch" => MomentumForm.Torch,
            "classical" => MomentumForm.Classical,
            _ => MomentumForm.Averaged,
        };
        return c.File switch
        {
            "c_optimizers/sgd.json" => new Sgd(α),
            "c_optimizers/momentum.json" =>
                new Momentum(α, c.Number(form == MomentumForm.Averaged ? "beta" : "momentum"))
                {
                    Form = form,
                    Dampening = c.Number("dampening", 0)
                },
            "c_optimizers/nesterov.json" => new Nesterov(α, c.Number("momentum")) { Form = form },
            "c_optimizers/adagrad.json" =>
                new Adagrad(α, ε)
                {
                    EpsilonPlace = place,
                    InitialAccumulator = c.Number("initial_accumulator", 0),
                    LearningRateDecay = c.Number("lr_decay", 0)
                },
            "c_optimizers/rmsprop.json" =>
                new RmsProp(α, c.Number("rho"), ε)
                {
                    EpsilonPlace = place,
                    Momentum = c.Number("momentum", 0),
                    Centered = c.Flag("centered")
                },
            "c_optimizers/adadelta.json" => new Adadelta(α, c.Number("rho"), ε),
            "c_optimizers/adam.json" => new Adam(α, β1, β2, ε) { EpsilonPlace = place, AmsGrad = c.Flag("amsgrad") },
            "c_optimizers/adamw.json" => new AdamW(α, β1, β2, ε, Decay: 0) { EpsilonPlace = place, AmsGrad = c.Flag("amsgrad") },
            "c_optimizers/nadam.json" => new Nadam(α, β1, β2, ε, c.Number("momentum_decay")),
            _ => throw new NotSupportedException($"No optimizer for {c.File}: add it here."),
        };
    }

    // PyTorch keeps Nadam's product of momenta in float32 even for float64 parameters; the values are the formula's, so the tolerance
    // stays.
    private static double Relative(GoldenCase c) => c.Name.StartsWith("nadam", StringComparison.Ordinal) ? 1e-9 : 1e-10;
}
