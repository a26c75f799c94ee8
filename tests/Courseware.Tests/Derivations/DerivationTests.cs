using Xunit;

namespace Courseware.Tests.Derivations;

public sealed class DerivationTests
{
    private static readonly Tensor s_i1 = Tensor.Vector(-1.4798, 4.7008).Named("i1");
    private static readonly Tensor s_i2 = Tensor.Vector(28.0210, 0.3057).Named("i2");
    private static readonly Tensor s_y = Tensor.Vector(22.2916, 7.2166).Named("y");

    private static Tensor[] Weights(params double[] values) => [.. values.Select((v, i) => Tensor.Parameter($"w{i + 1}", v))];

    private static Tensor Loss(Tensor[] w)
    {
        var z1 = (s_i1 * w[0] + s_i2 * w[1]).Named("z1");
        var z2 = (s_i1 * w[2] + s_i2 * w[3]).Named("z2");
        var (h1, h2) = (z1.Relu().Named("h1"), z2.Relu().Named("h2"));
        var z3 = (h1 * w[4] + h2 * w[5]).Named("z3");
        var ŷ = z3.Relu().Named("ŷ");
        return (ŷ - s_y).Square().Mean().Named("L");
    }

    [Fact]
    public void The_forward_pass_gives_the_tapes_numbers()
    {
        var loss = Loss(Weights(0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
        var derivation = Derivation.Forward(loss);
        Assert.Equal(["z1", "h1", "z2", "h2", "z3", "ŷ", "L"], derivation.Steps.Select(s => s.Name));
        Assert.Equal(loss.Item(), derivation["L"][0]);
        Assert.Equal(104.0574, derivation["L"][0], 1e-4);
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6 })]
    [InlineData(new[] { 0.1, -0.2, 0.3, 0.4, 0.5, 0.6 })] // a closed gate
    [InlineData(new[] { 1.0, 0.5, -1, 0, 2, 1e-5 })]
    public void The_backward_pass_gives_the_tapes_gradients(double[] values)
    {
        var w = Weights(values);
        var loss = Loss(w);
        var derivation = Derivation.Backward(loss);
        loss.Backward();
        foreach (var weight in w)
            Assert.Equal(weight.Grad!.Item(), derivation[$"∂L/∂{weight.Name}"][0]);
    }

    [Fact]
    public void Matrix_products_and_named_losses_are_read_like_elementwise_operations()
    {
        var model = new Sequential(inputs: [3], seed: 4, dtype: DType.Float64) { new Dense(2, new Tanh()), new Dense(1) };
        var x = Tensor.Matrix(new[,] { { 0.5, -1, 2 }, { 1, 0.25, -0.5 } }).Named("X");
        var loss = new MeanSquaredError().Of(model.Forward(x), Tensor.Matrix(new[,] { { 1.0 }, { -1 } }).Named("T"));
        var derivation = Derivation.Backward(loss);
        loss.Backward();
        Assert.Equal(loss.Item(), Derivation.Forward(loss)["L"][0], 1e-15);
        foreach (var parameter in model.Parameters)
            Assert.Equal(parameter.Grad!.ToDoubles(), derivation[$"∂L/∂{parameter.Name}"], (a, b) => Math.Abs(a - b) <= 1e-15);
    }

    [Fact]
    public void Forward_lines_show_formula_numbers_and_result()
    {
        var (w, b) = (Tensor.Parameter("w", 0.5), Tensor.Parameter("b", -2));
        var x = Tensor.Vector(3, -4).Named("x");
        var z = (x * w + b).Named("z");
        var step = Derivation.Forward(z).Steps[0];
        Assert.Equal("z = x·w + b\n  z⁽¹⁾ = 3·0.5 + (−2) = −0.5\n  z⁽²⁾ = (−4)·0.5 + (−2) = −4", step.Text);
        Assert.Equal(
            "\\begin{aligned}\nz &= x \\cdot w + b \\\\\nz^{(1)} &= 3 \\cdot 0.5 + (-2) = -0.5 \\\\\nz^{(2)} &= (-4) \\cdot 0.5 + (-2) = -4\n\\end{aligned}", step.Tex);
    }

    [Fact]
    public void Backward_lines_sum_over_samples()
    {
        var derivation = Derivation.Backward(Loss(Weights(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)));
        Assert.StartsWith("∂L/∂w₁ = Σₛ ∂L/∂z₁⁽ˢ⁾·i₁⁽ˢ⁾\n", derivation.Steps.Single(s => s.Name == "∂L/∂w1").Text, StringComparison.Ordinal);
        Assert.Contains("∂L/∂z₁ = ∂L/∂h₁·[z₁ > 0]\n", derivation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_is_not_there_is_refused_with_those_that_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Derivation.Forward(Loss(Weights(1, 1, 1, 1, 1, 1))).Only("z4"));
        Assert.Contains("'z1', 'h1', 'z2'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_without_a_line_says_so()
    {
        var error = Assert.Throws<NotSupportedException>(() => Derivation.Forward(Tensor.Matrix(new[,] { { 1.0, 2 } }).Softmax()));
        Assert.Contains("'softmax'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bundle_is_markdown_first_and_text_besides()
    {
        var bundle = Derivation.Forward(Loss(Weights(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))).ToMimeBundle();
        Assert.Equal(["text/markdown", "text/plain"], bundle.Keys);
        Assert.StartsWith("$$\n\\begin{aligned}", bundle["text/markdown"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_caption_stands_over_the_formulae_and_stays_when_steps_are_chosen()
    {
        var derivation = Derivation.Forward(Loss(Weights(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))).WithCaption("Epoch 1, forward").Only("z1");
        Assert.StartsWith("**Epoch 1, forward**\n\n$$\n", derivation.ToMimeBundle()["text/markdown"], StringComparison.Ordinal);
        Assert.StartsWith("Epoch 1, forward\n\nz₁ = ", derivation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_formulae_are_the_approved_ones()
    {
        var w = Weights(0.1, -0.2, 0.3, 0.4, 0.5, 0.6);
        var updater = new ParameterUpdater(w, new Adam(LearningRate: 0.1) { WeightDecay = 0.01 });
        var loss = Loss(w);
        var o = (Tensor.Scalar(1.1, name: "x1") * Tensor.Parameter("w1", 1.9)).Named("z").Sigmoid().Named("o");
        var error = ((o - 1).Square() / 2).Named("J");
        loss.Backward();
        Derivation[] all = [Derivation.Forward(loss), Derivation.Backward(loss), Derivation.Step(updater), Derivation.Forward(error),
            Derivation.Backward(error)];
        var written = string.Join("\n\n", all.SelectMany(d => d.Steps).Select(s => s.Tex)) + "\n";
        // The host's tests turn the same file into MathML.
        var file = Path.Combine(Folder(), "formulae.approved.txt");
        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (approved != written)
            File.WriteAllText(file.Replace("approved", "received", StringComparison.Ordinal), written);
        Assert.Equal(approved, written);
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
