using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

public sealed class ReduceTests
{
    private static readonly int[] s_sizes = [0, 1, 5, 15, 16, 17, 40, 1000, 4099];

    [Fact]
    public void A_sum_has_the_bits_of_sixteen_plain_running_sums_folded_in_halves()
    {
        foreach (var n in s_sizes)
        {
            var (a, b) = (TestFloats.Ordinary(n, 1), TestFloats.Ordinary(n, 2));
            Assert.Equal(Plain(a.Select(x => (double)x)), Reduce.Sum(a));
            Assert.Equal(Plain(a.Select(x => (double)(x * x))), Reduce.Sum(default(Square), a));
            Assert.Equal(Plain(a.Zip(b, (x, y) => (double)(x * y))), Reduce.Sum(default(Times), a, b));
            Assert.Equal(Plain(a.Select(x => (double)x)), Reduce.Sum(Array.ConvertAll(a, x => (double)x)));
        }
    }

    [Fact]
    public void Every_width_sums_to_the_same_bits()
    {
        var a = TestFloats.Ordinary(3_011);
        var expected = SumAs<SixteenSumsScalar>(a);

        Assert.Equal(expected, SumAs<SixteenSums128>(a));
        Assert.Equal(expected, SumAs<SixteenSums256>(a));
        Assert.Equal(expected, SumAs<SixteenSums512>(a));
        Assert.Equal(expected, Reduce.Sum(new FunctionRule(0), a));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    [InlineData(5, 10)]
    [InlineData(33, 16)]
    [InlineData(100, 37)]
    [InlineData(500, 600)]
    public void Column_sums_take_the_rows_in_order(int rows, int columns)
    {
        var (a, b, row) = (TestFloats.Ordinary(rows * columns, 1), TestFloats.Ordinary(rows * columns, 2), TestFloats.Ordinary(columns, 3));
        var before = TestFloats.Ordinary(columns, 4);
        var (plain, added, squares, products, byRow) =
            (new float[columns], before[..], new float[columns], new float[columns], new float[columns]);
        Reduce.ColumnSums(a, plain);
        Reduce.ColumnSums(a, added, add: true);
        Reduce.ColumnSums(default(Square), a, squares);
        Reduce.ColumnSums(default(Times), a, b, products);
        Reduce.ColumnSums(default(Times), a, row, byRow);
        for (var c = 0; c < columns; c++)
        {
            double sum = 0, sumOfSquares = 0, sumOfProducts = 0, sumByRow = 0;
            for (var r = 0; r < rows; r++)
            {
                var i = r * columns + c;
                sum += a[i];
                sumOfSquares += a[i] * a[i];
                sumOfProducts += a[i] * b[i];
                sumByRow += a[i] * row[c];
            }

            Assert.Equal((float)sum, plain[c]);
            Assert.Equal(before[c] + (float)sum, added[c]);
            Assert.Equal((float)sumOfSquares, squares[c]);
            Assert.Equal((float)sumOfProducts, products[c]);
            Assert.Equal((float)sumByRow, byRow[c]);
        }
    }

    [Fact]
    public void Row_sums_are_sums_of_rows()
    {
        var a = TestFloats.Ordinary(7 * 19);
        var sums = new float[7];
        Reduce.RowSums(a, sums);
        for (var r = 0; r < 7; r++)
            Assert.Equal((float)Reduce.Sum(a.AsSpan(r * 19, 19)), sums[r]);
    }

    [Fact]
    public void Max_and_its_index_are_those_of_the_first_largest()
    {
        foreach (var n in s_sizes.Where(n => n > 0))
        {
            var a = TestFloats.Ordinary(n, 7);
            Assert.Equal(a.Max(), Reduce.Max(a));
            Assert.Equal(Array.IndexOf(a, a.Max()), Largest.IndexIn(a));
        }

        Assert.Equal(1, Largest.IndexIn([1f, 5f, 5f, 2f]));
        Assert.Equal(3, Largest.IndexIn([1f, 5f, float.NaN, 9f]));
        Assert.Equal(0, Largest.IndexIn([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.True(float.IsNaN(Reduce.Max([.. TestFloats.Ordinary(40), float.NaN, .. TestFloats.Ordinary(40)])));
        Assert.Throws<ArgumentException>(() => Reduce.Max(ReadOnlySpan<float>.Empty));
    }

    [Fact]
    public void A_matrix_of_broken_rows_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Reduce.ColumnSums(new float[7], new float[3]));
        Assert.Contains("this one has 7", error.Message, StringComparison.Ordinal);
    }

    private static double Plain(IEnumerable<double> terms)
    {
        var lanes = new double[16];
        var i = 0;
        foreach (var term in terms)
            lanes[i++ % 16] += term;
        for (var width = 8; width > 0; width /= 2)
        {
            for (var j = 0; j < width; j++)
                lanes[j] += lanes[j + width];
        }

        return lanes[0];
    }

    private static unsafe double SumAs<TSums>(float[] x) where TSums : struct, ISixteenSums
    {
        var lanes = new double[16];
        fixed (float* px = x)
        {
            var terms = new UnaryTerms<FunctionRule>(new FunctionRule(0), px);
            Reduce.LaneSums<TSums, UnaryTerms<FunctionRule>>(ref terms, (nuint)x.Length, lanes);
        }

        return Reduce.Fold(lanes);
    }

    private readonly struct Square : IUnaryRule
    {
        public V Apply<V>(V x) where V : struct, ILane<V> => x * x;
    }

    private readonly struct Times : IBinaryRule
    {
        public V Apply<V>(V a, V b) where V : struct, ILane<V> => a * b;
    }
}
