using System.Globalization;
using Courseware.Host.Notebooks;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Checking;

/// <summary>Every claim of the notebook is decided in a cell, with the figures that its texts name.</summary>
internal static class ClaimRules
{
    public static IEnumerable<Finding> Check(CheckContext context)
    {
        if (context.Claims is null || NotebookDocument.NumberOf(context.Notebook.Name) is not { } number)
            yield break;
        var prefix = string.Create(CultureInfo.InvariantCulture, $"N{number}.");
        var decided = context.Notebook.Cells.Where(cell => cell.IsCode).SelectMany(Decided)
            .ToLookup(claim => claim.Id, StringComparer.Ordinal);
        foreach (var claim in context.Claims.Where(claim => claim.Id.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (!decided.Contains(claim.Id))
            {
                yield return context.Error(null, $"expected the claim {claim.Id} in a code cell, found it in none.",
                    "Compute it and register its verdict.");
            }

            foreach (var (_, cell, figures) in decided[claim.Id].Where(call => call.Figures is not null))
            {
                if (claim.Figures.Except(figures!, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
                {
                    yield return context.Error(
                        cell, $"the texts of {claim.Id} in claims.json name {Quoted(missing)}, and the cell gives {Quoted(figures!)}.",
                        "Pass it to Claim.Decide, or correct the text.");
                }
            }
        }
        foreach (var call in decided.SelectMany(calls => calls).Where(call => context.Claims.All(claim => claim.Id != call.Id)))
        {
            yield return context.Error(call.Cell, $"expected a claim of claims.json, found {call.Id}.",
                "Add its entry, or correct the id.");
        }
    }

    /// <summary>The calls of Claim.Decide in a cell; the figures are null where they are put together elsewhere.</summary>
    private static IEnumerable<(string Id, int Cell, IReadOnlyList<string>? Figures)> Decided(NotebookCell cell) =>
        from call in CSharpSyntaxTree.ParseText(cell.Source, CellCompiler.ParseOptions).GetRoot().DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        where call.Expression.ToString() == "Claim.Decide"
        let arguments = call.ArgumentList.Arguments
        where arguments.Count > 0
        from id in arguments[0].DescendantNodes().OfType<LiteralExpressionSyntax>()
        where id.IsKind(SyntaxKind.StringLiteralExpression)
        select (id.Token.ValueText, cell.Number, arguments.Count < 3 ? [] : FiguresOf(arguments[2].Expression));

    private static IReadOnlyList<string>? FiguresOf(ExpressionSyntax expression) => expression switch
    {
        AnonymousObjectCreationExpressionSyntax figures =>
            [.. figures.Initializers.Select(figure => figure.NameEquals?.Name.Identifier.ValueText ?? NameOf(figure.Expression))],
        IdentifierNameSyntax or MemberAccessExpressionSyntax => [NameOf(expression)],
        _ => null,
    };

    private static string NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => "value",
    };

    private static string Quoted(IEnumerable<string> names) => names.Any() ? string.Join(", ", names.Select(name => $"'{name}'")) : "none";
}
