namespace Courseware;

/// <summary>
/// Some rows of a sparse matrix, column by column: column j has the entries Starts[j] … Starts[j + 1] − 1, its rows ascending.
/// </summary>
internal sealed class SparseColumns
{
    /// <param name="rows">The matrix.</param>
    /// <param name="from">Its first row here: row 0 of the entries.</param>
    /// <param name="toExclusive">The row after the last.</param>
    public SparseColumns(SparseRows rows, int from, int toExclusive)
    {
        Width = rows.Width;
        Count = toExclusive - from;
        var starts = new int[Width + 1];
        for (var row = from; row < toExclusive; row++)
        {
            foreach (var column in rows.Columns[rows.Starts[row]..rows.Ends[row]])
                starts[column + 1]++;
        }
        for (var column = 0; column < Width; column++)
            starts[column + 1] += starts[column];
        Rows = new int[starts[Width]];
        Values = new float[starts[Width]];
        var next = (int[])starts.Clone();
        for (var row = from; row < toExclusive; row++)
        {
            for (var entry = rows.Starts[row]; entry < rows.Ends[row]; entry++)
            {
                var place = next[rows.Columns[entry]]++;
                (Rows[place], Values[place]) = (row - from, rows.Values[entry]);
            }
        }
        Starts = starts;
    }

    /// <summary>Columns of the matrix.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Width + 1 numbers: where each column begins, and where the last one ends.</summary>
    public int[] Starts { get; }

    /// <summary>The row of each entry.</summary>
    public int[] Rows { get; }

    /// <summary>The value of each entry.</summary>
    public float[] Values { get; }
}
