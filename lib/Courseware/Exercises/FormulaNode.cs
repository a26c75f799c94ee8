namespace Courseware;

/// <summary>A part of a formula.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins in the formula's text, from 0; of an operator, where the sign is.</param>
/// <param name="Text">The operator, the name, the function, or the text.</param>
/// <param name="Number">The number.</param>
/// <param name="Operands">Its parts.</param>
internal sealed record FormulaNode(FormulaKind Kind, int Position, string Text, double Number, params FormulaNode[] Operands);
