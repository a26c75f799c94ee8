namespace Courseware;

/// <summary>k-fold cross-validation: k models, each validated on the fold that it did not see.</summary>
public static class CrossValidation
{
    /// <summary>Trains one model for each fold, small ones side by side (<see cref="Trials"/>), and returns their histories.</summary>
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
        Fold[] all = [.. KFold.Split(data.Count, folds, seed)];
        // A callback that remembers something can watch only one of them at a time.
        if (!options.Callbacks.All(callback => callback.MayBeShared))
            return [.. all.Select(fold => Fit(fold, makeModel(fold.Number)))];
        Sequential[] models = [.. all.Select(fold => makeModel(fold.Number))];
        return Trials.Run(all, fold => Fit(fold, models[fold.Number]));

        History Fit(Fold fold, Sequential model) => model.Fit(data.Subset(fold.Train),
            options with { Validation = data.Subset(fold.Held), Name = $"fold {fold.Number + 1}" });
    }
}
