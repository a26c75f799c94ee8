namespace Courseware;

/// <summary>Where a search for a minimum ended.</summary>
/// <param name="Parameters">The point.</param>
/// <param name="Value">The function there.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="Converged">No further step promised a decrease above the tolerance.</param>
internal sealed record MinimumFound(double[] Parameters, double Value, int Iterations, bool Converged);
