namespace Courseware;

/// <summary>k-fold cross-validation: k models, each validated on the fold that it did not see.</summary>
public static class CrossValidation
{
    /// <summary>Trains one model for each fold and returns their histories.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="folds">k, at least 2.</param>
    /// <param name="makeModel">Makes the untrained model of a fold (0 … k−1).</param>
    /// <param name="options">How to train; Validation is set to the held-out fold.</param>
    /// <param name="seed">The seed of the assignment to folds, which is that of <see cref="KFold.Split"/>.</param>
    public static IReadOnlyList<History> Run(Dataset data, int folds, Func<int, Sequential> makeModel, FitOptions options, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(makeModel);
        ArgumentNullException.ThrowIfNull(options);
        return [.. KFold.Split(data.Count, folds, seed).Select(fold =>
            makeModel(fold.Number)
            .Fit(data.Subset(fold.Train), options with { Validation = data.Subset(fold.Held), Name = $"fold {fold.Number + 1}" }))];
    }
}
