namespace Courseware;

/// <summary>
/// What a layer must know about the pass it takes part in. The random numbers of a pass depend on (seed, layer, step) alone:
/// not on threads, and not on what else was drawn before.
/// </summary>
public sealed class Pass
{
    /// <summary>A pass in evaluation mode: dropout is the identity, batch normalisation uses its running statistics.</summary>
    public static Pass Evaluation { get; } = new();

    /// <summary>True while training: dropout drops, batch normalisation uses and records the batch's statistics.</summary>
    public bool Training { get; init; }

    /// <summary>The seed of this training run.</summary>
    public long Seed { get; init; }

    /// <summary>The number of the training step, from 0; a replayed tape reads it again at each replay.</summary>
    public long Step { get; set; }
}
