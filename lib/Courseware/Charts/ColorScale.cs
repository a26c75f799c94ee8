using System.Globalization;

namespace Courseware;

/// <summary>Colour by value: straight lines between given colours in RGB, as plotly.js does.</summary>
internal sealed class ColorScale((double At, int Rgb)[] stops)
{
    public static int Parse(string colour)
    {
        if (colour.Length == 7 && colour[0] == '#'
            && int.TryParse(colour.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb))
        {
            return rgb;
        }

        throw new NotSupportedException($"A colour on a scale is written #RRGGBB, not \"{colour}\".");
    }

    public static string Hex(int rgb) => "#" + rgb.ToString("X6", CultureInfo.InvariantCulture);

    /// <summary>The colour at a fraction, 0 to 1; values outside get the end's.</summary>
    public int At(double fraction)
    {
        if (!(fraction > stops[0].At)) return stops[0].Rgb;
        for (var i = 1; i < stops.Length; i++)
        {
            if (fraction > stops[i].At) continue;
            // Two stops at one place make a step: colours that do not mix.
            var span = stops[i].At - stops[i - 1].At;
            return span <= 0 ? stops[i].Rgb : Mix(stops[i - 1].Rgb, stops[i].Rgb, (fraction - stops[i - 1].At) / span);
        }
        return stops[^1].Rgb;
    }

    /// <summary>
    /// Relative luminance (WCAG 2.2), with the square in place of the power 2.4: enough to choose between dark and light text.
    /// </summary>
    public static double Luminance(int rgb)
    {
        static double Channel(int c) => c / 255.0 * (c / 255.0);
        return 0.2126 * Channel(rgb >> 16) + 0.7152 * Channel((rgb >> 8) & 255) + 0.0722 * Channel(rgb & 255);
    }

    private static int Mix(int a, int b, double t)
    {
        int Channel(int shift) => (int)Math.Round(((a >> shift) & 255) * (1 - t) + ((b >> shift) & 255) * t);
        return (Channel(16) << 16) | (Channel(8) << 8) | Channel(0);
    }
}
