using System.Globalization;

namespace Courseware;

/// <summary>Splits row numbers into k folds, whose sizes differ by one row at most.</summary>
internal static class KFold
{
    /// <summary>Rows assigned at random.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="folds">k, 2 … rows.</param>
    /// <param name="seed">The same seed gives the same folds on every machine.</param>
    public static IReadOnlyList<Fold> Split(int rows, int folds, long seed)
    {
        Check(rows, folds);
        int[] foldOf = new int[rows];
        int[] order = new RandomStream(seed, "folds").Permutation(rows);
        for (int i = 0; i < rows; i++)
            foldOf[order[i]] = i % folds;
        return Folds(foldOf, folds);
    }

    /// <summary>Each fold with the classes' shares of the whole: needed where a class is rare.</summary>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="folds">k, 2 … rows.</param>
    /// <param name="seed">The same seed gives the same folds on every machine.</param>
    public static IReadOnlyList<Fold> Stratified(ReadOnlySpan<int> labels, int folds, long seed)
    {
        Check(labels.Length, folds);
        int[] foldOf = new int[labels.Length];
        int[] order = new RandomStream(seed, "stratified folds").Permutation(labels.Length);
        int[] keys = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            keys[i] = labels[order[i]];
        // Class by class, each in its random order, dealt round; going on where the last class stopped keeps the sizes even.
        int[] byClass = [.. Enumerable.Range(0, order.Length).OrderBy(i => keys[i])];
        for (int i = 0; i < byClass.Length; i++)
            foldOf[order[byClass[i]]] = i % folds;
        return Folds(foldOf, folds);
    }

    private static Fold[] Folds(int[] foldOf, int folds) =>
        [.. Enumerable.Range(0, folds).Select(f => new Fold(f, Rows(foldOf, x => x != f), Rows(foldOf, x => x == f)))];

    private static int[] Rows(int[] foldOf, Func<int, bool> take) => [.. Enumerable.Range(0, foldOf.Length).Where(i => take(foldOf[i]))];

    private static void Check(int rows, int folds)
    {
        if (folds < 2 || folds > rows)
        {
            throw new ArgumentOutOfRangeException(nameof(folds),
                string.Create(
                    CultureInfo.InvariantCulture, $"KFold: folds must be in 2…{rows}, the number of rows; got {folds}. Five or ten are usual."));
        }
    }
}
