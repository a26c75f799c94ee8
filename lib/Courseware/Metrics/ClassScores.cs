namespace Courseware;

/// <summary>Precision, recall and F1 of one class, or an average of them.</summary>
/// <param name="Name">The class's name, or "macro", "micro", "weighted".</param>
/// <param name="Precision">Right among those called so: TP / (TP + FP).</param>
/// <param name="Recall">Found among those that are so: TP / (TP + FN).</param>
/// <param name="F1">2·precision·recall / (precision + recall).</param>
/// <param name="Support">Number of rows of this class (all rows for an average).</param>
public sealed record ClassScores(string Name, double Precision, double Recall, double F1, int Support);
