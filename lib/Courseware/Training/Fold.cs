namespace Courseware;

/// <summary>One of k ways to hold rows out.</summary>
/// <param name="Number">0 … k−1.</param>
/// <param name="Train">Rows to train on, ascending.</param>
/// <param name="Held">Rows held out for validation, ascending; each row is held out in exactly one fold.</param>
internal sealed record Fold(int Number, int[] Train, int[] Held);
