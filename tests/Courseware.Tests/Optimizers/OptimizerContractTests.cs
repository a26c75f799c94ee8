using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Optimizers;

/// <summary>What every optimizer must do, fed by one table.</summary>
public sealed class OptimizerContractTests
{
    private static readonly Dictionary<string, Optimizer> s_cases = new()
    {
        ["Sgd"] = new Sgd(0.1),
        ["Sgd with both decays"] = new Sgd(0.1) { WeightDecay = 0.01, DecoupledWeightDecay = 0.02 },
        ["Momentum"] = new Momentum(0.05, 0.9),
        ["Momentum classical"] = new Momentum(0.05, 0.9) { Form = MomentumForm.Classical },
        ["Momentum averaged"] = new Momentum(0.3, 0.9) { Form = MomentumForm.Averaged },
        ["Nesterov"] = new Nesterov(0.05, 0.9),
        ["Nesterov classical"] = new Nesterov(0.05, 0.9) { Form = MomentumForm.Classical },
        ["Adagrad"] = new Adagrad(0.5) { InitialAccumulator = 0.1, LearningRateDecay = 0.01 },
        ["RmsProp"] = new RmsProp(0.05, 0.9),
        ["RmsProp centered with momentum"] =
            new RmsProp(0.02, 0.9, 1e-3) { Centered = true, Momentum = 0.5, EpsilonPlace = EpsilonPlace.Inside },
        ["Adadelta"] = new Adadelta(5),
        ["Adam"] = new Adam(0.1),
        ["Adam with amsgrad"] = new Adam(0.1) { AmsGrad = true, EpsilonPlace = EpsilonPlace.Hat },
        ["AdamW"] = new AdamW(0.1, Decay: 0.05),
        ["Nadam"] = new Nadam(0.1),
        ["CustomOptimizer"] = new CustomOptimizer(slots: 4, (w, g, s) =>
        {
            s[3] = 0.9 * s[3] + g;
            return w - 0.05 * s[3];
        }),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Fact]
    public void Every_optimizer_of_the_library_is_in_the_table()
    {
        var tested = s_cases.Values.Select(c => c.GetType()).ToHashSet();
        Assert.Empty(typeof(Optimizer).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract && !tested.Contains(t)).Select(t => t.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void It_walks_down_a_bowl(string name)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var (w, updater) = Start(name, dtype);
            var before = w.Square().Mean().Item();
            Walk(w, updater, 60);
            Assert.InRange(w.Square().Mean().Item(), 0, 0.5 * before);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void It_goes_on_from_its_saved_memory_to_the_same_bits(string name)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var (w, updater) = Start(name, dtype);
            Walk(w, updater, 5);
            var (copy, state) = (w.Detach(), updater.Save());
            Walk(w, updater, 5);

            var (other, resumed) = Start(name, dtype);
            other.CopyFrom(copy);
            resumed.Restore(state);
            Assert.Equal(5, resumed.Steps);
            Walk(other, resumed, 5);
            Assert.Equal(w.ToDoubles(), other.ToDoubles());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_weight_moves_the_same_alone_and_among_others(string name)
    {
        var (all, updater) = Start(name, DType.Float32);
        var singles = Enumerable.Range(0, all.Length).Select(i =>
        {
            var w = Tensor.Zeros([1], DType.Float32, requiresGrad: true);
            w.Set(0, all.At(i));
            var alone = new ParameterUpdater([w], s_cases[name]);
            Walk(w, alone, 7);
            return w.Item();
        }).ToArray();
        Walk(all, updater, 7);
        Assert.Equal(singles, all.ToDoubles());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_parameter_without_gradient_stays(string name)
    {
        var (w, updater) = Start(name, DType.Float32);
        var before = w.ToDoubles();
        updater.Step();
        Assert.Equal(before, w.ToDoubles());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_learning_rate_given_for_the_step_replaces_its_own(string name)
    {
        var @case = s_cases[name];
        if (@case is CustomOptimizer)
            return;
        var (a, slow) = (Leaf(DType.Float64), @case with { LearningRate = 0.01 });
        var b = Leaf(DType.Float64);
        Walk(a, new ParameterUpdater([a], slow), 3);
        Walk(b, new ParameterUpdater([b], @case), 3, rate: 0.01);
        Assert.Equal(a.ToDoubles(), b.ToDoubles());
    }

    [Fact]
    public void Adam_written_by_a_student_takes_the_library_s_path()
    {
        var (w, updater) = Start("Adam", DType.Float64);
        var custom = new CustomOptimizer(slots: 2, learningRate: 0.1, (w, g, s, α, t) =>
        {
            s[0] = 0.9 * s[0] + 0.1 * g;
            s[1] = 0.999 * s[1] + 0.001 * g * g;
            var (m, v) = (s[0] / (1 - Elementary.Pow(0.9, t)), s[1] / (1 - Elementary.Pow(0.999, t)));
            return w - α * m / (Math.Sqrt(v) + 1e-8);
        });
        var own = Leaf(DType.Float64);
        Walk(w, updater, 20);
        Walk(own, new ParameterUpdater([own], custom), 20);
        for (var i = 0; i < w.Length; i++)
            Assert.Equal(w.At(i), own.At(i), 1e-12);
    }

    [Fact]
    public void A_custom_rule_gets_coupled_and_decoupled_decay_too()
    {
        var (a, b) = (Leaf(DType.Float64), Leaf(DType.Float64));
        var decays = new Sgd(0.1) { WeightDecay = 0.03, DecoupledWeightDecay = 0.02 };
        Walk(a, new ParameterUpdater([a], decays), 4);
        Walk(b, new ParameterUpdater([b],
            new CustomOptimizer(0, 0.1, (w, g, _, α, _) => w - α * g) { WeightDecay = 0.03, DecoupledWeightDecay = 0.02 }), 4);
        for (var i = 0; i < a.Length; i++)
            Assert.Equal(a.At(i), b.At(i), 1e-14);
    }

    [Fact]
    public void One_nadam_may_serve_several_trainings()
    {
        var nadam = new Nadam(0.1);
        var (a, b, alone) = (Leaf(DType.Float64), Leaf(DType.Float64), Leaf(DType.Float64));
        var (first, second) = (new ParameterUpdater([a], nadam), new ParameterUpdater([b], nadam with { MomentumDecay = 1 }));
        for (var i = 0; i < 6; i++)
        {
            Walk(a, first, 1);
            Walk(b, second, 1);
        }
        Walk(alone, new ParameterUpdater([alone], new Nadam(0.1)), 6);
        Assert.Equal(alone.ToDoubles(), a.ToDoubles());
        Assert.Equal(new Nadam(0.1), nadam);
    }

    [Fact]
    public void Forms_that_do_not_exist_are_named()
    {
        Throws("Nesterov has no averaged form", new Nesterov { Form = MomentumForm.Averaged });
        Throws("Adagrad has ε outside or inside the root", new Adagrad { EpsilonPlace = EpsilonPlace.Hat });
        Throws("RmsProp has ε outside or inside the root", new RmsProp { EpsilonPlace = EpsilonPlace.Hat });

        static void Throws(string text, Optimizer optimizer)
        {
            var w = Leaf(DType.Float32);
            Assert.Contains(text, Assert.Throws<NotSupportedException>(() => Walk(w, new ParameterUpdater([w], optimizer), 1)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_memory_of_another_optimizer_is_refused()
    {
        var (w, adam) = Start("Adam", DType.Float32);
        var error = Assert.Throws<ArgumentException>(() => adam.Restore(new ParameterUpdater([w], new Sgd()).Save()));
        Assert.Contains("This state belongs to another optimizer or model", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Leaf(DType dtype) => Samples.Normal([37], 1, dtype, requiresGrad: true);

    private static (Tensor, ParameterUpdater) Start(string name, DType dtype)
    {
        var w = Leaf(dtype);
        return (w, new ParameterUpdater([w], s_cases[name]));
    }

    private static void Walk(Tensor w, ParameterUpdater updater, int steps, double? rate = null)
    {
        for (var step = 0; step < steps; step++)
        {
            (0.5 * w.Square()).Sum().Backward();
            updater.Step(rate);
            updater.ZeroGrad();
        }
    }
}
