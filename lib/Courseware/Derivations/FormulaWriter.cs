namespace Courseware;

/// <summary>Writes an expression as a formula (names) or with the numbers put in, in TeX or as plain text.</summary>
/// <param name="tex">TeX, else plain text.</param>
/// <param name="numbers">Numbers, else names.</param>
/// <param name="element">In place of each name's own element: "" for none, "s" for a running one; null keeps it.</param>
/// <param name="named">Subexpressions that have a name of their own.</param>
internal sealed class FormulaWriter(bool tex, bool numbers, string? element = null, IReadOnlyDictionary<Expression, Symbol>? named = null)
{
    private const int MostTerms = 6;

    private enum Strength
    {
        Sum,
        Product,
        Sign,
        Atom,
    }

    /// <summary>The whole formula of an expression, even if the expression has a name.</summary>
    public string Write(Expression root) => Body(root).Text;

    private string Inner(Expression e) => Part(e).Text;

    private (string Text, Strength Strength) Part(Expression e)
    {
        if (named is null || !named.TryGetValue(e, out var symbol))
            return Body(e);
        return numbers ? Number(e.Value) : (Name(symbol), Strength.Atom);
    }

    private (string Text, Strength Strength) Body(Expression e) => e.Kind switch
    {
        ExpressionKind.Symbol => numbers ? Number(e.Value) : (Name(e.Symbol!), Strength.Atom),
        ExpressionKind.Constant => ConstantText(e),
        ExpressionKind.Add or ExpressionKind.Subtract => (Sum(e), Strength.Sum),
        ExpressionKind.Multiply => (Product(e), Strength.Product),
        ExpressionKind.Divide => Quotient(e),
        ExpressionKind.Negate => ("-" + Guard(e.Operands[0], Strength.Product), Strength.Sign),
        ExpressionKind.Where => Gate(e),
        _ => FunctionText(e),
    };

    private string Name(Symbol symbol) => tex ? symbol.Tex(element) : symbol.Plain(element);

    private (string, Strength) Number(double value)
        => (tex ? NumberText.Tex(value) : NumberText.Plain(value), value < 0 ? Strength.Sign : Math.Abs(value) is > 0 and < 1e-4 or >= 1e7
            ? Strength.Product : Strength.Atom);

    private (string, Strength) ConstantText(Expression e)
    {
        if (!numbers && e.Label is { } label)
            return (tex ? label.Tex : label.Plain, label.IsSum ? Strength.Sum : Strength.Atom);
        if (!numbers && NumberText.Share(e.Value) is { } share)
            return (tex ? share.Tex : share.Plain, Strength.Atom);
        return Number(e.Value);
    }

    private string Sum(Expression e)
    {
        var terms = new List<(Expression Term, bool Minus)>();
        Flatten(e, false);
        if (!numbers && SumOverElements(terms) is { } sum)
            return sum;
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < terms.Count; i++)
        {
            if (terms.Count > MostTerms + 1 && i == MostTerms - 2)
            {
                text.Append(tex ? @" + \cdots" : " + …");
                i = terms.Count - 2;
                continue;
            }
            text.Append(i == 0 ? terms[i].Minus ? "-" : "" : terms[i].Minus ? Minus : " + ");
            text.Append(Guard(terms[i].Term, Strength.Product));
        }
        return text.ToString();

        void Flatten(Expression part, bool minus)
        {
            var isSum = part.Kind is ExpressionKind.Add or ExpressionKind.Subtract
                && (ReferenceEquals(part, e) || named?.ContainsKey(part) != true);
            if (!isSum || minus)
            {
                terms.Add((part, minus));
                return;
            }
            Flatten(part.Operands[0], minus);
            // a − (b + c) keeps its bracket.
            if (part.Kind == ExpressionKind.Subtract)
                terms.Add((part.Operands[1], true));
            else if (part.Operands[1].Kind is ExpressionKind.Add or ExpressionKind.Subtract)
                terms.Add((part.Operands[1], false));
            else
                Flatten(part.Operands[1], false);
        }
    }

    private string Minus => tex ? " - " : " − ";

    /// <summary>Terms that are the same formula for different elements are one sum over them: Σₛ z⁽ˢ⁾.</summary>
    private string? SumOverElements(List<(Expression Term, bool Minus)> terms)
    {
        if (element is not null || terms.Count < 2 || terms.Exists(t => t.Minus))
            return null;
        var running = new FormulaWriter(tex, numbers, "s", named);
        var first = running.Guard(terms[0].Term, Strength.Product);
        if (first == Guard(terms[0].Term, Strength.Product) || terms.Exists(t => running.Guard(t.Term, Strength.Product) != first))
            return null;
        // Sums within one sample (i₁w₁ + i₂w₂) differ in their names; these differ in nothing but the element.
        return tex ? $@"\sum_{{s}} {first}" : $"Σₛ {first}";
    }

    private string Product(Expression e)
    {
        var factors = new List<Expression>();
        Flatten(e);
        var parts = new List<string>();
        for (var i = 0; i < factors.Count; i++)
        {
            var power = 1;
            while (i + 1 < factors.Count && ReferenceEquals(factors[i], factors[i + 1]))
                (power, i) = (power + 1, i + 1);
            var factor = Guard(factors[i], Strength.Atom, isLast: i == factors.Count - 1);
            parts.Add(power == 1 ? factor : Power(factor, factors[i], power));
        }
        return string.Join(tex ? @" \cdot " : "·", parts);

        void Flatten(Expression part)
        {
            if (part.Kind != ExpressionKind.Multiply || !ReferenceEquals(part, e) && named?.ContainsKey(part) == true)
            {
                factors.Add(part);
                return;
            }
            Flatten(part.Operands[0]);
            Flatten(part.Operands[1]);
        }
    }

    private string Power(string text, Expression x, int power)
    {
        var simple = text.EndsWith(')') || numbers || x.Symbol is { DerivativeOf: null } || named?.ContainsKey(x) == true;
        return tex ? $"{(simple ? text : Brackets(text))}^{{{power}}}" : $"{text}{"⁰¹²³⁴⁵⁶⁷⁸⁹"[power]}";
    }

    private (string, Strength) Quotient(Expression e)
        => tex
            ? ($@"\frac{{{Inner(e.Operands[0])}}}{{{Inner(e.Operands[1])}}}", Strength.Atom)
            : ($"{Guard(e.Operands[0], Strength.Product)} / {Guard(e.Operands[1], Strength.Atom)}", Strength.Product);

    private (string, Strength) Gate(Expression e)
    {
        var (test, positive, otherwise) = (e.Operands[0], e.Operands[1], e.Operands[2]);
        if (numbers)
            return Part(test.Value > 0 ? positive : otherwise);
        if (positive is { Kind: ExpressionKind.Constant, Value: 1 } && otherwise is { Kind: ExpressionKind.Constant, Value: 0 })
            return ($"[{Inner(test)} > 0]", Strength.Atom);
        return tex
            ? ($@"\begin{{cases}} {Inner(positive)} & {Inner(test)} > 0 \\ {Inner(otherwise)} & \text{{otherwise}} \end{{cases}}",
                Strength.Atom)
            : ($"({Inner(positive)} if {Inner(test)} > 0, else {Inner(otherwise)})", Strength.Atom);
    }

    private (string, Strength) FunctionText(Expression e)
    {
        var x = Inner(e.Operands[0]);
        return (e.Name, tex) switch
        {
            ("sqrt", true) => ($@"\sqrt{{{x}}}", Strength.Atom),
            ("sqrt", false) => ($"√{(x.All(c => !char.IsWhiteSpace(c)) ? x : $"({x})")}", Strength.Atom),
            ("abs", true) => ($@"\left|{x}\right|", Strength.Atom),
            ("abs", false) => ($"|{x}|", Strength.Atom),
            ("exp", true) => ($"e^{{{x}}}", Strength.Atom),
            ("expm1", true) => ($"(e^{{{x}}} - 1)", Strength.Atom),
            ("log1p", true) => ($@"\ln{Brackets($"1 + {Guard(e.Operands[0], Strength.Product)}")}", Strength.Atom),
            ("sigmoid", true) when !numbers => ($@"\sigma{Brackets(x)}", Strength.Atom),
            ("sigmoid", false) when !numbers => ($"σ({x})", Strength.Atom),
            ("sigmoid", true) => ($@"\frac{{1}}{{1 + e^{{-{Guard(e.Operands[0], Strength.Product)}}}}}", Strength.Atom),
            ("sigmoid", false) => ($"1 / (1 + e^(−{Guard(e.Operands[0], Strength.Product)}))", Strength.Product),
            ("max" or "min" or "ln" or "tanh", true) =>
                ($@"\{e.Name}{Brackets(string.Join(", ", e.Operands.Select(Inner)))}", Strength.Atom),
            (_, true) => ($@"\operatorname{{{e.Name}}}{Brackets(string.Join(", ", e.Operands.Select(Inner)))}", Strength.Atom),
            _ => ($"{e.Name}({string.Join(", ", e.Operands.Select(Inner))})", Strength.Atom),
        };
    }

    /// <summary>Brackets that grow with tall content.</summary>
    private string Brackets(string text)
        => tex && (text.Contains(@"\frac", StringComparison.Ordinal) || text.Contains(@"\sum", StringComparison.Ordinal))
        ? $@"\left({text}\right)" : $"({text})";

    /// <summary>The text of a part, in brackets if it binds less tightly than its place needs.</summary>
    private string Guard(Expression e, Strength least, bool isLast = false)
    {
        var (text, strength) = Part(e);
        // 2·Σ x needs no bracket.
        if (isLast && strength == Strength.Sum && text.StartsWith(tex ? @"\sum" : "Σ", StringComparison.Ordinal))
            return text;
        // A negative number that is put in is always in brackets.
        var weak = strength == Strength.Sign
            || strength < least && !(strength == Strength.Product && least == Strength.Atom && e.Kind == ExpressionKind.Multiply);
        if (!weak)
            return text;
        return Brackets(text);
    }
}
