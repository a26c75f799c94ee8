namespace Courseware;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Name">Its heading, with the unit.</param>
/// <param name="Format">A .NET number format ("0.000", "N0", "P1"), used in the invariant culture.</param>
/// <param name="Best">Which of its values is marked.</param>
/// <param name="Align">Where its text is placed.</param>
public sealed record Column(string Name, string? Format = null, Best Best = Best.None, Align Align = Align.Auto)
{
    /// <summary>A heading alone is a column.</summary>
    public static implicit operator Column(string name) => new(name);
}
