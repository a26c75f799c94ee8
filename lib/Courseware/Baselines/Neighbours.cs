namespace Courseware;

/// <summary>The nearest training rows of some queries, nearest first; row by row, (queries, Count).</summary>
/// <param name="Count">Neighbours a query.</param>
/// <param name="Indices">Numbers of the training rows.</param>
/// <param name="Distances">Euclidean distances.</param>
public sealed record Neighbours(int Count, int[] Indices, double[] Distances);
