using System.Text;

namespace Courseware;

/// <summary>Lays out one step: the formula in the first line, then a line of numbers for each element.</summary>
internal static class StepWriter
{
    private const int MostRows = 8;

    /// <summary>
    /// A longer line of numbers leaves its result to a line of its own: on a narrow page the result is seen without scrolling.
    /// </summary>
    private const int MostCharacters = 40;

    /// <param name="name">The step's key.</param>
    /// <param name="formulaLeft">What is left of the formula.</param>
    /// <param name="arrow">Whether the formula assigns (←) or equates.</param>
    /// <param name="rows">Each element: what is left of its numbers, and how it was computed.</param>
    /// <param name="showFormula">False where each row writes its own symbols (elements of a matrix).</param>
    /// <param name="named">Subexpressions that are symbols here, row by row.</param>
    public static DerivationStep Write(
        string name, Symbol formulaLeft, bool arrow, IReadOnlyList<(Symbol Left, Expression Right)> rows, bool showFormula = true,
        Func<int, IReadOnlyDictionary<Expression, Symbol>?>? named = null)
    {
        var tex = new List<string>();
        var text = new StringBuilder();
        var single = rows.Count == 1;
        var generic = single ? null : "";
        if (showFormula)
        {
            // A sum over samples within one value keeps the running element; a line for all samples shows none.
            var names = named?.Invoke(0);
            tex.Add($"{formulaLeft.Tex(generic)} &{(arrow ? @"\leftarrow" : "=")} {new FormulaWriter(true, false, generic, names).Write(rows[0].Right)}");
            text.Append(formulaLeft.Plain(generic)).Append(arrow ? " ← " : " = ")
                .Append(new FormulaWriter(false, false, generic, names).Write(rows[0].Right)).Append('\n');
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Count > MostRows && i == MostRows - 1)
            {
                tex.Add(@"&\;\;\vdots");
                text.Append("  …\n");
                i = rows.Count - 1;
            }
            var (left, right) = rows[i];
            var names = named?.Invoke(i);
            var plain = string.Join(' ', Row(right, names, false, showFormula));
            var lines = Row(right, names, true, showFormula);
            tex.AddRange(lines.Length > 1 && plain.Length > MostCharacters
                ? [$"{(single && showFormula ? "" : left.Tex())} &{string.Join(' ', lines[..^1])}", $"&{lines[^1]}"]
                : [$"{(single && showFormula ? "" : left.Tex())} &{string.Join(' ', lines)}"]);
            text.Append("  ").Append(left.Plain()).Append(' ').Append(plain).Append('\n');
        }
        return new(name, [.. rows.Select(r => r.Right.Value)])
        {
            Rows = tex,
            Text = text.ToString().TrimEnd('\n'),
        };
    }

    /// <summary>
    /// Symbols where they are shown, the numbers put in where they are not the result, and the result: each with its equals sign.
    /// </summary>
    private static string[] Row(Expression right, IReadOnlyDictionary<Expression, Symbol>? names, bool tex, bool showFormula)
    {
        var numbers = new FormulaWriter(tex, true, null, names).Write(right);
        var result = tex ? NumberText.Tex(right.Value) : NumberText.Plain(right.Value);
        string[] symbols = showFormula ? [] : [$"= {new FormulaWriter(tex, false, null, names).Write(right)}"];
        return numbers == result ? [.. symbols, $"= {result}"] : [.. symbols, $"= {numbers}", $"= {result}"];
    }
}
