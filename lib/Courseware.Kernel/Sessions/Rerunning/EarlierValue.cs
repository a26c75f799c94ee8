using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>A variable that a cell declares from its own earlier value, as in <c>var x = x.ToString();</c>.</summary>
/// <param name="Declaration">The cell's.</param>
/// <param name="Live">The earlier one.</param>
/// <param name="Example">A value of the earlier one's type, as a text.</param>
/// <param name="Places">Where the cell means the earlier one.</param>
internal sealed record EarlierValue(Declaration Declaration, LiveDeclaration Live, string Example,
    IReadOnlyList<IdentifierNameSyntax> Places)
{
    /// <summary>
    /// The name that holds the earlier value in the compiled text: after the cell has run only lambdas can still ask for it.
    /// </summary>
    public string Name => (Places.Any(IsInFunction) ? CellOutline.KeptPrefix : CellOutline.HelperPrefix + "Earlier_") + Declaration.Name;

    private static bool IsInFunction(SyntaxNode place)
        => place.Ancestors()
        .Any(node => node is AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or LocalFunctionStatementSyntax);
}
