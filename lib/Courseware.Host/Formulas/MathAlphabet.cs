using System.Text;

namespace Courseware.Host.Formulas;

/// <summary>
/// Letters in another alphabet. MathML Core has no variants but "normal": bold, script and blackboard letters are characters of their own.
/// </summary>
internal enum MathAlphabet
{
    Italic,
    Roman,
    Bold,
    BoldItalic,
    Script,
    Blackboard,
    Fraktur,
    SansSerif,
    Monospace,
}

internal static class MathAlphabetExtensions
{
    // Letters that Unicode had before it had the alphabets; their places in the alphabets are empty.
    private static readonly Dictionary<(MathAlphabet, char), string> s_earlier = new()
    {
        [(MathAlphabet.Script, 'B')] = "ℬ",
        [(MathAlphabet.Script, 'E')] = "ℰ",
        [(MathAlphabet.Script, 'F')] = "ℱ",
        [(MathAlphabet.Script, 'H')] = "ℋ",
        [(MathAlphabet.Script, 'I')] = "ℐ",
        [(MathAlphabet.Script, 'L')] = "ℒ",
        [(MathAlphabet.Script, 'M')] = "ℳ",
        [(MathAlphabet.Script, 'R')] = "ℛ",
        [(MathAlphabet.Script, 'e')] = "ℯ",
        [(MathAlphabet.Script, 'g')] = "ℊ",
        [(MathAlphabet.Script, 'o')] = "ℴ",
        [(MathAlphabet.Blackboard, 'C')] = "ℂ",
        [(MathAlphabet.Blackboard, 'H')] = "ℍ",
        [(MathAlphabet.Blackboard, 'N')] = "ℕ",
        [(MathAlphabet.Blackboard, 'P')] = "ℙ",
        [(MathAlphabet.Blackboard, 'Q')] = "ℚ",
        [(MathAlphabet.Blackboard, 'R')] = "ℝ",
        [(MathAlphabet.Blackboard, 'Z')] = "ℤ",
        [(MathAlphabet.Fraktur, 'C')] = "ℭ",
        [(MathAlphabet.Fraktur, 'H')] = "ℌ",
        [(MathAlphabet.Fraktur, 'I')] = "ℑ",
        [(MathAlphabet.Fraktur, 'R')] = "ℜ",
        [(MathAlphabet.Fraktur, 'Z')] = "ℨ",
    };

    private const string GreekLower = "αβγδεζηθικλμνξοπρςστυφχψω";
    private const string GreekUpper = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\0ΣΤΥΦΧΨΩ";

    /// <summary>The character of this alphabet for a plain letter or digit; the letter itself where the alphabet has none.</summary>
    public static string Map(this MathAlphabet alphabet, char letter)
    {
        if (s_earlier.TryGetValue((alphabet, letter), out var earlier)) return earlier;
        var (upper, lower, digit, greekUpper, greekLower) = alphabet switch
        {
            MathAlphabet.Bold => (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
            MathAlphabet.BoldItalic => (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736),
            MathAlphabet.Script => (0x1D49C, 0x1D4B6, 0, 0, 0),
            MathAlphabet.Blackboard => (0x1D538, 0x1D552, 0x1D7D8, 0, 0),
            MathAlphabet.Fraktur => (0x1D504, 0x1D51E, 0, 0, 0),
            MathAlphabet.SansSerif => (0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0),
            MathAlphabet.Monospace => (0x1D670, 0x1D68A, 0x1D7F6, 0, 0),
            _ => (0, 0, 0, 0, 0),
        };
        var place = letter switch
        {
            >= 'A' and <= 'Z' when upper != 0 => upper + letter - 'A',
            >= 'a' and <= 'z' when lower != 0 => lower + letter - 'a',
            >= '0' and <= '9' when digit != 0 => digit + letter - '0',
            'ϵ' when greekLower != 0 => greekLower + 26,
            'ϕ' when greekLower != 0 => greekLower + 28,
            '∇' when greekUpper != 0 => greekUpper + 25,
            '∂' when greekLower != 0 => greekLower + 25,
            _ when greekLower != 0 && GreekLower.IndexOf(letter) is >= 0 and var i => greekLower + i,
            _ when greekUpper != 0 && GreekUpper.IndexOf(letter) is >= 0 and var i => greekUpper + i,
            _ => 0,
        };
        return place == 0 ? letter.ToString() : new Rune(place).ToString();
    }
}
