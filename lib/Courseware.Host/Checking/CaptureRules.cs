using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Checking;

/// <summary>A function takes what a reader is told to change as a parameter.</summary>
/// <remarks>
/// Our kernel shows a function the new value of a variable that is declared again; .NET Interactive, in which the notebooks run too, keeps
/// the one that was there when the function was compiled, so a change would be ignored without a word.
/// </remarks>
internal static class CaptureRules
{
    /// <summary>A comment after a declaration that begins so tells the reader to change it.</summary>
    public const string Mark = "// change me";

    /// <summary>The variables of a cell that a reader is told to change.</summary>
    public static IEnumerable<string> Changeable(CompiledCell cell) =>
        from member in Members(cell)
        where member.GetTrailingTrivia().Any(trivia => trivia.ToString().StartsWith(Mark, StringComparison.Ordinal))
        from name in member is FieldDeclarationSyntax field
            ? field.Declaration.Variables.Select(variable => variable.Identifier.ValueText)
            : member.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.ValueText)
        select name;

    /// <summary>The functions of a cell that use such a variable of any cell.</summary>
    public static IEnumerable<(string Function, string Variable)> Captured(CompiledCell cell, IReadOnlySet<string> changeable) =>
        from function in Members(cell).SelectMany(FunctionsOf)
        let model = cell.Plain.GetSemanticModel(function.Body.SyntaxTree)
        from use in function.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
        where changeable.Contains(use.Identifier.ValueText)
        where model.GetSymbolInfo(use).Symbol is IFieldSymbol { ContainingType.IsScriptClass: true }
        group use by (function.Name, use.Identifier.ValueText) into uses
        select uses.Key;

    private static IEnumerable<MemberDeclarationSyntax> Members(CompiledCell cell) =>
        cell.Plain.SyntaxTrees.SelectMany(tree => tree.GetCompilationUnitRoot().Members);

    private static IEnumerable<(string Name, SyntaxNode Body)> FunctionsOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [(method.Identifier.ValueText, method)],
        FieldDeclarationSyntax field => field.Declaration.Variables
            .Where(variable => variable.Initializer?.Value is AnonymousFunctionExpressionSyntax)
            .Select(variable => (variable.Identifier.ValueText, (SyntaxNode)variable.Initializer!)),
        _ => [],
    };
}
