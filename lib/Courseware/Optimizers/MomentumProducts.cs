namespace Courseware;

/// <summary>
/// Nadam's schedule μₜ = β₁(1 − ½·0.96^(tψ)) and its product μ₁⋯μₜ, remembered from step to step. It is no setting: any two are equal,
/// so that optimizers compare by their settings alone.
/// </summary>
internal sealed class MomentumProducts : IEquatable<MomentumProducts>
{
    private Known? _known;

    public static double Μ(long t, double β1, double ψ) => β1 * (1 - 0.5 * Elementary.Pow(0.96, t * ψ));

    /// <summary>μ₁⋯μₜ.</summary>
    public double Upto(long t, double β1, double ψ)
    {
        // One immutable object, replaced whole: two trainings may share an optimizer.
        var from = _known is { } k && k.Step <= t && k.Beta1 == β1 && k.Decay == ψ ? k : new Known(0, 1, β1, ψ);
        if (from.Step == t)
            return from.Product;
        var product = from.Product;
        for (var step = from.Step + 1; step <= t; step++)
            product *= Μ(step, β1, ψ);
        _known = new Known(t, product, β1, ψ);
        return product;
    }

    public bool Equals(MomentumProducts? other) => other is not null;

    public override bool Equals(object? obj) => obj is MomentumProducts;

    public override int GetHashCode() => 0;

    private sealed record Known(long Step, double Product, double Beta1, double Decay);
}
