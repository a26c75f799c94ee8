namespace Courseware;

/// <summary>One bar of a comparison.</summary>
/// <param name="Name">What the bar shows.</param>
/// <param name="Value">Its length.</param>
/// <param name="Error">Half the length of its error bar, such as a standard deviation over seeds.</param>
/// <param name="Reported">A document's figure, marked next to the bar.</param>
public sealed record Bar(string Name, double Value, double? Error = null, double? Reported = null)
{
    /// <summary>Another name whose colour and marker it wears, where two bars are of one model.</summary>
    public string? StyleOf { get; init; }

    /// <summary>Mean and standard deviation (n − 1) of one value per seed.</summary>
    public static Bar Of(string name, IReadOnlyList<double> seeds, double? reported = null)
    {
        if (seeds.Count == 0) throw new ArgumentException($"The bar \"{name}\" has no values; give one per seed.", nameof(seeds));
        double mean = 0;
        for (var i = 0; i < seeds.Count; i++) mean += seeds[i];
        mean /= seeds.Count;
        double squares = 0;
        for (var i = 0; i < seeds.Count; i++) squares += (seeds[i] - mean) * (seeds[i] - mean);
        return new Bar(name, mean, seeds.Count > 1 ? Math.Sqrt(squares / (seeds.Count - 1)) : null, reported);
    }
}
