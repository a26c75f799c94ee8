using System.Text;

namespace Courseware;

/// <summary>What a formula calls a constant: "β₁", "1 − β₁ᵗ".</summary>
/// <param name="Tex">In TeX.</param>
/// <param name="Plain">As text.</param>
/// <param name="IsSum">Whether it needs brackets as a factor.</param>
internal sealed record ConstantName(string Tex, string Plain, bool IsSum)
{
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊ₜ";
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺ᵗ";
    private const string OnTheLine = "0123456789+t";

    /// <summary>The name as a textbook's line has it: Greek letters, lowered and raised signs, one "/" for a fraction.</summary>
    public static ConstantName Of(string plain)
    {
        var parts = plain.Split('/');
        return parts.Length == 2
            ? new($@"\frac{{{TexOf(WithoutBrackets(parts[0]))}}}{{{TexOf(WithoutBrackets(parts[1]))}}}", plain, false)
            : new(TexOf(plain), plain, plain.Contains(" − ", StringComparison.Ordinal));
    }

    /// <summary>1 minus this.</summary>
    public ConstantName FromOne() => new($"1 - {Tex}", $"1 − {Plain}", true);

    /// <summary>The product of both.</summary>
    public ConstantName Times(ConstantName other) => new($"{Tex} {other.Tex}", Plain + other.Plain, false);

    private static string WithoutBrackets(string part) => part.StartsWith('(') ? part[1..^1] : part;

    private static string TexOf(string plain)
    {
        var tex = new StringBuilder();
        for (var i = 0; i < plain.Length; i++)
        {
            if (Lowered.Contains(plain[i]))
            {
                tex.Append("_{").Append(Run(plain, Lowered, ref i)).Append('}');
            }
            else if (Raised.Contains(plain[i]))
            {
                tex.Append("^{").Append(Run(plain, Raised, ref i)).Append('}');
            }
            else
            {
                tex.Append(plain[i] switch
                {
                    '⋯' => @" \cdots ",
                    '−' => "-",
                    var sign => char.IsLetter(sign) ? Symbol.TexOf(sign.ToString()) : sign.ToString(),
                });
            }
        }
        return tex.ToString();
    }

    private static string Run(string plain, string signs, ref int i)
    {
        var from = i;
        while (i + 1 < plain.Length && signs.Contains(plain[i + 1]))
            i++;
        return string.Concat(plain[from..(i + 1)].Select(sign => OnTheLine[signs.IndexOf(sign, StringComparison.Ordinal)]));
    }
}
