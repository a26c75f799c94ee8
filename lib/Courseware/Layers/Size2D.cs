namespace Courseware;

/// <summary>A size in rows and columns. A single number is the same for both: <c>kernelSize: 3</c>, or <c>kernelSize: (3, 2)</c>.</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public readonly record struct Size2D(int Rows, int Columns)
{
    public static implicit operator Size2D(int both) => new(both, both);

    public static implicit operator Size2D((int Rows, int Columns) size) => new(size.Rows, size.Columns);

    /// <summary>The size itself, if both numbers are at least <paramref name="least"/>.</summary>
    internal Size2D AtLeast(int least, string what)
        => Rows >= least && Columns >= least ? this
        : throw new ArgumentOutOfRangeException(nameof(least), $"{what} must be {least} or more in both directions; got {this}.");

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}×{Columns}";
}
