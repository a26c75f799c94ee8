namespace Courseware;

/// <summary>Writes a formula of an exercise with its names, or with the numbers put in, in TeX or as plain text.</summary>
/// <param name="formula">What is written.</param>
/// <param name="tex">TeX, else plain text.</param>
/// <param name="numbers">The values of names, to write numbers; null writes names.</param>
internal sealed class FormulaText(Formula formula, bool tex, Func<string, FormulaValue?>? numbers = null)
{
    private const int MostNumbers = 6;

    private enum Strength
    {
        If,
        Either,
        Both,
        Not,
        Comparison,
        Sum,
        Product,
        Sign,
        Power,
        Atom,
    }

    /// <summary>The whole formula.</summary>
    public string Write() => Part(formula.Root).Text;

    /// <summary>A value as it is put in.</summary>
    public static string Value(FormulaValue value, bool tex) => value switch
    {
        { Text: { } text } => tex ? $@"\text{{{text}}}" : text,
        { Truth: { } truth } => tex ? $@"\text{{{(truth ? "yes" : "no")}}}" : truth ? "yes" : "no",
        { Shape.Length: 0 } => tex ? NumberText.Tex(value.Number) : NumberText.Plain(value.Number),
        { Shape.Length: 1 } => $"({Several(value.Numbers, tex)})",
        _ => $"({string.Join("; ", value.Numbers.Chunk(value.Shape[1]).Select(row => Several(row, tex)))})",
    };

    private static string Several(double[] numbers, bool tex)
    {
        var texts = numbers.Select(n => tex ? NumberText.Tex(n) : NumberText.Plain(n)).ToList();
        if (texts.Count > MostNumbers)
            texts = [.. texts[..(MostNumbers - 2)], tex ? @"\dots" : "…", texts[^1]];
        return string.Join(", ", texts);
    }

    private (string Text, Strength Strength) Part(FormulaNode node) => node.Kind switch
    {
        FormulaKind.Number => Number(node),
        FormulaKind.Text => (tex ? $@"\text{{{node.Text}}}" : node.Text, Strength.Atom),
        FormulaKind.Name => Name(node),
        FormulaKind.List => ($"({string.Join(", ", node.Operands.Select(Inner))})", Strength.Atom),
        FormulaKind.Index => Element(node),
        FormulaKind.Negate => ((tex ? "-" : "−") + Guard(node.Operands[0], Strength.Power), Strength.Sign),
        FormulaKind.Not => ((tex ? @"\text{not } " : "not ") + Guard(node.Operands[0], Strength.Not), Strength.Not),
        FormulaKind.If => If(node),
        FormulaKind.Call => Call(node),
        _ => Binary(node),
    };

    private string Inner(FormulaNode node) => Part(node).Text;

    private (string, Strength) Number(FormulaNode node)
    {
        // As the author wrote it: 0.001 stays, and 1e-8 becomes a power of ten.
        if (node.Text.Length > 0 && node.Text.AsSpan().IndexOfAny('e', 'E') < 0)
            return (node.Text, Strength.Atom);
        return PutIn(FormulaValue.Of(node.Number));
    }

    private (string, Strength) Name(FormulaNode node)
    {
        if (numbers?.Invoke(node.Text) is { } value)
            return PutIn(value);
        return (tex ? Symbol.TexOf(node.Text) : Symbol.PlainOf(node.Text), Strength.Atom);
    }

    private (string, Strength) PutIn(FormulaValue value)
    {
        var strength = !value.IsNumber ? Strength.Atom
            : value.Number < 0 ? Strength.Sign
            : Math.Abs(value.Number) is > 0 and < 1e-4 or >= 1e7 ? Strength.Product : Strength.Atom;
        return (Value(value, tex), strength);
    }

    private (string, Strength) Element(FormulaNode node)
    {
        if (numbers is not null)
            return PutIn(formula.Evaluate(node, numbers));
        var (list, index) = (Guard(node.Operands[0], Strength.Atom), Inner(node.Operands[1]));
        return (tex ? $"{{{list}}}_{{[{index}]}}" : $"{list}[{index}]", Strength.Atom);
    }

    private (string, Strength) If(FormulaNode node)
    {
        var (test, yes, no) = (node.Operands[0], node.Operands[1], node.Operands[2]);
        if (numbers is not null)
            return Part(formula.Evaluate(test, numbers).Truth == true ? yes : no);
        return tex
            ? ($@"\begin{{cases}} {Inner(yes)} & {Inner(test)} \\ {Inner(no)} & \text{{otherwise}} \end{{cases}}", Strength.Atom)
            : ($"{Guard(yes, Strength.Either)} if {Guard(test, Strength.Either)}, else {Inner(no)}", Strength.If);
    }

    private (string, Strength) Binary(FormulaNode node)
    {
        var (a, b) = (node.Operands[0], node.Operands[1]);
        switch (node.Text)
        {
            case "+":
                return ($"{Guard(a, Strength.Sum)} + {Guard(b, Strength.Sum, signed: true)}", Strength.Sum);
            case "-":
                return ($"{Guard(a, Strength.Sum)} {(tex ? "-" : "−")} {Guard(b, Strength.Product, signed: true)}", Strength.Sum);
            case "*":
                return ($"{Guard(a, Strength.Product)}{(tex ? @" \cdot " : "·")}{Guard(b, Strength.Product, signed: true)}",
                    Strength.Product);
            case "/" when tex:
                return ($@"\frac{{{Inner(a)}}}{{{Inner(b)}}}", Strength.Atom);
            case "/":
                return ($"{Guard(a, Strength.Product)} / {Guard(b, Strength.Power, signed: true)}", Strength.Product);
            case "^":
                return (tex ? $"{Guard(a, Strength.Atom, signed: true)}^{{{Inner(b)}}}" : Raised(a, b), Strength.Power);
            case "and":
                return ($"{Guard(a, Strength.Both)} {Word("and")} {Guard(b, Strength.Both)}", Strength.Both);
            case "or":
                return ($"{Guard(a, Strength.Either)} {Word("or")} {Guard(b, Strength.Either)}", Strength.Either);
            default:
                var sign = (node.Text, tex) switch
                {
                    ("<=", true) => @"\le",
                    ("<=", _) => "≤",
                    (">=", true) => @"\ge",
                    (">=", _) => "≥",
                    ("!=", true) => @"\ne",
                    ("!=", _) => "≠",
                    ("==", _) => "=",
                    _ => node.Text,
                };
                return ($"{Guard(a, Strength.Sum)} {sign} {Guard(b, Strength.Sum)}", Strength.Comparison);
        }
    }

    private string Raised(FormulaNode root, FormulaNode power)
    {
        var text = Inner(power);
        var small = text.Length == 1 && char.IsAsciiDigit(text[0]) ? "⁰¹²³⁴⁵⁶⁷⁸⁹"[text[0] - '0'].ToString()
            : $"^{Guard(power, Strength.Atom, signed: true)}";
        return Guard(root, Strength.Atom, signed: true) + small;
    }

    private (string, Strength) Call(FormulaNode node)
    {
        var inner = string.Join(", ", node.Operands.Select(Inner));
        return (node.Text, tex) switch
        {
            ("sqrt", true) => ($@"\sqrt{{{inner}}}", Strength.Atom),
            ("sqrt", false) => ($"√{(Part(node.Operands[0]).Strength == Strength.Atom ? inner : $"({inner})")}", Strength.Atom),
            ("abs", true) => ($@"\left|{inner}\right|", Strength.Atom),
            ("abs", false) => ($"|{inner}|", Strength.Atom),
            ("exp", true) => ($"e^{{{inner}}}", Strength.Power),
            ("sigmoid", true) => ($@"\sigma{Brackets(inner)}", Strength.Atom),
            ("sigmoid", false) => ($"σ({inner})", Strength.Atom),
            ("max" or "min" or "ln" or "log" or "tanh" or "sin" or "cos", true) => ($@"\{node.Text}{Brackets(inner)}", Strength.Atom),
            (_, true) => ($@"\operatorname{{{node.Text}}}{Brackets(inner)}", Strength.Atom),
            _ => ($"{node.Text}({inner})", Strength.Atom),
        };
    }

    private string Word(string word) => tex ? $@"\text{{ {word} }}" : word;

    private string Brackets(string inner)
        => tex && inner.Contains(@"\frac", StringComparison.Ordinal) ? $@"\left({inner}\right)" : $"({inner})";

    /// <summary>
    /// A part, in brackets if it binds less tightly than its place needs; so are a negative number that is put in, and a sign next to
    /// another.
    /// </summary>
    private string Guard(FormulaNode node, Strength least, bool signed = false)
    {
        var (text, strength) = Part(node);
        return strength < least || strength == Strength.Sign && (signed || node.Kind != FormulaKind.Negate) ? Brackets(text) : text;
    }
}
