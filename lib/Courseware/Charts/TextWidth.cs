using System.Text;

namespace Courseware;

/// <summary>
/// How wide a text is, without a font at hand: the advance widths of Helvetica (Arial and Liberation Sans have the same), with some slack
/// for wider fallbacks.
/// </summary>
internal static class TextWidth
{
    // 1/1000 em for U+0020…U+007E; Adobe's published metrics of Helvetica.
    private static readonly short[] s_widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private const double Slack = 1.05;
    private const double Bold = 1.07;

    /// <summary>Width in pixels at a font size in pixels.</summary>
    public static double Of(string text, double size, bool bold = false)
    {
        var sum = 0.0;
        foreach (var rune in text.EnumerateRunes()) sum += Advance(rune);
        return sum / 1000 * size * Slack * (bold ? Bold : 1);
    }

    /// <summary>Breaks a text into lines no wider than given, at spaces where it can, inside a word where it must.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, bool bold = false)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (Of(longer, size, bold) <= width) { line = longer; continue; }
                if (line.Length > 0) lines.Add(line);
                line = word;
                while (Of(line, size, bold) > width && line.Length > 1)
                {
                    var fits = line.Length - 1;
                    while (fits > 1 && Of(line[..fits], size, bold) > width) fits--;
                    if (char.IsHighSurrogate(line[fits - 1]) && fits > 1) fits--;
                    lines.Add(line[..fits]);
                    line = line[fits..];
                }
            }
            lines.Add(line);
        }
        return lines;
    }

    /// <summary>True if a word alone is wider than given, so that wrapping would have to cut it.</summary>
    public static bool HasLongWord(string text, double size, double width) => text.Split(' ', '\n').Any(word => Of(word, size) > width);

    private static int Advance(Rune rune) => rune.Value switch
    {
        >= 0x20 and <= 0x7E => s_widths[rune.Value - 0x20],
        0x200B or 0x200C or 0x200D or 0x200E or 0x200F => 0,
        >= 0x300 and <= 0x36F => 0,
        0x2212 or 0x00D7 or 0x00B1 => 584,
        >= 0x2070 and <= 0x209F or 0x00B2 or 0x00B3 or 0x00B9 => 340,
        >= 0x2013 and <= 0x2014 => 800,
        >= 0x600 and <= 0x6FF => 560,
        >= 0x2190 and <= 0x25FF => 900,
        >= 0x1100 => 1000,
        _ => 600,
    };
}
