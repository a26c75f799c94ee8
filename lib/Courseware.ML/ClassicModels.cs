using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace Courseware;

/// <summary>Models without a network, for what a homework's network must beat. Every setting that decides a result is named.</summary>
public static class ClassicModels
{
    /// <summary>
    /// Maximum entropy (Berger, Della Pietra and Della Pietra 1996): class probabilities softmax(x·W + b), found by L-BFGS. For many
    /// classes and long, sparse rows such as the words of a newswire it is hard to beat.
    /// </summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="l2">The weight of the squared weights, against the loss summed over the rows.</param>
    /// <param name="l1">The weight of the absolute weights.</param>
    /// <param name="iterations">Steps at most.</param>
    /// <param name="tolerance">Ends when the loss improves by less.</param>
    public static IEstimator<ITransformer> MaximumEntropy(MLContext context, float l2 = 1, float l1 = 0, int iterations = 200,
        float tolerance = 1e-6f)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = ColumnNames.Label,
            FeatureColumnName = ColumnNames.Features,
            L1Regularization = l1,
            L2Regularization = l2,
            MaximumNumberOfIterations = iterations,
            OptimizationTolerance = tolerance,
        });
    }

    /// <summary>
    /// Gradient-boosted regression trees (Friedman 2001) in ML.NET's implementation, FastTree: each tree is fitted to the gradient that the
    /// trees before it leave. For tables of measured columns it is what a network must beat. Two classes: one ensemble; more: one ensemble
    /// a class against the rest.
    /// </summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="task">What to predict.</param>
    /// <param name="trees">Trees in an ensemble.</param>
    /// <param name="leaves">Leaves of a tree at most.</param>
    /// <param name="rowsInLeaf">Rows in a leaf at least.</param>
    /// <param name="learningRate">By how much each tree corrects the ones before it.</param>
    /// <remarks>
    /// Fit refuses fewer rows than two leaves need: FastTree would grow no tree of them, and predict 0 or one probability for all without a
    /// word.
    /// </remarks>
    public static IEstimator<ITransformer> BoostedTrees(MLContext context, PredictionTask task, int trees = 100, int leaves = 20,
        int rowsInLeaf = 10, double learningRate = 0.2)
    {
        ArgumentNullException.ThrowIfNull(context);
        IEstimator<ITransformer> trainer = task switch
        {
            PredictionTask.Binary => Binary(),
            PredictionTask.Multiclass => context.MulticlassClassification.Trainers.OneVersusAll(Binary(), ColumnNames.Label),
            _ => context.Regression.Trainers.FastTree(Set(new FastTreeRegressionTrainer.Options())),
        };
        return new LeastRows(trainer, 2 * rowsInLeaf, "Boosted trees");

        FastTreeBinaryTrainer Binary() => context.BinaryClassification.Trainers.FastTree(Set(new FastTreeBinaryTrainer.Options()));

        // One thread: the order of additions, and so the trees, do not depend on the machine.
        T Set<T>(T options) where T : BoostedTreeOptions
        {
            (options.LabelColumnName, options.FeatureColumnName) = (ColumnNames.Label, ColumnNames.Features);
            (options.NumberOfTrees, options.NumberOfLeaves, options.MinimumExampleCountPerLeaf, options.LearningRate) =
                (trees, leaves, rowsInLeaf, learningRate);
            (options.NumberOfThreads, options.Seed, options.FeatureSelectionSeed) = (1, 1, 1);
            return options;
        }
    }
}
