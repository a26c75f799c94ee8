namespace Courseware;

/// <summary>A data set in two parts: one to train on, one to test on (or to validate: <see cref="Validation"/> is the same part).</summary>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed record TrainTest(Dataset Train, Dataset Test) : IDisplayable
{
    /// <summary>The second part under its other name, for data sets whose second part chooses the model.</summary>
    public Dataset Validation => Test;

    /// <summary>Where the numbers come from.</summary>
    public Provenance Provenance => Train.Provenance;

    /// <summary>Are these stand-ins?</summary>
    public bool IsStandIn => Provenance.Kind == DataKind.StandIn;

    /// <summary>Both parts standardised with the training part's means and standard deviations.</summary>
    public TrainTest Standardize() => Scale(Scaling.Standard(Train));

    /// <summary>Both parts scaled with the training part's least and greatest values to 0 … 1 (a test row may be outside).</summary>
    public TrainTest Normalize() => Scale(Scaling.Unit(Train));

    /// <summary>Both parts as (x − mean) / std.</summary>
    public TrainTest Normalize(float mean, float std) => new(Train.Normalize(mean, std), Test.Normalize(mean, std));

    /// <summary>Both parts with one scaling.</summary>
    public TrainTest Scale(Scaling scaling) => new(Train.Scale(scaling), Test.Scale(scaling));

    /// <summary>Both parts with one-hot targets.</summary>
    public TrainTest OneHot() => new(Train.OneHot(), Test.OneHot());

    /// <summary>Both parts, each row as one line of numbers.</summary>
    public TrainTest Flatten() => new(Train.Flatten(), Test.Flatten());

    /// <summary>The first rows of both parts.</summary>
    public TrainTest Take(int train, int test) => new(Train.Take(train), Test.Take(test));

    /// <summary>How it looks in a notebook: a small table, and the provenance as data.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => DatasetTable.Bundle(Train, Test);

    /// <inheritdoc/>
    public override string ToString() => $"{Train}; {Test}";
}
