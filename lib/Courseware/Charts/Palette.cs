namespace Courseware.Charts;

/// <summary>The course's colours: apart for colour-blind readers, and each with a contrast of at least 4.5 : 1 on white, so that text may wear them too.</summary>
/// <remarks>After Okabe &amp; Ito 2008 (jfly.uni-koeln.de/color), its light hues darkened until they pass WCAG 2.2 AA. Colour is never alone: each series has its dash or marker as well.</remarks>
public static class Palette
{
    /// <summary>For series, in order of use.</summary>
    public static IReadOnlyList<string> Series { get; } =
    [
        "#0065B3", // blue
        "#C24A00", // vermilion
        "#007A5A", // bluish green
        "#A8408F", // reddish purple
        "#8A6500", // ochre
        "#262B33", // near black
        "#1A7F98", // petrol
        "#8C1D3F", // wine
        "#5B4BC4", // violet
        "#6B7280", // grey
    ];

    /// <summary>Light fills under marks of the same index in <see cref="Series"/>, such as decision regions.</summary>
    public static IReadOnlyList<string> Fills { get; } =
    [
        "#C5DDF2", "#F9D5BF", "#BFE3D7", "#EBCFE4", "#EEDFB4", "#D2D5DA", "#C3E2E9", "#EBC4CF", "#D9D4F3", "#E2E4E8",
    ];

    public const string Ink = "#1F2933";
    public const string Muted = "#4B5866";
    public const string Grid = "#E1E5EA";
    public const string AxisLine = "#6E7A87";
    public const string Paper = "#FFFFFF";

    /// <summary>Right and wrong, in pictures and tables; always beside a sign or a word.</summary>
    public const string Right = "#007A5A";
    public const string Wrong = "#C24A00";

    /// <summary>White to dark blue, for counts and densities.</summary>
    internal static readonly (double At, string Colour)[] Blues = [(0, "#F5F9FD"), (0.25, "#C3DCF0"), (0.5, "#7FB2DB"), (0.75, "#2F7DBC"), (1, "#0B3F73")];

    /// <summary>Dark (low) to light (high), for surfaces: viridis' hues, lightness monotone.</summary>
    internal static readonly (double At, string Colour)[] Viridis = [(0, "#440154"), (0.25, "#3B528B"), (0.5, "#21918C"), (0.75, "#5EC962"), (1, "#FDE725")];

    /// <summary>Light, so that paths drawn over it stay in sight.</summary>
    internal static readonly (double At, string Colour)[] Surface = [(0, "#FFFFFF"), (0.35, "#E8EEF4"), (0.7, "#C9D4E0"), (1, "#A3B2C4")];

    internal static readonly (double At, string Colour)[] Greys = [(0, "#000000"), (1, "#FFFFFF")];

    internal static readonly (double At, string Colour)[] Diverging = [(0, "#0B4F8A"), (0.25, "#7FB2DB"), (0.5, "#F7F7F7"), (0.75, "#E9A27C"), (1, "#A33A00")];
}
