namespace Courseware.Host.Formulas;

/// <summary>
/// One atom of a formula. Operators keep their symbol until the row is known, since a minus is unary or binary by its neighbours.
/// </summary>
/// <param name="Class">What the atom is among its neighbours.</param>
/// <param name="Xml">Its finished MathML; for an operator, the text of its <c>mo</c>.</param>
internal sealed record MathAtom(AtomClass Class, string Xml)
{
    /// <summary>True while <see cref="Xml"/> is the bare text of an <c>mo</c> element.</summary>
    public bool IsOperator { get; init; }

    /// <summary>Attributes that the <c>mo</c> carries in any position, with a leading space.</summary>
    public string Attributes { get; init; } = "";

    /// <summary>The space on both sides where MathML's dictionary has another than TeX; null leaves it to the dictionary.</summary>
    public string? Space { get; init; }

    /// <summary>prefix, infix or postfix, where the place in the row does not show which; null where it does.</summary>
    public string? Form { get; init; }

    /// <summary>Scripts go above and below instead of beside.</summary>
    public bool HasLimits { get; init; }

    /// <summary>A function's name (log, max): a thin space separates it from an operand without a bracket.</summary>
    public bool IsFunction { get; init; }

    public static MathAtom Of(string xml, AtomClass atomClass = AtomClass.Ordinary) => new(atomClass, xml);

    public static MathAtom Operator(string symbol, AtomClass atomClass, string attributes = "", string? space = null, string? form = null)
        => new(atomClass, symbol) { IsOperator = true, Attributes = attributes, Space = space, Form = form };
}
