namespace Courseware;

/// <content>The same sums of doubles, in the same order of additions.</content>
internal static partial class Reduce
{
    /// <summary>Σ xᵢ.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        Span<double> lanes = stackalloc double[Lanes];
        for (var i = 0; i < x.Length; i++)
            lanes[i % Lanes] += x[i];
        return Fold(lanes);
    }

    /// <summary>Σ f(xᵢ).</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<double> x) where TRule : struct, IUnaryRule
    {
        Span<double> lanes = stackalloc double[Lanes];
        for (var i = 0; i < x.Length; i++)
            lanes[i % Lanes] += rule.Apply(new LaneF64(x[i])).Value;
        return Fold(lanes);
    }

    /// <summary>Σ f(aᵢ, bᵢ).</summary>
    public static double Sum<TRule>(in TRule rule, ReadOnlySpan<double> a, ReadOnlySpan<double> b) where TRule : struct, IBinaryRule
    {
        Same(a.Length, b.Length);
        Span<double> lanes = stackalloc double[Lanes];
        for (var i = 0; i < a.Length; i++)
            lanes[i % Lanes] += rule.Apply(new LaneF64(a[i]), new LaneF64(b[i])).Value;
        return Fold(lanes);
    }

    /// <summary>The sum of each column of a matrix (rows, columns), rows in order; added to <paramref name="sums"/> if asked to.</summary>
    public static void ColumnSums(ReadOnlySpan<double> matrix, Span<double> sums, bool add = false)
    {
        var rows = Rows(matrix.Length, sums.Length);
        for (var column = 0; column < sums.Length; column++)
        {
            var sum = 0.0;
            for (var row = 0; row < rows; row++)
                sum += matrix[row * sums.Length + column];
            sums[column] = add ? sums[column] + sum : sum;
        }
    }

    /// <summary>The sum of each row of a matrix (rows, columns) with as many rows as <paramref name="sums"/>.</summary>
    public static void RowSums(ReadOnlySpan<double> matrix, Span<double> sums)
    {
        var columns = Rows(matrix.Length, sums.Length);
        for (var row = 0; row < sums.Length; row++)
            sums[row] = Sum(matrix.Slice(row * columns, columns));
    }

    /// <summary>The largest number; NaN if there is one.</summary>
    public static double Max(ReadOnlySpan<double> x)
    {
        NotEmpty(x.Length);
        var largest = x[0];
        foreach (var value in x)
            largest = Math.Max(largest, value);
        return largest;
    }
}
