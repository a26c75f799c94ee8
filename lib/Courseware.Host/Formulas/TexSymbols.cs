using System.Collections.Frozen;

namespace Courseware.Host.Formulas;

/// <summary>The symbol of each command of the course's TeX subset.</summary>
internal static class TexSymbols
{
    private const string Fixed = " stretchy=\"false\"";

    // Filled while the symbols are built, so it must come before them.
    private static readonly Dictionary<string, MathAtom> s_byCharacter = [];

    /// <summary>Commands that are one symbol, without the backslash.</summary>
    public static readonly FrozenDictionary<string, MathAtom> Symbols = BuildSymbols();

    /// <summary>Upright function names; true where a script goes underneath.</summary>
    public static readonly FrozenDictionary<string, bool> Functions = new Dictionary<string, bool>
    {
        ["log"] = false,
        ["ln"] = false,
        ["lg"] = false,
        ["exp"] = false,
        ["sin"] = false,
        ["cos"] = false,
        ["tan"] = false,
        ["cot"] = false,
        ["sec"] = false,
        ["csc"] = false,
        ["sinh"] = false,
        ["cosh"] = false,
        ["tanh"] = false,
        ["coth"] = false,
        ["arcsin"] = false,
        ["arccos"] = false,
        ["arctan"] = false,
        ["arg"] = false,
        ["dim"] = false,
        ["ker"] = false,
        ["deg"] = false,
        ["hom"] = false,
        ["det"] = true,
        ["min"] = true,
        ["max"] = true,
        ["lim"] = true,
        ["inf"] = true,
        ["sup"] = true,
        ["gcd"] = true,
        ["Pr"] = true,
        ["limsup"] = true,
        ["liminf"] = true,
        ["argmax"] = true,
        ["argmin"] = true,
    }.ToFrozenDictionary();

    /// <summary>Commands that are a space: width in em.</summary>
    public static readonly FrozenDictionary<string, double> Spaces = new Dictionary<string, double>
    {
        [","] = 0.1667,
        [":"] = 0.2222,
        [">"] = 0.2222,
        [";"] = 0.2778,
        ["!"] = -0.1667,
        [" "] = 0.3333,
        ["quad"] = 1,
        ["qquad"] = 2,
        ["thinspace"] = 0.1667,
        ["enspace"] = 0.5,
    }.ToFrozenDictionary();

    /// <summary>Accents: the mark over the base, and whether it grows with it.</summary>
    public static readonly FrozenDictionary<string, (string Mark, bool Stretchy)> Accents = new Dictionary<string, (string, bool)>
    {
        ["hat"] = ("ˆ", false),
        ["widehat"] = ("^", true),
        ["bar"] = ("¯", false),
        ["tilde"] = ("˜", false),
        ["widetilde"] = ("~", true),
        ["vec"] = ("→", false),
        ["overrightarrow"] = ("→", true),
        ["dot"] = ("˙", false),
        ["ddot"] = ("¨", false),
        ["check"] = ("ˇ", false),
        ["breve"] = ("˘", false),
        ["acute"] = ("´", false),
        ["grave"] = ("`", false),
        ["mathring"] = ("˚", false),
    }.ToFrozenDictionary();

    /// <summary>Delimiters that may follow \left, \right, \middle and \big; the empty string is the invisible one.</summary>
    public static readonly FrozenDictionary<string, string> Delimiters = new Dictionary<string, string>
    {
        ["("] = "(",
        [")"] = ")",
        ["["] = "[",
        ["]"] = "]",
        ["|"] = "|",
        ["/"] = "/",
        ["."] = "",
        ["<"] = "⟨",
        [">"] = "⟩",
        ["\\{"] = "{",
        ["\\}"] = "}",
        ["\\lbrace"] = "{",
        ["\\rbrace"] = "}",
        ["\\lbrack"] = "[",
        ["\\rbrack"] = "]",
        ["\\|"] = "‖",
        ["\\vert"] = "|",
        ["\\Vert"] = "‖",
        ["\\lvert"] = "|",
        ["\\rvert"] = "|",
        ["\\lVert"] = "‖",
        ["\\rVert"] = "‖",
        ["\\langle"] = "⟨",
        ["\\rangle"] = "⟩",
        ["\\lfloor"] = "⌊",
        ["\\rfloor"] = "⌋",
        ["\\lceil"] = "⌈",
        ["\\rceil"] = "⌉",
        ["\\backslash"] = "\\",
        ["\\uparrow"] = "↑",
        ["\\downarrow"] = "↓",
    }.ToFrozenDictionary();

    /// <summary>Environments: left and right delimiter around the table.</summary>
    public static readonly FrozenDictionary<string, (string Left, string Right)> Environments = new Dictionary<string, (string, string)>
    {
        ["matrix"] = ("", ""),
        ["smallmatrix"] = ("", ""),
        ["pmatrix"] = ("(", ")"),
        ["bmatrix"] = ("[", "]"),
        ["Bmatrix"] = ("{", "}"),
        ["vmatrix"] = ("|", "|"),
        ["Vmatrix"] = ("‖", "‖"),
        ["cases"] = ("{", ""),
        ["array"] = ("", ""),
        ["aligned"] = ("", ""),
        ["align"] = ("", ""),
        ["align*"] = ("", ""),
        ["split"] = ("", ""),
        ["gathered"] = ("", ""),
        ["gather"] = ("", ""),
        ["gather*"] = ("", ""),
        ["equation"] = ("", ""),
        ["equation*"] = ("", ""),
    }.ToFrozenDictionary();

    /// <summary>Commands that the parser itself handles, beside the tables above.</summary>
    public static readonly string[] Structures =
    [
        "frac", "tfrac", "dfrac", "cfrac", "binom", "sqrt", "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl",
            "Bigl", "biggl",
        "Biggl", "bigr", "Bigr", "biggr", "Biggr", "bigm", "Bigm", "biggm", "Biggm", "begin", "end", "text", "textrm", "textnormal",
            "textbf", "textit", "texttt", "mbox",
        "operatorname", "operatorname*", "mathbf", "mathrm", "mathbb", "mathcal", "mathscr", "mathfrak", "mathsf", "mathtt", "mathit",
            "boldsymbol",
        "bm", "underbrace", "overbrace", "underline", "overline", "underset", "overset", "stackrel", "xrightarrow", "xleftarrow", "color",
            "textcolor",
        "boxed", "phantom", "not", "limits", "nolimits", "displaystyle", "textstyle", "scriptstyle", "mathop", "mathrel", "mathbin",
            "mathord",
        "substack", "tag", "hline", "bmod", "pmod",
    ];

    /// <summary>The symbol of one character that an author types as it is; null where it has no meaning of its own.</summary>
    public static MathAtom? Character(char c) => c switch
    {
        '+' => MathAtom.Operator("+", AtomClass.Binary),
        '-' or '−' => MathAtom.Operator("−", AtomClass.Binary),
        '*' => MathAtom.Operator("∗", AtomClass.Binary),
        '=' => MathAtom.Operator("=", AtomClass.Relation),
        '<' => MathAtom.Operator("&lt;", AtomClass.Relation),
        '>' => MathAtom.Operator("&gt;", AtomClass.Relation),
        ':' => MathAtom.Operator(":", AtomClass.Relation),
        ',' => MathAtom.Operator(",", AtomClass.Punctuation, " separator=\"true\""),
        ';' => MathAtom.Operator(";", AtomClass.Punctuation, " separator=\"true\""),
        '(' or '[' => MathAtom.Operator(c.ToString(), AtomClass.Opening, Fixed),
        ')' or ']' => MathAtom.Operator(c.ToString(), AtomClass.Closing, Fixed),
        '|' => MathAtom.Operator("|", AtomClass.Ordinary, Fixed, "0"),
        '/' => MathAtom.Operator("/", AtomClass.Ordinary, space: "0"),
        '!' => MathAtom.Operator("!", AtomClass.Closing, space: "0"),
        '?' => MathAtom.Operator("?", AtomClass.Closing, space: "0"),
        '.' => MathAtom.Operator(".", AtomClass.Ordinary, space: "0"),
        '%' => MathAtom.Operator("%", AtomClass.Ordinary, space: "0"),
        '"' or '@' or '`' => MathAtom.Of("<mtext>" + (c == '"' ? "&quot;" : c.ToString()) + "</mtext>"),
        _ => null,
    };

    /// <summary>The atom of a Unicode character that stands for a command's symbol (∑, ≤, ·): the author may type either.</summary>
    public static MathAtom? Unicode(string character) => s_byCharacter.GetValueOrDefault(character);

    private static FrozenDictionary<string, MathAtom> BuildSymbols()
    {
        var symbols = new Dictionary<string, MathAtom>();
        void Letters(string pairs, string variant = "") => Each(pairs, (name, c) => MathAtom.Of($"<mi{variant}>{c}</mi>"), symbols);
        void Operators(AtomClass atomClass, string pairs, string attributes = "", string? space = null, string? form = null)
            => Each(pairs, (_, c) => MathAtom.Operator(c, atomClass, attributes, space, form), symbols);

        Letters("alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ "
            + "omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ell ℓ imath ı jmath ȷ");
        Letters("Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ emptyset ∅ varnothing ∅ Re ℜ Im ℑ "
            + "hbar ℏ aleph ℵ partial ∂ top ⊤ bot ⊥ angle ∠ degree ° checkmark ✓ clubsuit ♣ square □ Box □", " mathvariant=\"normal\"");
        Operators(AtomClass.Ordinary, "nabla ∇ forall ∀ exists ∃ neg ¬ lnot ¬ prime ′ % % $ $ # # _ _ & &amp; backslash \\", space: "0");
        Operators(AtomClass.Ordinary, "| ‖ vert | Vert ‖", Fixed, "0");
        Operators(AtomClass.Ordinary, "ldots … dots … vdots ⋮ ddots ⋱ dotsc …", space: "0");
        Operators(AtomClass.Inner, "cdots ⋯ dotsb ⋯", space: "0");
        Operators(AtomClass.Binary,
            "cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ oslash ⊘ cup ∪ cap ∩ "
            + "wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖ dagger † ddagger ‡ diamond ⋄ triangle △ ltimes ⋉ centerdot ⋅");
        Operators(AtomClass.Relation,
            "leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ "
            + "subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ perp ⟂ parallel ∥ models ⊨ vdash ⊢ doteq ≐ triangleq ≜ coloneqq ≔ prec ≺ succ ≻ preceq ⪯ succeq ⪰ "
            + "lesssim ≲ gtrsim ≳ leqslant ⩽ geqslant ⩾ asymp ≍ colon :");
        Operators(AtomClass.Relation,
            "to → rightarrow → gets ← leftarrow ← leftrightarrow ↔ Rightarrow ⇒ implies ⟹ Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ "
            + "mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ uparrow ↑ downarrow ↓ nearrow ↗ searrow ↘ hookrightarrow ↪ rightharpoonup ⇀ leadsto ⇝", Fixed);
        Operators(AtomClass.Relation, "mid ∣ nmid ∤", Fixed, "0.2778em");
        Operators(AtomClass.Opening, "lvert | lVert ‖ langle ⟨ lfloor ⌊ lceil ⌈ { { lbrace { lbrack [", Fixed, form: "prefix");
        Operators(AtomClass.Closing, "rvert | rVert ‖ rangle ⟩ rfloor ⌋ rceil ⌉ } } rbrace } rbrack ]", Fixed, form: "postfix");
        Each("sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀",
            (_, c) => MathAtom.Operator(c, AtomClass.LargeOperator, " movablelimits=\"true\"") with { HasLimits = true }, symbols);
        Each("int ∫ iint ∬ iiint ∭ oint ∮", (_, c) => MathAtom.Operator(c, AtomClass.LargeOperator), symbols);
        return symbols.ToFrozenDictionary();
    }

    private static void Each(string pairs, Func<string, string, MathAtom> make, Dictionary<string, MathAtom> into)
    {
        var words = pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i += 2)
        {
            into[words[i]] = make(words[i], words[i + 1]);
            s_byCharacter.TryAdd(words[i + 1], into[words[i]]);
        }
    }
}
