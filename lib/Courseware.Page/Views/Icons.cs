namespace Courseware.Page.Views;

/// <summary>The page's few drawings, in the text's colour.</summary>
internal static class Icons
{
    public static readonly string Run = Svg("<path d=\"M4.5 2.8v10.4L13 8z\" fill=\"currentColor\"/>");
    public static readonly string RunAll = Svg("<path d=\"M2.5 3v10L8 8zM8.5 3v10L14 8z\" fill=\"currentColor\"/>");
    public static readonly string RunAbove = Svg("<path d=\"M8 2v7M5 5l3-3 3 3\"/><path d=\"M4 13.5h8\"/>");
    public static readonly string Stop = Svg("<rect x=\"3.5\" y=\"3.5\" width=\"9\" height=\"9\" rx=\"1\" fill=\"currentColor\"/>");
    public static readonly string Restart = Svg("<path d=\"M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3\"/>");
    public static readonly string Stale = Svg("<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M8 4.5V8l2.5 1.5\"/>");
    public static readonly string Save = Svg("<path d=\"M3 2.5h8l2.5 2.5v8.5H3zM5 2.5v4h5v-4M5 13v-4h6v4\"/>");
    public static readonly string Present = Svg("<path d=\"M1.5 2.5h13v8h-13zM8 10.5v3M5 14h6\"/>");
    public static readonly string WhatIf =
        Svg("<path d=\"M2 4.5h6M11 4.5h3M2 11.5h3M8 11.5h6\"/><circle cx=\"9.5\" cy=\"4.5\" r=\"1.5\"/><circle cx=\"6.5\" cy=\"11.5\" r=\"1.5\"/>");
    public static readonly string Theme =
        Svg("<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M8 2a6 6 0 0 1 0 12z\" fill=\"currentColor\"/>");
    public static readonly string Up = Svg("<path d=\"M8 13V3.5M4 7.5l4-4 4 4\"/>");
    public static readonly string Down = Svg("<path d=\"M8 3v9.5M4 8.5l4 4 4-4\"/>");
    public static readonly string Delete = Svg("<path d=\"M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9\"/>");
    public static readonly string Edit = Svg("<path d=\"M3 13l.7-3 7-7 2.3 2.3-7 7z\"/>");

    private static string Svg(string shapes) =>
        $"<svg class=\"icon\" viewBox=\"0 0 16 16\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\">{shapes}</svg>";
}
