namespace Courseware;

/// <summary>A line or a cloud of points: <see cref="Y"/> against <see cref="X"/>.</summary>
/// <param name="Name">What the legend calls it; a name that the course knows has its fixed colour and marker
/// (<see cref="ModelStyle"/>).</param>
/// <param name="X">Positions; as many as <paramref name="Y"/>.</param>
/// <param name="Y">Values; NaN is a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Values at 1, 2, 3, …</summary>
    public Series(string name, IReadOnlyList<double> y) : this(name, [.. Enumerable.Range(1, y.Count).Select(i => (double)i)], y)
    {
    }

    /// <summary>Lower and upper edge of a band around the line, such as mean ± spread over seeds.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <inheritdoc cref="Low"/>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>Another name whose style it wears, where two series are of one model.</summary>
    public string? StyleOf { get; init; }

    /// <summary>solid, dash, dot, dashdot or longdash, in place of the style's own.</summary>
    public string? Dash { get; init; }

    internal void Check()
    {
        if (X.Count != Y.Count)
            throw new ArgumentException($"The series \"{Name}\" has {X.Count} positions and {Y.Count} values; it needs one position for each value.");
        if (Low is not null && Low.Count != Y.Count || High is not null && High.Count != Y.Count || Low is null != High is null)
            throw new ArgumentException($"The band of series \"{Name}\" needs a low and a high edge for each of its {Y.Count} values.");
    }
}
