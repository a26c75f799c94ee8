using System.Globalization;
using System.Text.RegularExpressions;
using Courseware.Host.Formulas;
using Courseware.Host.Notebooks;
using Courseware.Host.Pages;

namespace Courseware.Host.Checking;

/// <summary>Every claim of the notebook is in its code, and every formula can be shown.</summary>
internal static class ContentRules
{
    public static IEnumerable<Finding> Check(CheckContext context) => Claims(context).Concat(Formulae(context));

    private static IEnumerable<Finding> Claims(CheckContext context)
    {
        if (context.ClaimIds is null || NotebookDocument.NumberOf(context.Notebook.Name) is not { } number)
            yield break;
        var prefix = string.Create(CultureInfo.InvariantCulture, $"N{number}.");
        var code = string.Join('\n', context.Notebook.Cells.Where(cell => cell.IsCode).Select(cell => cell.Source));
        foreach (var id in context.ClaimIds.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (!Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(id)}(?!\d)"))
                yield return context.Error(null, $"expected the claim {id} in a code cell, found it in none.", "Compute it and register its verdict.");
        }
    }

    private static IEnumerable<Finding> Formulae(CheckContext context)
    {
        foreach (var cell in context.Notebook.Cells.Where(cell => cell.Kind == "markdown"))
        {
            foreach (var (tex, display) in MarkdownRenderer.Formulae(cell.Source))
            {
                if (ProblemOf(tex, display) is { } problem)
                    yield return context.Error(cell.Number, $"the formula \"{tex}\" cannot be shown: {problem}", "Write it with the commands that the renderer knows.");
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
