using System.Text;

namespace Courseware;

/// <summary>A name in a formula: of a tensor's element, or of the derivative of the result by one.</summary>
/// <param name="Name">As the author gave it: "w1", "ŷ", or TeX.</param>
/// <param name="Element">Which element, "1" or "2,3"; empty where there is one.</param>
/// <param name="IsSample">Whether elements are samples, written z⁽¹⁾; else they are written w₁.</param>
/// <param name="DerivativeOf">For the derivative ∂L/∂name: the name of L.</param>
internal sealed record Symbol(string Name, string Element = "", bool IsSample = false, string? DerivativeOf = null)
{
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉";
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private static readonly (string Letter, string Tex)[] s_letters =
    [
        ("α", @"\alpha"), ("β", @"\beta"), ("γ", @"\gamma"), ("δ", @"\delta"), ("ε", @"\varepsilon"), ("η", @"\eta"), ("θ", @"\theta"),
            ("λ", @"\lambda"),
        ("μ", @"\mu"), ("ρ", @"\rho"), ("σ", @"\sigma"), ("ψ", @"\psi"), ("Δ", @"\Delta"), ("ŷ", @"\hat{y}"), ("p̂", @"\hat{p}"),
            ("m̂", @"\hat{m}"), ("v̂", @"\hat{v}"),
    ];

    /// <summary>The symbol in TeX, with its element, with none (""), or with another.</summary>
    public string Tex(string? element = null)
    {
        var name = WithElement(TexOf(Name), element ?? Element);
        return DerivativeOf is null ? name : $@"\frac{{\partial {TexOf(DerivativeOf)}}}{{\partial {name}}}";
    }

    /// <summary>The symbol as plain text.</summary>
    public string Plain(string? element = null)
    {
        var at = element ?? Element;
        var name = PlainOf(Name) + (at.Length == 0 ? "" : IsSample ? $"⁽{Raised(at)}⁾"
            : at.All(char.IsAsciiDigit) && !char.IsAsciiDigit(Name[^1]) ? PlainOf("x" + at)[1..] : $"[{at}]");
        return DerivativeOf is null ? name : $"∂{PlainOf(DerivativeOf)}/∂{name}";
    }

    /// <summary>"w1" → w_{1}, "ŷ" → \hat{y}, "rate" → \mathrm{rate}; what is TeX already stays.</summary>
    public static string TexOf(string name)
    {
        if (name.AsSpan().IndexOfAny('\\', '_', '^') >= 0)
            return name;
        var primes = name.Length - name.TrimEnd('\'').Length;
        var stem = name[..^primes].TrimEnd("0123456789".ToCharArray());
        var digits = name[stem.Length..^primes];
        var letter = Array.Find(s_letters, l => l.Letter == stem).Tex
            ?? (stem.EndsWith('\u0302') && stem.Length == 2 ? $@"\hat{{{stem[0]}}}" : stem.Length > 1 ? $@"\mathrm{{{stem}}}" : stem);
        return letter + new string('\'', primes) + (digits.Length == 0 ? "" : $"_{{{digits}}}");
    }

    /// <summary>"w1" → w₁; TeX loses its marks.</summary>
    public static string PlainOf(string name)
    {
        var text = new StringBuilder(name.Replace(@"\hat{y}", "ŷ", StringComparison.Ordinal));
        foreach (var (letter, tex) in s_letters)
            text.Replace(tex, letter);
        text.Replace("_", "").Replace("{", "").Replace("}", "").Replace("\\", "");
        var plain = text.ToString();
        var stem = plain.TrimEnd("0123456789".ToCharArray());
        return stem.Length == 0 ? plain : stem + string.Concat(plain[stem.Length..].Select(c => Subscripts[c - '0']));
    }

    private string WithElement(string tex, string element)
    {
        if (element.Length == 0)
            return tex;
        if (IsSample)
            return $"{tex}^{{({element})}}";
        return tex.Contains('_', StringComparison.Ordinal) ? $"{{{tex}}}_{{{element}}}" : $"{tex}_{{{element}}}";
    }

    private static string Raised(string element)
        => string.Concat(element.Select(c => char.IsAsciiDigit(c) ? Superscripts[c - '0'] : c == 's' ? 'ˢ' : c));
}
