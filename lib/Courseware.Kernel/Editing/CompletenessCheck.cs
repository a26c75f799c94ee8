using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Editing;

/// <summary>Tells a cell that needs another line from one that is wrong, by the parser alone.</summary>
internal static class CompletenessCheck
{
    private const int SpacesALevel = 4;

    public static Completeness Of(string code)
    {
        var tree = CellCompiler.Parse(Magics.Read(code).Code, "cell", CancellationToken.None);
        var errors = tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0)
            return new Completeness("complete", "");
        var end = EndOfCode(tree);
        return errors.TrueForAll(error => AnotherLineMayMend(error, end, tree))
            ? new Completeness("incomplete", Indent(tree))
            : new Completeness("invalid", "");
    }

    // What is missing is missing at the end; what began and did not end goes up to it.
    private static bool AnotherLineMayMend(Diagnostic error, int end, SyntaxTree tree)
    {
        if (error.Id is "CS1010") // a string that must end on its line
            return false;
        if (error.Id is "CS1035" or "CS1039" or "CS8997" or "CS1027" or "CS1038") // an open comment, verbatim or raw string, #if, #region
            return true;
        var span = error.Location.SourceSpan;
        if (span.Start >= end || error.Id is "CS1524" && span.End >= end) // a try without its catch
            return true;
        if (error.Id is "CS8999" or "CS9002") // an open raw string's last line is not yet its end
            return false;
        // An interpolated raw or verbatim string is reported where it begins.
        var token = tree.GetRoot().FindToken(span.Start);
        return token.Kind() is SyntaxKind.InterpolatedMultiLineRawStringStartToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken
            && token.Parent!.GetLastToken(includeZeroWidth: true) is { IsMissing: true } or { Span.IsEmpty: true };
    }

    // Where the parser says "expected here" when the code ends too early: behind the last token that was written.
    private static int EndOfCode(SyntaxTree tree)
    {
        var last = tree.GetRoot().GetLastToken(includeZeroWidth: false, includeSkipped: true);
        return last.IsKind(SyntaxKind.None) ? 0 : last.Span.End;
    }

    private static string Indent(SyntaxTree tree)
    {
        var open = new Stack<SyntaxKind>();
        var last = default(SyntaxToken);
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (token.IsMissing || token.IsKind(SyntaxKind.EndOfFileToken))
                continue;
            last = token;
            if (token.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken)
                open.Push(token.Kind());
            else if (token.Kind() is SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken)
                open.TryPop(out _);
        }
        // The one statement below `if (x)`, `else`, `for (…)`, and the rest of an expression.
        var goesOn = (open.Count == 0 || open.Peek() == SyntaxKind.OpenBraceToken) && !IsText(last)
            && last.Kind() is not (SyntaxKind.None or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken or SyntaxKind.SemicolonToken
                or SyntaxKind.CommaToken);
        return new string(' ', SpacesALevel * (open.Count + (goesOn ? 1 : 0)));
    }

    private static bool IsText(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken;
}
