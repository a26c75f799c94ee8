using Xunit;

namespace Courseware.Tests.Tensors.Kernels;

public sealed class RowCopiesTests
{
    [Theory]
    [InlineData(0, 5, 3)]
    [InlineData(1, 1, 2)]
    [InlineData(7, 13, 5)]
    [InlineData(64, 1000, 80)]
    [InlineData(513, 300, 90)]
    public void Gathered_rows_are_those_asked_for(int count, int width, int rows)
    {
        var random = new RandomStream(1, "test");
        var matrix = new float[rows * width];
        random.FillUniform(matrix);
        var indices = new int[count];
        for (var i = 0; i < count; i++)
            indices[i] = random.Next(rows - 1);
        var view = random.Permutation(rows);

        var (shifted, viewed) = (new float[count * width], new float[count * width]);
        RowCopies.Gather(matrix, width, indices, [], 1, shifted);
        RowCopies.Gather(matrix, width, indices, view, 0, viewed);

        for (var i = 0; i < count; i++)
        {
            Assert.Equal(matrix.AsSpan((indices[i] + 1) * width, width), shifted.AsSpan(i * width, width));
            Assert.Equal(matrix.AsSpan(view[indices[i]] * width, width), viewed.AsSpan(i * width, width));
        }
    }

    [Fact]
    public void A_row_outside_the_matrix_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopies.Gather(new float[6], 3, [2], [], 0, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopies.Gather(new float[6], 3, [-1], [], 0, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopies.Gather(new float[6], 3, [1], [0], 0, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowCopies.Gather(new float[6], 3, [0, 1], [], 0, new float[5]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(100_003)]
    public void A_copy_is_whole(int length)
    {
        var source = new float[length];
        new RandomStream(1, "test").FillUniform(source);
        var target = new float[length + 1];
        target[length] = 7;
        RowCopies.Copy(source, target);
        Assert.Equal(source, target[..length]);
        Assert.Equal(7, target[length]);
        Assert.Throws<ArgumentException>(() => RowCopies.Copy(new float[2], new float[1]));
    }
}
