using Xunit;

namespace Courseware.Tests.Derivations;

public sealed class UpdateDerivationTests
{
    public static TheoryData<Optimizer> Rules =>
    [
        new Sgd(0.1), new Sgd(0.1) { WeightDecay = 0.02 }, new Sgd(0.1) { DecoupledWeightDecay = 0.02 },
        new Momentum(0.1, 0.8) { Dampening = 0.3 }, new Momentum(0.1) { Form = MomentumForm.Classical },
            new Momentum(0.1) { Form = MomentumForm.Averaged },
        new Nesterov(0.1), new Nesterov(0.1) { Form = MomentumForm.Classical },
        new Adagrad(0.1), new Adagrad(0.1) { EpsilonPlace = EpsilonPlace.Inside, InitialAccumulator = 0.1, LearningRateDecay = 0.5 },
        new RmsProp(0.1), new RmsProp(0.1) { Centered = true, Momentum = 0.9, EpsilonPlace = EpsilonPlace.Inside },
        new Adadelta(), new Nadam(0.1), new AdamW(0.1),
        new Adam(0.1), new Adam(0.1) { WeightDecay = 0.01 }, new Adam(0.1) { AmsGrad = true },
            new Adam(0.1, 0.9, 0.9, 0.1) { EpsilonPlace = EpsilonPlace.Hat, DecoupledWeightDecay = 0.1 },
    ];

    [Theory, MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void A_derived_step_is_the_step_that_is_taken(Optimizer optimizer)
    {
        var (a, b) = (Tensor.Parameter("a", [0.3, -1.2], 2), Tensor.Parameter("b", 2.5));
        var updater = new ParameterUpdater([a, b], optimizer);
        for (var step = 0; step < 4; step++)
        {
            ((a * Tensor.Vector(1.5, -0.7)).Sigmoid().Sum() * b + b.Square()).Backward();
            var derived = Derivation.Step(updater);
            updater.Step();
            updater.ZeroGrad();
            Assert.Equal([.. a.ToDoubles(), .. b.ToDoubles()], derived["w"]);
        }
    }

    [Fact]
    public void Deriving_changes_nothing()
    {
        var w = Tensor.Parameter("w", 0.5);
        var updater = new ParameterUpdater([w], new Adam(0.1));
        w.Square().Backward();
        var first = Derivation.Step(updater).ToString();
        Assert.Equal(first, Derivation.Step(updater).ToString());
        Assert.Equal((0.5, 1.0, 0L), (w.Item(), w.Grad!.Item(), updater.Steps));
    }

    [Fact]
    public void Adams_formulas_are_the_textbooks()
    {
        var text = Text(new Adam(0.1) { WeightDecay = 0.01 });
        Assert.Equal(
            [
                "g' ← g + λ·w", "m ← β₁·m + (1 − β₁)·g'", "v ← β₂·v + (1 − β₂)·g'²", "m̂ ← m / (1 − β₁ᵗ)", "v̂ ← v / (1 − β₂ᵗ)",
                    "w ← w − α·m̂ / (√v̂ + ε)",
            ],
            text);
    }

    [Fact]
    public void Other_rules_name_what_they_remember_as_their_doc_comments_do()
    {
        Assert.Equal(["w ← w − α·g"], Text(new Sgd(0.1)));
        Assert.Equal(["b ← μ·b + g", "w ← w − α·b"], Text(new Momentum(0.1)));
        Assert.Equal(["s ← ρ·s + (1 − ρ)·g²", "w ← w − α·(g / (√s + ε))"], Text(new RmsProp(0.1)));
        Assert.Equal("w ← w − αλ·w − α·g", Text(new Sgd(0.1) { DecoupledWeightDecay = 0.02 })[^1]);
        Assert.Equal("v ← μ·v − α·g", Text(new Nesterov(0.1) { Form = MomentumForm.Classical })[0]);
        Assert.Contains("μₜ₊₁/(1 − μ₁⋯μₜ₊₁)·m + g", string.Join("\n", Text(new Nadam(0.1))), StringComparison.Ordinal);
        Assert.Equal(["s ← ρ·s + (1 − ρ)·g²", "Δ ← (√(x + ε) / √(s + ε))·g", "x ← ρ·x + (1 − ρ)·Δ²", "w ← w − α·Δ"],
            Text(new Adadelta(LearningRate: 0.5)));
    }

    [Fact]
    public void Settings_of_the_same_value_keep_their_own_names()
    {
        var text = Text(new Adam(LearningRate: 0.5, Beta1: 0.5, Beta2: 0.5, Epsilon: 0.5));
        Assert.Equal("m ← β₁·m + (1 − β₁)·g", text[0]);
        Assert.Equal("v ← β₂·v + (1 − β₂)·g²", text[1]);
        Assert.EndsWith("w ← w − α·m̂ / (√v̂ + ε)", text[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_weight_gets_its_line_of_numbers()
    {
        var w = Tensor.Parameter("w", [1.0, -2], 2);
        var updater = new ParameterUpdater([w], new Sgd(0.1));
        (w * 3).Sum().Backward();
        Assert.Equal("w ← w − α·g\n  w₁ = 1 − 0.1·3 = 0.7\n  w₂ = (−2) − 0.1·3 = −2.3", Derivation.Step(updater).Steps[0].Text);
    }

    [Fact]
    public void A_rule_that_is_a_plain_function_cannot_be_read_and_says_so()
    {
        var w = Tensor.Parameter("w", 1);
        var updater = new ParameterUpdater([w], new CustomOptimizer(0, (x, g, _) => x - g));
        w.Square().Backward();
        Assert.Contains("plain function", Assert.Throws<NotSupportedException>(() => Derivation.Step(updater)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_gradient_there_is_no_step()
    {
        var updater = new ParameterUpdater([Tensor.Parameter("w1", 1)], new Sgd(0.1));
        Assert.Contains("'w1'", Assert.Throws<InvalidOperationException>(() => Derivation.Step(updater)).Message, StringComparison.Ordinal);
    }

    private static string[] Text(Optimizer optimizer)
    {
        var w = Tensor.Parameter("w", 0.5);
        var updater = new ParameterUpdater([w], optimizer);
        w.Square().Backward();
        return [.. Derivation.Step(updater).Steps.Select(s => s.Text.Split('\n')[0])];
    }
}
