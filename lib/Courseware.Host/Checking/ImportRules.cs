using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Checking;

/// <summary>
/// A cell names no type of a namespace that our sessions import and .NET Interactive, in which the notebooks run too, does not.
/// </summary>
internal static class ImportRules
{
    private static readonly string[] s_ours = ["System.IO", "System.Threading"];

    /// <summary>The types of a cell, with their namespaces, that are written without their namespace.</summary>
    public static IEnumerable<(string Type, string Namespace)> Borrowed(CompiledCell cell) =>
        (from tree in cell.Plain.SyntaxTrees
         let model = cell.Plain.GetSemanticModel(tree)
         let root = tree.GetCompilationUnitRoot()
         from name in root.DescendantNodes().OfType<SimpleNameSyntax>()
         where name is not IdentifierNameSyntax { IsVar: true } && !IsQualified(name)
         let type = model.GetSymbolInfo(name).Symbol as INamedTypeSymbol
         let space = type?.ContainingNamespace?.ToDisplayString() ?? ""
         where s_ours.Contains(space) && !root.Usings.Any(directive => directive.Name?.ToString() == space)
         select (name.Identifier.ValueText, space)).Distinct();

    private static bool IsQualified(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Right == name,
        MemberAccessExpressionSyntax access => access.Name == name,
        _ => false,
    };
}
