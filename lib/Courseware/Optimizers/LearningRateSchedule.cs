namespace Courseware;

/// <summary>The learning rate as a function of the optimizer step, counted from 0 (steps are batches, not epochs).</summary>
public abstract record LearningRateSchedule
{
    /// <summary>α at the given step.</summary>
    public abstract double At(long step);

    // At its line, and not as a NaN in every weight.
    private protected static double Steps(double steps, string name) => steps > 0 && double.IsFinite(steps) ? steps
        : throw new ArgumentOutOfRangeException(name,
            FormattableString.Invariant($"A schedule's {name} is a number of steps (batches) above 0; got {steps}."));

    private protected static double Rate(double rate, string name) => Setting.NotNegative(rate, $"A schedule's {name}", name);
}

/// <summary>Keras' InverseTimeDecay: α₀ / (1 + rate · step/steps), or with ⌊step/steps⌋ as a staircase.</summary>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="DecaySteps"/> is not above 0, or a rate is negative or no
/// number.</exception>
public sealed record InverseTimeDecay(double InitialRate, double DecaySteps, double DecayRate = 1, bool Staircase = false)
    : LearningRateSchedule
{
    /// <summary>α₀, the rate at step 0.</summary>
    public double InitialRate { get; init => field = Rate(value, nameof(InitialRate)); } = Rate(InitialRate, nameof(InitialRate));

    /// <summary>How fast it decays, 0 or more.</summary>
    public double DecayRate { get; init => field = Rate(value, nameof(DecayRate)); } = Rate(DecayRate, nameof(DecayRate));

    /// <summary>Steps after which the divisor has grown by <see cref="DecayRate"/>, above 0.</summary>
    public double DecaySteps { get; init => field = Steps(value, nameof(DecaySteps)); } = Steps(DecaySteps, nameof(DecaySteps));

    /// <inheritdoc/>
    public override double At(long step) => InitialRate / (1 + DecayRate * (Staircase ? Math.Floor(step / DecaySteps) : step / DecaySteps));
}

/// <summary>Keras' ExponentialDecay: α₀ · rate^(step/steps).</summary>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="DecaySteps"/> is not above 0, or a rate is negative or no
/// number.</exception>
public sealed record ExponentialDecay(double InitialRate, double DecaySteps, double DecayRate, bool Staircase = false)
    : LearningRateSchedule
{
    /// <summary>α₀, the rate at step 0.</summary>
    public double InitialRate { get; init => field = Rate(value, nameof(InitialRate)); } = Rate(InitialRate, nameof(InitialRate));

    /// <summary>How fast it decays, 0 or more.</summary>
    public double DecayRate { get; init => field = Rate(value, nameof(DecayRate)); } = Rate(DecayRate, nameof(DecayRate));

    /// <summary>Steps after which the rate is <see cref="DecayRate"/> times what it was, above 0.</summary>
    public double DecaySteps { get; init => field = Steps(value, nameof(DecaySteps)); } = Steps(DecaySteps, nameof(DecaySteps));

    /// <inheritdoc/>
    public override double At(long step)
        => InitialRate * Elementary.Pow(DecayRate, Staircase ? Math.Floor(step / DecaySteps) : step / DecaySteps);
}

/// <summary>PyTorch's StepLR: α₀ · γ^⌊step/size⌋.</summary>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="StepSize"/> is not above 0, or a rate is negative or no
/// number.</exception>
public sealed record StepDecay(double InitialRate, long StepSize, double Gamma = 0.1) : LearningRateSchedule
{
    /// <summary>α₀, the rate at step 0.</summary>
    public double InitialRate { get; init => field = Rate(value, nameof(InitialRate)); } = Rate(InitialRate, nameof(InitialRate));

    /// <summary>γ, 0 or more.</summary>
    public double Gamma { get; init => field = Rate(value, nameof(Gamma)); } = Rate(Gamma, nameof(Gamma));

    /// <summary>Steps after which the rate is <see cref="Gamma"/> times what it was, above 0.</summary>
    public long StepSize { get; init => field = (long)Steps(value, nameof(StepSize)); } = (long)Steps(StepSize, nameof(StepSize));

    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Elementary.Pow(Gamma, step / StepSize);
}

/// <summary>Cosine annealing (Loshchilov &amp; Hutter 2017): α_min + (α₀ − α_min)·(1 + cos(π·step/steps))/2, then α_min.</summary>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="DecaySteps"/> is not above 0, or a rate is negative or no
/// number.</exception>
public sealed record CosineDecay(double InitialRate, long DecaySteps, double MinimumRate = 0) : LearningRateSchedule
{
    /// <summary>α₀, the rate at step 0.</summary>
    public double InitialRate { get; init => field = Rate(value, nameof(InitialRate)); } = Rate(InitialRate, nameof(InitialRate));

    /// <summary>α_min, 0 or more.</summary>
    public double MinimumRate { get; init => field = Rate(value, nameof(MinimumRate)); } = Rate(MinimumRate, nameof(MinimumRate));

    /// <summary>Steps until <see cref="MinimumRate"/> is reached, above 0.</summary>
    public long DecaySteps { get; init => field = (long)Steps(value, nameof(DecaySteps)); } = (long)Steps(DecaySteps, nameof(DecaySteps));

    /// <inheritdoc/>
    public override double At(long step)
        => MinimumRate + (InitialRate - MinimumRate) * (1 + Elementary.Cos(Math.PI * Math.Min(1.0, (double)step / DecaySteps))) / 2;
}
