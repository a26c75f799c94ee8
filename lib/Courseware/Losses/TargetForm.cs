namespace Courseware;

/// <summary>What a loss compares predictions with.</summary>
internal enum TargetForm
{
    /// <summary>Numbers of the prediction's shape: regression targets, 0/1 labels, one-hot rows or probabilities.</summary>
    Values,

    /// <summary>One class index a sample, shape (N), held as a whole number.</summary>
    ClassIndices,
}
