namespace Courseware;

public sealed partial class Tensor
{
    // Shared by all views of the same numbers.
    private SparseNumbers? _sparse;

    /// <summary>The rows without their zeros, if the numbers came so and this is the matrix of those rows; else null.</summary>
    internal SparseRows? SparseRows
        => _sparse?.Rows is { } rows && Rank == 2 && rows.Count == Shape[0] && rows.Width == Shape[1] ? rows : null;

    /// <summary>Lets this float32 tensor take sparse rows. To be called before a view of it is made.</summary>
    internal void ExpectSparse()
    {
        if (IsSingle)
            _sparse ??= new();
    }

    /// <summary>
    /// Takes its numbers from sparse rows: they are written out with their zeros when somebody reads them so. Null: from now on the numbers
    /// are those of the array again.
    /// </summary>
    internal void TakeSparse(SparseRows? rows)
    {
        if (_sparse is null)
            throw new InvalidOperationException($"{Described} expects no sparse rows.");
        if (rows is not null && (long)rows.Count * rows.Width != Length)
            throw new ArgumentException($"{rows.Count} sparse rows of {rows.Width} numbers do not fill {Described}.");
        (_sparse.Rows, _sparse.AreWritten) = (rows, false);
    }

    /// <summary>Rows that stand for a tensor's numbers, and whether they are in its array as well.</summary>
    private sealed class SparseNumbers
    {
        public SparseRows? Rows { get; set; }

        public bool AreWritten { get; set; }

        public void WriteTo(Span<float> numbers)
        {
            if (Rows is null || AreWritten)
                return;
            Rows.CopyTo(numbers);
            AreWritten = true;
        }
    }
}
