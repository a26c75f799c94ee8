using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>Gradient descent with momentum (Polyak 1964).</summary>
/// <remarks>
/// PyTorch: b ← μb + (1−d)g, undamped (b = g) in the first step;  w ← w − αb.
/// Classical and Keras: v ← μv − αg;  w ← w + v.  Averaged: V ← μV + (1−μ)g;  w ← w − αV.
/// </remarks>
/// <param name="LearningRate">α.</param>
/// <param name="Coefficient">μ (β in the averaged form), how much of the velocity is kept.</param>
public sealed record Momentum(double LearningRate = 0.01, double Coefficient = 0.9) : Optimizer(LearningRate)
{
    /// <summary>μ, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public double Coefficient { get; init => field = Setting.Share(value, "Momentum's Coefficient"); }
        = Setting.Share(Coefficient, "Momentum's Coefficient");

    /// <summary>Which of the rules; PyTorch's by default.</summary>
    public MomentumForm Form { get; init; }

    /// <summary>d, PyTorch's dampening of the gradient.</summary>
    public double Dampening { get; init; }

    /// <inheritdoc/>
    public override int Slots => 1;

    /// <inheritdoc/>
    internal override void Step(ParameterUpdate parameter, double α, long t)
    {
        switch (Form)
        {
            case MomentumForm.Classical:
                parameter.Apply(new Classical(α, Coefficient));
                break;
            case MomentumForm.Averaged:
                parameter.Apply(new Averaged(α, Coefficient));
                break;
            default:
                parameter.Apply(new Torch(α, Coefficient, t == 1 ? 0 : Dampening));
                break;
        }
    }

    private readonly struct Torch(double α, double μ, double d) : IUpdateRule, INamedRule<Torch>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V b, ref V t, ref V u) where V : struct, ILane<V>
        {
            b = μ * b + (1 - d) * g;
            w -= α * b;
        }

        public Torch With(Func<string, double, double> constant) => new(constant("α", α), constant("μ", μ), constant("d", d));
    }

    private readonly struct Classical(double α, double μ) : IUpdateRule, INamedRule<Classical>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V v, ref V t, ref V u) where V : struct, ILane<V>
        {
            v = μ * v - α * g;
            w += v;
        }

        public Classical With(Func<string, double, double> constant) => new(constant("α", α), constant("μ", μ));
    }

    private readonly struct Averaged(double α, double β) : IUpdateRule, INamedRule<Averaged>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V>(ref V w, V g, ref V v, ref V t, ref V u) where V : struct, ILane<V>
        {
            v = β * v + (1 - β) * g;
            w -= α * v;
        }

        public Averaged With(Func<string, double, double> constant) => new(constant("α", α), constant("β", β));
    }
}
