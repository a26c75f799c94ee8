using Courseware.Data;
using Courseware.Layers;

namespace Courseware.Training;

/// <summary>k-fold cross-validation: k models, each validated on the fold that it did not see.</summary>
public static class CrossValidation
{
    /// <summary>Trains one model for each fold and returns their histories.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="folds">k, at least 2.</param>
    /// <param name="makeModel">Makes the untrained model of a fold (0 … k−1).</param>
    /// <param name="options">How to train; Validation is set to the held-out fold.</param>
    /// <param name="seed">The seed of the assignment to folds.</param>
    public static IReadOnlyList<History> Run(Dataset data, int folds, Func<int, Sequential> makeModel, FitOptions options, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(makeModel);
        var order = new Tensors.RandomStream(seed, "folds").Permutation(data.Count);
        if (folds < 2 || folds > data.Count)
            throw new ArgumentOutOfRangeException(nameof(folds), $"Cross-validation needs 2 … {data.Count} folds for {data.Count} samples; got {folds}.");
        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            var held = order.Where((_, i) => i % folds == fold).ToArray();
            var rest = order.Where((_, i) => i % folds != fold).ToArray();
            return makeModel(fold).Fit(data.Subset(rest), options with { Validation = data.Subset(held), Name = $"fold {fold + 1}" });
        })];
    }
}
