using Xunit;

namespace Courseware.Tests.Training;

public sealed class KFoldTests
{
    [Fact]
    public void Every_row_is_held_out_once_and_trained_on_otherwise()
    {
        var folds = KFold.Split(23, 5, seed: 1);
        Assert.Equal(Enumerable.Range(0, 23), folds.SelectMany(f => f.Held).Order());
        Assert.All(folds, f => Assert.Equal(Enumerable.Range(0, 23), f.Train.Concat(f.Held).Order()));
        Assert.All(folds, f => Assert.InRange(f.Held.Length, 4, 5));
    }

    [Fact]
    public void Stratified_folds_share_out_a_rare_class()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 0 ? 1 : 0)];
        var folds = KFold.Stratified(labels, 5, seed: 3);
        Assert.All(folds, f => Assert.Equal(2, f.Held.Count(i => labels[i] == 1)));
        Assert.All(folds, f => Assert.Equal(20, f.Held.Length));
        Assert.Equal(Enumerable.Range(0, 100), folds.SelectMany(f => f.Held).Order());
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(KFold.Split(50, 5, 1)[0].Held, KFold.Split(50, 5, 1)[0].Held);
        Assert.NotEqual(KFold.Split(50, 5, 1)[0].Held, KFold.Split(50, 5, 2)[0].Held);
    }

    [Fact]
    public void Fewer_rows_than_folds_is_an_error() =>
        Assert.Contains("2…3, the number of rows; got 5", Assert.Throws<ArgumentOutOfRangeException>(() => KFold.Split(3, 5, 1)).Message,
            StringComparison.Ordinal);
}
