using Courseware.Host.Formulas;
using Courseware.Host.Pages;

namespace Courseware.Host.Checking;

/// <summary>Every formula can be shown.</summary>
internal static class FormulaRules
{
    public static IEnumerable<Finding> Check(CheckContext context)
    {
        foreach (var cell in context.Notebook.Cells.Where(cell => cell.Kind == "markdown"))
        {
            foreach (var (tex, display) in MarkdownRenderer.Formulae(cell.Source))
            {
                if (ProblemOf(tex, display) is { } problem)
                {
                    yield return context.Error(cell.Number, $"the formula \"{tex}\" cannot be shown: {problem}",
                        "Write it with the commands that the renderer knows.");
                }
            }
        }
    }

    private static string? ProblemOf(string tex, bool display)
    {
        try
        {
            TexToMathMl.Convert(tex, display);
            return null;
        }
        catch (TexException e)
        {
            return e.Message;
        }
    }
}
