using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Host.Students;

/// <summary>What a code cell shows of solutions, taken out of it: worked solutions, and the answers folded under a question.</summary>
internal static class SolutionCode
{
    private static readonly CSharpParseOptions s_script = new(kind: SourceCodeKind.Script);

    /// <summary>The cell without them; empty when it does nothing else.</summary>
    public static string Without(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, s_script).GetRoot();
        var changes = new List<TextChange>();
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (IsCall(call, "Exercise", "Solution"))
            {
                changes.Add(new(StatementOf(call), ""));
            }
            else if (IsCall(call, "Notice", "Answer") && call.ArgumentList.Arguments is [var question, _])
            {
                changes.Add(new(call.Span, $"Notice.That({question.Expression})"));
            }
        }
        if (changes.Count == 0)
            return source;
        // Of two changes within each other the outer one counts.
        var outer = changes.Where(change => !changes.Any(other => other.Span != change.Span && other.Span.Contains(change.Span)))
            .DistinctBy(change => change.Span).OrderBy(change => change.Span.Start);
        var text = SourceText.From(source).WithChanges(outer).ToString();
        return DoesSomething(text) ? text.Trim('\n') : "";
    }

    // The whole statement, with the end of its line; where it is all that an if or a loop does, that too.
    private static TextSpan StatementOf(InvocationExpressionSyntax call)
    {
        SyntaxNode statement = call.Ancestors().FirstOrDefault(node =>
            node is StatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax }
            or MemberDeclarationSyntax) ?? call;
        return TextSpan.FromBounds(statement.SpanStart, statement.FullSpan.End);
    }

    private static bool IsCall(InvocationExpressionSyntax call, string type, string method) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } member
        && owner.Identifier.Text == type && member.Name.Identifier.Text == method;

    private static bool DoesSomething(string source) =>
        CSharpSyntaxTree.ParseText(source, s_script).GetRoot().DescendantNodes()
        .Any(node => node is MemberDeclarationSyntax or UsingDirectiveSyntax)
        || source.Split('\n').Any(line => line.TrimStart().StartsWith('#'));
}
