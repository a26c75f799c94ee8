namespace Courseware;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014): in training, each activation is zeroed with probability p and the others are scaled up.
/// </summary>
/// <remarks>training: y = x·mask / (1 − p);  evaluation: y = x. What is dropped are activations, not weights.</remarks>
/// <param name="rate">p, the probability to drop, 0 ≤ p &lt; 1.</param>
public sealed class Dropout(double rate) : Layer
{
    /// <summary>p, the probability to drop.</summary>
    public double Rate { get; }
        = rate is >= 0 and < 1 ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), $"Dropout's rate is the share that is dropped, 0 ≤ rate < 1; got {rate}.");

    /// <summary>
    /// The masks to use in place of random ones, for hand calculations: from the number of the step, from 0, to one flag for each element
    /// of the batch, true for kept. Null for random masks, which depend on (seed, layer, step) alone.
    /// </summary>
    public Func<long, bool[]>? Masks { get; init; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return pass.Training && Rate > 0 ? DropoutOperation.Of(x, Rate, bits => Draw(bits, pass)) : x;
    }

    /// <inheritdoc/>
    protected override int[] Build(int[] inputShape, LayerBuilder builder) => [.. inputShape];

    /// <summary>The random bits of the pass, one word an element: kept where they are at least p·2³².</summary>
    internal void Draw(uint[] bits, Pass pass)
    {
        if (Masks is null)
        {
            new RandomStream(pass.Seed, "dropout", Name, pass.Step).FillBits(bits);
            return;
        }
        var mask = Masks(pass.Step);
        if (mask.Length != bits.Length)
            throw new ArgumentException($"Layer '{Name}' (Dropout): the mask of step {pass.Step} has {mask.Length} flags, but the batch has {bits.Length} elements.");
        for (var i = 0; i < bits.Length; i++)
            bits[i] = mask[i] ? uint.MaxValue : 0;
    }
}
