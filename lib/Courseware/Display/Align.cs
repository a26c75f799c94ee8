namespace Courseware;

/// <summary>Where a column's text is placed. <see cref="Auto"/>: numbers right, everything else left.</summary>
public enum Align
{
    Auto,
    Left,
    Center,
    Right,
}
