using Microsoft.ML;

namespace Courseware;

/// <summary>Trains an ML.NET pipeline on the course's data and measures it, with the rows and the figures of the course.</summary>
public static class Trial
{
    /// <summary>Fits on the training part and measures on the test part.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="data">Both parts.</param>
    /// <param name="pipeline">What to fit: one of <see cref="ClassicModels"/>, a <see cref="SequentialEstimator"/>, or a pipeline of the
    /// student's own.</param>
    /// <param name="task">What to predict; if not given, yes or no for two classes, a class for more, a number without.</param>
    public static MetricComparison Run(MLContext context, TrainTest data, IEstimator<ITransformer> pipeline, PredictionTask? task = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(pipeline);
        var kind = task ?? TaskOf(data.Train);
        var model = pipeline.Fit(data.Train.ToDataView(Form(kind)));
        try
        {
            return MetricComparison.Of(context, model.Transform(data.Test.ToDataView(Form(kind))), kind);
        }
        finally
        {
            (model as IDisposable)?.Dispose();
        }
    }

    /// <summary>
    /// k-fold cross-validation over the folds of <see cref="CrossValidation"/>, so that its numbers stand beside those of
    /// <c>CrossValidation.Run</c>: each fold is measured by a model that did not see it.
    /// </summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="data">All rows.</param>
    /// <param name="folds">k, at least 2.</param>
    /// <param name="pipeline">What to fit, again for each fold.</param>
    /// <param name="seed">The seed of the assignment to folds, which is that of <see cref="KFold.Split"/>.</param>
    /// <param name="task">What to predict; if not given, yes or no for two classes, a class for more, a number without.</param>
    public static FoldComparison CrossValidate(MLContext context, Dataset data, int folds, IEstimator<ITransformer> pipeline, long seed,
        PredictionTask? task = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new([.. KFold.Split(data.Count, folds, seed)
            .Select(fold => Run(context, new(data.Subset(fold.Train), data.Subset(fold.Held)), pipeline, task ?? TaskOf(data)))]);
    }

    private static PredictionTask TaskOf(Dataset data)
        => data.ClassCount switch { 0 => PredictionTask.Regression, 2 => PredictionTask.Binary, _ => PredictionTask.Multiclass };

    private static LabelForm Form(PredictionTask task) => task switch
    {
        PredictionTask.Multiclass => LabelForm.Key,
        PredictionTask.Binary => LabelForm.Boolean,
        _ => LabelForm.Number,
    };
}
