namespace Courseware;

/// <summary>Where the rows of a data set are: in order, shared by all its views.</summary>
internal abstract class FeatureStore
{
    private double _density = -1;

    /// <summary>Numbers in a row.</summary>
    public abstract int Width { get; }

    /// <summary>Rows held.</summary>
    public abstract int Rows { get; }

    /// <summary>Copies row <paramref name="row"/> to <paramref name="target"/> (Width numbers).</summary>
    public abstract void CopyRow(int row, Span<float> target);

    /// <summary>Appends row <paramref name="row"/>, without its zeros.</summary>
    public abstract void AppendRow(int row, SparseRows target);

    /// <summary>The whole as one array, if it is held as floats.</summary>
    public virtual float[]? Whole => null;

    /// <summary>The share of numbers that are not 0, measured when first asked for.</summary>
    public double Density
    {
        get
        {
            // Measured twice by two threads at once, it is the same number.
            if (_density < 0)
                _density = Rows == 0 || Width == 0 ? 1 : CountFilled() / ((double)Rows * Width);
            return _density;
        }
    }

    /// <summary>True if it is certain that no number is ∞ or NaN; false where only reading the rows would show it.</summary>
    public virtual bool AllFinite => false;

    /// <summary>How many numbers are not 0.</summary>
    protected abstract long CountFilled();
}
