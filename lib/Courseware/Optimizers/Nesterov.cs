using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Nesterov's accelerated gradient, in the form that needs the gradient at the present weights only (Nesterov 1983; Sutskever et al. 2013).
/// </summary>
/// <remarks>
/// PyTorch: b ← μb + g;  w ← w − α(g + μb).  Classical and Keras: v ← μv − αg;  w ← w + μv − αg.
/// </remarks>
/// <param name="LearningRate">α.</param>
/// <param name="Coefficient">μ, how much of the velocity is kept.</param>
public sealed record Nesterov(double LearningRate = 0.01, double Coefficient = 0.9) : Optimizer(LearningRate)
{
    /// <summary>μ, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Coefficient { get; init => field = Setting.Share(value, "Nesterov's Coefficient"); }
        = Setting.Share(Coefficient, "Nesterov's Coefficient");

    /// <summary>Which of the rules; PyTorch's by default. There is no averaged form.</summary>
    public MomentumForm Form { get; init; }

    /// <inheritdoc/>
    public override int Slots => 1;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t)
    {
        if (Form == MomentumForm.Averaged)
            throw new NotSupportedException("Nesterov has no averaged form; set Form to MomentumForm.Torch or MomentumForm.Classical.");
        if (Form == MomentumForm.Classical)
            parameter.Apply(new Classical(α, Coefficient));
        else
            parameter.Apply(new Torch(α, Coefficient));
    }

    private readonly struct Torch(double α, double μ) : IUpdateRule, INamedRule<Torch>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V b, ref V t, ref V u) where V : struct, ILane<V>
        {
            b = μ * b + g;
            w -= α * (g + μ * b);
        }

        public Torch With(Func<string, double, double> constant) => new(constant("α", α), constant("μ", μ));
    }

    private readonly struct Classical(double α, double μ) : IUpdateRule, INamedRule<Classical>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V v, ref V t, ref V u) where V : struct, ILane<V>
        {
            v = μ * v - α * g;
            w += μ * v - α * g;
        }

        public Classical With(Func<string, double, double> constant) => new(constant("α", α), constant("μ", μ));
    }
}
