namespace Courseware;

/// <summary>Where a column's text stands. <see cref="Auto"/>: numbers right, everything else left.</summary>
public enum Align
{
    Auto,
    Left,
    Center,
    Right,
}
