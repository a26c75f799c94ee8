namespace Courseware;

/// <summary>What a layer must know about the pass it takes part in, as the library's <see cref="Pass"/>.</summary>
internal readonly record struct TorchPass(bool Training, long Seed, long Step)
{
    public static TorchPass Evaluation => default;
}
