namespace Courseware;

/// <summary>Where the rows of a data set lie: contiguous, row-major, shared by all its views.</summary>
internal abstract class FeatureStore
{
    /// <summary>Numbers in a row.</summary>
    public abstract int Width { get; }

    /// <summary>Rows held.</summary>
    public abstract int Rows { get; }

    /// <summary>Copies row <paramref name="row"/> to <paramref name="target"/> (Width numbers).</summary>
    public abstract void CopyRow(int row, Span<float> target);

    /// <summary>The whole as one array, if it is held as floats.</summary>
    public virtual float[]? Whole => null;
}
