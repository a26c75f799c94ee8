using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

public sealed class ElementwiseTests
{
    private static readonly int[] s_sizes = [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 100, 1027, 70_001];

    [Fact]
    public void Map_gives_the_bits_of_one_number_at_a_time()
    {
        foreach (var n in s_sizes)
        {
            var (a, b, c) = (TestFloats.Mixed(n, 1), TestFloats.Mixed(n, 2), TestFloats.Mixed(n, 3));
            var (y1, y2, y3) = (new float[n], new float[n], new float[n]);
            Elementwise.Map(new FunctionRule(4), a, y1);
            Elementwise.Map(default(Two), a, b, y2);
            Elementwise.Map(default(Three), a, b, c, y3);
            for (var i = 0; i < n; i++)
            {
                Assert.Equal(TestFloats.Bits(new FunctionRule(4).Apply(new LaneF32(a[i])).Value), TestFloats.Bits(y1[i]));
                Assert.Equal(TestFloats.Bits(default(Two).Apply(new LaneF32(a[i]), new LaneF32(b[i])).Value), TestFloats.Bits(y2[i]));
                Assert.Equal(TestFloats.Bits(default(Three).Apply(new LaneF32(a[i]), new LaneF32(b[i]), new LaneF32(c[i])).Value),
                    TestFloats.Bits(y3[i]));
            }
        }
    }

    [Fact]
    public void MapAdd_adds_to_what_was_there()
    {
        foreach (var n in s_sizes)
        {
            var (a, b, c) = (TestFloats.Ordinary(n, 1), TestFloats.Ordinary(n, 2), TestFloats.Ordinary(n, 3));
            var before = TestFloats.Ordinary(n, 4);
            var (y1, y2, y3) = (before[..], before[..], before[..]);
            Elementwise.MapAdd(new FunctionRule(9), a, y1);
            Elementwise.MapAdd(default(Two), a, b, y2);
            Elementwise.MapAdd(default(Three), a, b, c, y3);
            for (var i = 0; i < n; i++)
            {
                Assert.Equal(before[i] + Math.Max(a[i], 0), y1[i]);
                Assert.Equal(before[i] + default(Two).Apply(new LaneF32(a[i]), new LaneF32(b[i])).Value, y2[i]);
                Assert.Equal(before[i] + default(Three).Apply(new LaneF32(a[i]), new LaneF32(b[i]), new LaneF32(c[i])).Value, y3[i]);
            }
        }
    }

    [Fact]
    public void An_output_may_be_an_input()
    {
        var a = TestFloats.Ordinary(1003, 1);
        var b = TestFloats.Ordinary(1003, 2);
        var expected = new float[1003];
        Elementwise.Map(default(Two), a, b, expected);

        Elementwise.Map(default(Two), a, b, b);

        Assert.Equal(expected, b);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 1)]
    [InlineData(7, 10)]
    [InlineData(3, 33)]
    [InlineData(600, 300)]
    public void Rows_go_with_the_same_vector_and_columns_with_a_number_each(int rows, int columns)
    {
        var x = TestFloats.Ordinary(rows * columns, 1);
        var (row, row2) = (TestFloats.Ordinary(columns, 2), TestFloats.Ordinary(columns, 3));
        var (column, column2) = (TestFloats.Ordinary(rows, 4), TestFloats.Ordinary(rows, 5));
        var (byRow, byRow2, byColumn, byColumn2) = (new float[x.Length], new float[x.Length], new float[x.Length], new float[x.Length]);
        Elementwise.MapRows(default(Two), x, row, byRow);
        Elementwise.MapRows(default(Three), x, row, row2, byRow2);
        Elementwise.MapColumns(default(Two), x, column, byColumn);
        Elementwise.MapColumns(default(Three), x, column, column2, byColumn2);
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var i = r * columns + c;
                Assert.Equal(default(Two).Apply(new LaneF32(x[i]), new LaneF32(row[c])).Value, byRow[i]);
                Assert.Equal(default(Three).Apply(new LaneF32(x[i]), new LaneF32(row[c]), new LaneF32(row2[c])).Value, byRow2[i]);
                Assert.Equal(default(Two).Apply(new LaneF32(x[i]), new LaneF32(column[r])).Value, byColumn[i]);
                Assert.Equal(default(Three).Apply(new LaneF32(x[i]), new LaneF32(column[r]), new LaneF32(column2[r])).Value, byColumn2[i]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Update_changes_weights_and_the_slots_that_exist(int slots)
    {
        const int N = 1029;
        var g = TestFloats.Ordinary(N, 1);
        var w = TestFloats.Ordinary(N, 2);
        var state = Enumerable.Range(0, 3).Select(k => k < slots ? TestFloats.Ordinary(N, 3 + (ulong)k) : []).ToArray();
        var (wBefore, stateBefore) = (w[..], state.Select(s => s[..]).ToArray());

        Elementwise.Update(default(Update), w, g, state[0], state[1], state[2]);

        for (var i = 0; i < N; i++)
        {
            LaneF32 Slot(int k) => k < slots ? new LaneF32(stateBefore[k][i]) : 0.0;
            var (weight, s, t, u) = (new LaneF32(wBefore[i]), Slot(0), Slot(1), Slot(2));
            default(Update).Apply(ref weight, new LaneF32(g[i]), ref s, ref t, ref u);
            Assert.Equal(weight.Value, w[i]);
            Assert.Equal([s.Value, t.Value, u.Value], Enumerable.Range(0, 3)
                .Select(k => k < slots ? state[k][i] : new[] { s, t, u }[k].Value));
        }
    }

    [Fact]
    public void Doubles_follow_the_same_rules()
    {
        double[] a = [-2, -0.5, 0, 0.5, 2, 3], b = [1, 2, 3, 4, 5, 6], w = [1, 1, 1, 1, 1, 1], s = [0, 0, 0, 0, 0, 0];
        var y = new double[6];
        Elementwise.Map(new FunctionRule(9), a, y);
        Assert.Equal([0, 0, 0, 0.5, 2, 3], y);
        Elementwise.MapRows(default(Minus), a, b.AsSpan(0, 3), y);
        Assert.Equal([-3, -2.5, -3, -0.5, 0, 0], y);
        Elementwise.MapColumns(default(Minus), a, b.AsSpan(0, 2), y);
        Assert.Equal([-3, -1.5, -1, -1.5, 0, 1], y);
        Elementwise.Update(default(Update), w, b, s);
        Assert.Equal(b.Select(g => 0.1 * g), s);
    }

    [Fact]
    public void Unequal_lengths_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Elementwise.Map(default(Two), new float[3], new float[2], new float[3]));
        Assert.Contains("the output has 3, an input has 2", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Elementwise.MapRows(default(Two), new float[6], new float[4], new float[6]));
        Assert.Contains("the matrix has 6 elements, the vector 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Elementwise.Update(default(Update), new float[3], new float[3], new float[2]));
    }

    private readonly struct Minus : IBinaryRule
    {
        public V Apply<V>(V a, V b) where V : struct, ILane<V> => a - b;
    }

    private readonly struct Two : IBinaryRule
    {
        public V Apply<V>(V a, V b) where V : struct, ILane<V> => 0.3 * a + V.Tanh(b);
    }

    private readonly struct Three : ITernaryRule
    {
        public V Apply<V>(V a, V b, V c) where V : struct, ILane<V> => V.Where(c, a, b) * c - 1 / (b + 7);
    }

    private readonly struct Update : IUpdateRule
    {
        public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u) where V : struct, ILane<V>
        {
            s = 0.9 * s + 0.1 * g;
            t = 0.99 * t + (1 - 0.99) * g * g;
            u = V.Max(u, t);
            w -= 0.01 * s / (V.Sqrt(u) + 1e-8);
        }
    }
}
