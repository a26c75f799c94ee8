namespace Courseware;

/// <summary>An update rule: how a weight follows its gradient.</summary>
/// <param name="LearningRate">α, the size of a step; a schedule may replace it step by step.</param>
/// <exception cref="ArgumentOutOfRangeException">α is not a positive number.</exception>
public abstract record Optimizer(double LearningRate)
{
    /// <summary>α, above 0.</summary>
    public double LearningRate { get; init => field = Setting.Positive(value, "The learning rate"); }
        = Setting.Positive(LearningRate, "The learning rate");

    /// <summary>PyTorch's coupled weight decay: g ← g + weight_decay·w before everything else, on every parameter.</summary>
    public double WeightDecay { get; init => field = Setting.NotNegative(value, "WeightDecay"); }

    /// <summary>
    /// Keras' weight_decay argument, decoupled: w ← w − α·decay·w before the step on the raw gradient (Loshchilov &amp; Hutter 2019).
    /// </summary>
    public double DecoupledWeightDecay { get; init => field = Setting.NotNegative(value, "DecoupledWeightDecay"); }

    /// <summary>How many numbers the rule remembers for each weight.</summary>
    public abstract int Slots { get; }

    /// <summary>What the remembered numbers are before the first step.</summary>
    internal virtual double InitialState => 0;

    /// <summary>Moves one parameter along its gradient.</summary>
    /// <param name="parameter">The weight, its gradient and what the rule remembers of it.</param>
    /// <param name="α">The learning rate of this step.</param>
    /// <param name="t">The number of the step, from 1.</param>
    internal abstract void Step(ParameterUpdate parameter, double α, long t);
}
