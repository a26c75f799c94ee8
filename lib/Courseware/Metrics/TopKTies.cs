namespace Courseware;

/// <summary>
/// Which of equal scores counts as the higher one in
/// <see cref="Accuracy.TopK(ReadOnlySpan{int}, ReadOnlySpan{float}, int, int, TopKTies)"/>. Without ties all three give the same.
/// </summary>
internal enum TopKTies
{
    /// <summary>A stable descending sort, as argmax takes the first maximum.</summary>
    LowestIndexFirst,

    /// <summary>scikit-learn's <c>top_k_accuracy_score</c>.</summary>
    HighestIndexFirst,

    /// <summary>TensorFlow's <c>in_top_k</c>: a hit when fewer than k scores are strictly greater, so ties favour the label.</summary>
    StrictlyGreater,
}
