namespace Courseware;

/// <summary>What a node of a <see cref="Formula"/> is.</summary>
internal enum FormulaKind
{
    Number,
    Text,
    Name,

    /// <summary>[a, b, c]</summary>
    List,

    /// <summary>f(a, b)</summary>
    Call,

    /// <summary>a[0], counted from 0.</summary>
    Index,

    /// <summary>a + b, and every other operator between two operands.</summary>
    Binary,
    Negate,
    Not,

    /// <summary>test ? a : b</summary>
    If,
}
