using Courseware.Tensors;

namespace Courseware.Optimizers;

/// <summary>The learning rate as a function of the optimizer step, counted from 0 (steps are batches, not epochs).</summary>
public abstract record LearningRateSchedule
{
    /// <summary>α at the given step.</summary>
    public abstract double At(long step);
}

/// <summary>Keras' InverseTimeDecay: α₀ / (1 + rate · step/steps), or with ⌊step/steps⌋ as a staircase.</summary>
public sealed record InverseTimeDecay(double InitialRate, double DecaySteps, double DecayRate = 1, bool Staircase = false) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => InitialRate / (1 + DecayRate * (Staircase ? Math.Floor(step / DecaySteps) : step / DecaySteps));
}

/// <summary>Keras' ExponentialDecay: α₀ · rate^(step/steps).</summary>
public sealed record ExponentialDecay(double InitialRate, double DecaySteps, double DecayRate, bool Staircase = false) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Elementary.Pow(DecayRate, Staircase ? Math.Floor(step / DecaySteps) : step / DecaySteps);
}

/// <summary>PyTorch's StepLR: α₀ · γ^⌊step/size⌋.</summary>
public sealed record StepDecay(double InitialRate, long StepSize, double Gamma = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Elementary.Pow(Gamma, step / StepSize);
}

/// <summary>Cosine annealing (Loshchilov &amp; Hutter 2017): α_min + (α₀ − α_min)·(1 + cos(π·step/steps))/2, then α_min.</summary>
public sealed record CosineDecay(double InitialRate, long DecaySteps, double MinimumRate = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double At(long step) => MinimumRate + (InitialRate - MinimumRate) * (1 + Elementary.Cos(Math.PI * Math.Min(1.0, (double)step / DecaySteps))) / 2;
}
