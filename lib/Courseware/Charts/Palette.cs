namespace Courseware;

/// <summary>The course's colours: apart for colour-blind readers, and dark enough for lines on white.</summary>
/// <remarks>
/// Okabe &amp; Ito's hues (2008), moved until every two of the ten are at least 20 apart (CIE76 ΔE) for full colour sight, protanopia and
/// deuteranopia (Machado et al. 2009), and each has a contrast of at least 3 : 1 on white (WCAG 2.2, graphics). A test holds them to that.
/// Text is never set in them, and colour is never alone: each series has its dash, marker or pattern as well. This file is the host's too,
/// which references no library and compiles it in: its pages have a dark colour for each of these.
/// </remarks>
internal static class Palette
{
    /// <summary>For series, in order of use.</summary>
    public static IReadOnlyList<string> Series { get; } =
    [
        "#0069C4", // blue
        "#D3801C", // orange
        "#14A960", // green
        "#92417E", // purple
        "#694508", // brown
        "#371F33", // near black
        "#289DCC", // sky
        "#80464A", // wine
        "#4F34D5", // violet
        "#A08F95", // grey
    ];

    /// <summary>Light fills under marks of the same index in <see cref="Series"/>, such as decision regions.</summary>
    public static IReadOnlyList<string> Fills { get; } =
    [
        "#BAD6EF", "#F3DDC2", "#C0E8D4", "#E2CCDC", "#D6CDBC", "#C9C3C8", "#C5E5F1", "#DDCDCE", "#CFC8F4", "#E5E1E2",
    ];

    public const string Ink = "#1F2933";
    public const string Muted = "#4B5866";
    public const string Grid = "#E1E5EA";
    public const string AxisLine = "#6E7A87";
    public const string Paper = "#FFFFFF";

    /// <summary>Right and wrong, in pictures and tables; always together with a sign or a word.</summary>
    public const string Right = "#007A5A";
    public const string Wrong = "#C24A00";

    /// <summary>White to dark blue, for counts and densities.</summary>
    internal static readonly (double At, string Colour)[] Blues =
        [(0, "#F5F9FD"), (0.25, "#C3DCF0"), (0.5, "#7FB2DB"), (0.75, "#2F7DBC"), (1, "#0B3F73")];

    /// <summary>Dark (low) to light (high), for surfaces: viridis' hues, lightness monotone.</summary>
    internal static readonly (double At, string Colour)[] Viridis =
        [(0, "#440154"), (0.25, "#3B528B"), (0.5, "#21918C"), (0.75, "#5EC962"), (1, "#FDE725")];

    /// <summary>Light, so that paths drawn over it stay in sight.</summary>
    internal static readonly (double At, string Colour)[] Surface = [(0, "#FFFFFF"), (0.35, "#E8EEF4"), (0.7, "#D3DCE6"), (1, "#B9C6D4")];

    internal static readonly (double At, string Colour)[] Greys = [(0, "#000000"), (1, "#FFFFFF")];

    internal static readonly (double At, string Colour)[] Diverging =
        [(0, "#0B4F8A"), (0.25, "#7FB2DB"), (0.5, "#F7F7F7"), (0.75, "#E9A27C"), (1, "#A33A00")];
}
