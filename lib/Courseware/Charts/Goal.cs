namespace Courseware;

/// <summary>Which value of a curve is its best.</summary>
public enum Goal
{
    /// <summary>A loss or an error.</summary>
    Lowest,

    /// <summary>An accuracy.</summary>
    Highest,
}
