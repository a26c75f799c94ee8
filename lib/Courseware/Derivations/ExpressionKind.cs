namespace Courseware;

/// <summary>What a node of an <see cref="Expression"/> does.</summary>
internal enum ExpressionKind
{
    Symbol,
    Constant,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Where,

    /// <summary>A function of its operands: √, max, exp …; its name says which.</summary>
    Function,
}
