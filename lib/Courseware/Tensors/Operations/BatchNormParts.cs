namespace Courseware;

/// <summary>
/// What a batch normalisation works with: γ and β (or neither), the running statistics, which it moves, and its settings.
/// </summary>
internal sealed record BatchNormParts(
    string Layer, Tensor? Weight, Tensor? Bias, Tensor RunningMean, Tensor RunningVariance, double Momentum, double Epsilon, bool Unbiased);
