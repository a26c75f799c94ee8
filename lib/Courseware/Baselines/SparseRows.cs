namespace Courseware;

/// <summary>Rows with their zeros left out (compressed sparse rows): bags of words are nine tenths zeros.</summary>
internal sealed class SparseRows
{
    public SparseRows(ReadOnlySpan<float> x, int features)
    {
        Count = x.Length / features;
        Starts = new int[Count + 1];
        int filled = 0;
        foreach (float value in x)
            filled += value != 0 ? 1 : 0;
        Columns = new int[filled];
        Values = new float[filled];
        filled = 0;
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < features; j++)
            {
                if (x[i * features + j] is var value and not 0)
                    (Columns[filled], Values[filled++]) = (j, value);
            }
            Starts[i + 1] = filled;
        }
    }

    public int Count { get; }

    /// <summary>Row i is the entries Starts[i] … Starts[i + 1] − 1.</summary>
    public int[] Starts { get; }

    public int[] Columns { get; }

    public float[] Values { get; }
}
