namespace Courseware;

/// <summary>What is to be predicted, in ML.NET's terms: each has its own trainers, its own columns and its own <c>Evaluate</c>.</summary>
public enum PredictionTask
{
    /// <summary>One of several classes: the label is a key, Score one probability a class, PredictedLabel a key.</summary>
    Multiclass,

    /// <summary>
    /// Yes or no: the label is a boolean, Score a number above 0 for yes, Probability that of yes, PredictedLabel a boolean.
    /// </summary>
    Binary,

    /// <summary>A number: the label and Score are numbers (or vectors of them).</summary>
    Regression,
}
