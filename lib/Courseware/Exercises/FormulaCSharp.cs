namespace Courseware;

/// <summary>
/// Writes a formula of some arguments as C#, for a test that enters it into the exercise's cell. What does not depend on them is put in as
/// a number.
/// </summary>
/// <param name="formula">The formula.</param>
/// <param name="arguments">The names that stay names.</param>
/// <param name="steps">Names that are formulas of the arguments.</param>
/// <param name="constants">The values of all other names.</param>
internal sealed class FormulaCSharp(
    Formula formula, IReadOnlyCollection<string> arguments, IReadOnlyDictionary<string, Formula> steps,
    Func<string, FormulaValue?> constants)
{
    /// <exception cref="NotSupportedException">The formula makes a list of an argument.</exception>
    public string Write() => Part(formula.Root);

    private string Part(FormulaNode node)
    {
        if (!Depends(node))
            return formula.Evaluate(node, constants).ToCSharp();
        string Of(int i) => Part(node.Operands[i]);
        return node.Kind switch
        {
            FormulaKind.Name when steps.TryGetValue(node.Text,
                out var step) => $"({new FormulaCSharp(step, arguments, steps, constants).Write()})",
            FormulaKind.Name => node.Text,
            FormulaKind.Negate => $"-({Of(0)})",
            FormulaKind.Not => $"!({Of(0)})",
            FormulaKind.If => $"({Of(0)} ? {Of(1)} : {Of(2)})",
            FormulaKind.Binary when node.Text == "^" => $"Elementary.Pow({Of(0)}, {Of(1)})",
            FormulaKind.Binary => $"({Number(node, 0)} {node.Text switch { "and" => "&&", "or" => "||", var sign => sign }} {Number(node, 1)})",
            FormulaKind.Call => Call(node.Text, [.. node.Operands.Select(Part)]),
            _ => throw new NotSupportedException($"The formula \"{formula.Text}\" makes a list of an argument; a function of numbers is tested without."),
        };
    }

    // A comparison counts 1 or 0 in a calculation.
    private string Number(FormulaNode node, int i)
    {
        var (operand, text) = (node.Operands[i], Part(node.Operands[i]));
        var isTruth = operand.Kind == FormulaKind.Not
            || operand is { Kind: FormulaKind.Binary, Text: "<" or ">" or "<=" or ">=" or "==" or "!=" or "and" or "or" };
        return isTruth && node.Text is "+" or "-" or "*" or "/" ? $"({text} ? 1 : 0)" : text;
    }

    private static string Call(string name, string[] arguments) => name switch
    {
        "max" or "min" => arguments.Aggregate((a, b) => $"Math.{(name == "max" ? "Max" : "Min")}({a}, {b})"),
        "relu" => $"Math.Max(0, {arguments[0]})",
        "sqrt" => $"Math.Sqrt({arguments[0]})",
        "abs" => $"Math.Abs({arguments[0]})",
        "sign" => $"Math.Sign({arguments[0]})",
        "floor" => $"Math.Floor({arguments[0]})",
        "ceil" => $"Math.Ceiling({arguments[0]})",
        "round" => $"Math.Round({arguments[0]}, (int)({arguments[1]}), MidpointRounding.AwayFromZero)",
        "ln" or "log" => $"Elementary.Log({arguments[0]})",
        _ => $"Elementary.{char.ToUpperInvariant(name[0])}{name[1..]}({string.Join(", ", arguments)})",
    };

    private bool Depends(FormulaNode node) =>
        node.Kind == FormulaKind.Name && (arguments.Contains(node.Text) || steps.ContainsKey(node.Text)) || node.Operands.Any(Depends);
}
