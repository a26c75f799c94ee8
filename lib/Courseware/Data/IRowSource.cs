namespace Courseware;

/// <summary>
/// Samples that are read when a batch asks for them, so that they need not fit in memory: what <c>Fit</c>, <c>Evaluate</c> and
/// <c>Predict</c> take. A <see cref="Dataset"/> is one that holds its rows in memory, a <see cref="RowFile"/> one that leaves them on disk.
/// </summary>
public interface IRowSource
{
    /// <summary>What it is called in tables and messages.</summary>
    string Name { get; }

    /// <summary>Rows.</summary>
    int Count { get; }

    /// <summary>The shape of one row: [28], or [1, 28, 28] (channels, height, width).</summary>
    int[] FeatureShape { get; }

    /// <summary>Has every row a class?</summary>
    bool HasClasses { get; }

    /// <summary>Target values in a row; 0 without targets.</summary>
    int TargetWidth { get; }

    /// <summary>
    /// How many neighbouring rows are best read together. An epoch takes blocks of this size in a random order and mixes the rows of 16
    /// blocks at a time; with <see cref="Count"/> or more, every order of the rows is possible.
    /// </summary>
    int BlockSize { get; }

    /// <summary>Where the numbers come from.</summary>
    Provenance Provenance { get; }

    /// <summary>
    /// Reads rows, in the order asked for; a row may occur more than once. Called for every batch: it should allocate nothing.
    /// </summary>
    /// <param name="rows">Numbers from 0 to Count − 1.</param>
    /// <param name="features">Takes rows × the product of FeatureShape numbers, row-major.</param>
    /// <param name="labels">Takes the class of each row; empty if they are not wanted.</param>
    /// <param name="targets">Takes rows × TargetWidth numbers; empty if they are not wanted.</param>
    void Read(ReadOnlySpan<int> rows, Span<float> features, Span<int> labels, Span<float> targets);
}
