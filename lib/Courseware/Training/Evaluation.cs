namespace Courseware;

/// <summary>A model measured on a data set, in evaluation mode.</summary>
/// <param name="Loss">The mean loss over the samples, without penalty.</param>
/// <param name="Accuracy">The share of samples whose class is predicted correctly; NaN for data without classes.</param>
public sealed record Evaluation(double Loss, double Accuracy);
