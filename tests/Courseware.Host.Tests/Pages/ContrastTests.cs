using System.Globalization;
using System.Text.RegularExpressions;
using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

/// <summary>WCAG 2.2, 1.4.3: text has at least 4.5 times the luminance of its ground, or the reverse.</summary>
public sealed class ContrastTests
{
    public static TheoryData<string, string> Pairs { get; } = new()
    {
        { "ink", "paper" }, { "soft", "paper" }, { "accent", "paper" }, { "ink", "tint" }, { "soft", "tint" }, { "accent", "tint" },
        { "held", "held-tint" }, { "not", "not-tint" }, { "open", "open-tint" }, { "none", "none-tint" }, { "ink", "open-tint" },
            { "ink", "not-tint" },
        { "held", "paper" }, { "not", "paper" }, { "soft", "open-tint" },
        { "key", "tint" }, { "type", "tint" }, { "call", "tint" }, { "text", "tint" }, { "number", "tint" }, { "comment", "tint" },
            { "directive", "tint" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_can_be_read_in_the_light_and_in_the_dark(string text, string ground)
    {
        var css = NotebookPage.Render(SampleNotebook.Of(), new());
        var light = css[css.IndexOf(":root {", StringComparison.Ordinal)..css.IndexOf("@media screen and (prefers-color-scheme: dark)",
            StringComparison.Ordinal)];
        var dark = Regex.Match(css, ":root\\[data-theme=\"dark\"\\] \\{(?<rules>[^}]*)\\}").Groups["rules"].Value;
        Assert.All((string[])[light, dark], theme =>
            Assert.True(Contrast(Colour(theme, text), Colour(theme, ground))
                >= 4.5, $"{text} on {ground}: {Contrast(Colour(theme, text), Colour(theme, ground)):0.00}"));
        Assert.Contains(dark.Trim(), css[..css.IndexOf(":root[data-theme=\"dark\"]", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    private static double[] Colour(string theme, string name)
    {
        var hex = Regex.Match(theme, "--" + name + ": #(?<hex>[0-9a-f]{6})").Groups["hex"].Value;
        return [.. Enumerable.Range(0, 3)
            .Select(i => int.Parse(hex.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)];
    }

    private static double Contrast(double[] a, double[] b)
    {
        static double Luminance(double[] c) => 0.2126 * Linear(c[0]) + 0.7152 * Linear(c[1]) + 0.0722 * Linear(c[2]);
        static double Linear(double v) => v <= 0.04045 ? v / 12.92 : System.Math.Pow((v + 0.055) / 1.055, 2.4);
        var (high, low) = (Luminance(a), Luminance(b));
        if (high < low) (high, low) = (low, high);
        return (high + 0.05) / (low + 0.05);
    }
}
