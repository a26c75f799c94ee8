using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The changes to a cell's text that leave out what is kept and set what is shared. Where it can be, text is replaced by blanks, so that
/// columns stay.
/// </summary>
internal sealed class RedeclarationEdits
{
    private const string EarlierCall = "global::Courseware.Kernel.Sessions.CheckPoints.Earlier(";
    private const string Set = "global::Courseware.Kernel.Sessions.CheckPoints.Set(out ";

    private readonly List<TextEdit> _edits = [];
    private readonly SourceText _text;
    private readonly HashSet<SyntaxNode> _shared;

    private RedeclarationEdits(SourceText text, HashSet<SyntaxNode> shared)
    {
        _text = text;
        _shared = shared;
    }

    public static ImmutableArray<TextEdit> Of(SyntaxTree tree, IReadOnlyCollection<Declaration> kept,
        IReadOnlyCollection<Declaration> shared, IReadOnlyList<EarlierValue> earlier)
    {
        var keptNodes = kept.SelectMany(declaration => declaration.Nodes).Where(node => node.SyntaxTree == tree).ToHashSet();
        var sharedNodes = shared.SelectMany(declaration => declaration.Nodes).Where(node => node.SyntaxTree == tree).ToHashSet();
        var edits = new RedeclarationEdits(tree.GetText(), sharedNodes);
        if (keptNodes.Count == 0 && sharedNodes.Count == 0 && earlier.Count == 0)
            return [];
        var root = tree.GetCompilationUnitRoot();
        foreach (var value in earlier.Where(value => value.Places[0].SyntaxTree == tree))
            edits.Earlier(value, root);
        foreach (var alias in root.Usings.Where(keptNodes.Contains))
            edits.Blank(alias.Span);
        foreach (var member in root.Members)
        {
            if (keptNodes.Contains(member))
                edits.Blank(member.Span);
            else if (member is BaseFieldDeclarationSyntax fields)
                edits.Fields(fields, declarator => keptNodes.Contains(declarator));
            else if (member is PropertyDeclarationSyntax property && sharedNodes.Contains(property.Type))
                edits.Property(property);
            foreach (var designation in NameWalker.Designations(member).Where(sharedNodes.Contains))
                edits.Designation(designation);
        }
        return [.. edits._edits.OrderBy(edit => edit.At)];
    }

    // var x = x.ToString(); becomes var earlier = …; var x = earlier.ToString();
    private void Earlier(EarlierValue value, CompilationUnitSyntax root)
    {
        Insert(root.Members[0].SpanStart, $"var {value.Name}={EarlierCall}{value.Example},\"{value.Declaration.Name}\");");
        foreach (var place in value.Places)
        {
            // Where its name is the name of a part, the part keeps it.
            var part = place.Parent switch
            {
                AnonymousObjectMemberDeclaratorSyntax { NameEquals: null } => $"{place.Identifier.Text}=",
                ArgumentSyntax { NameColon: null, Parent: TupleExpressionSyntax } => $"{place.Identifier.Text}:",
                _ => "",
            };
            Replace(place.Span, part + value.Name);
        }
    }

    // int a = 1, b = 2; becomes a = 1; b = 2;
    private void Fields(BaseFieldDeclarationSyntax member, Func<VariableDeclaratorSyntax, bool> isKept)
    {
        var declarators = member.Declaration.Variables;
        if (!declarators.Any(declarator => isKept(declarator) || _shared.Contains(declarator)))
            return;
        var head = TextSpan.FromBounds(member.SpanStart, declarators[0].SpanStart);
        var headText =
            string.Join(' ', member.DescendantTokens().TakeWhile(token => token.SpanStart < head.End).Select(token => token.Text)) + " ";
        Blank(head);
        foreach (var declarator in declarators)
        {
            if (isKept(declarator))
                Blank(declarator.Span);
            else if (!_shared.Contains(declarator))
                Insert(declarator.SpanStart, headText);
            else if (declarator.Initializer is null)
                Blank(declarator.Span);
            // A list in braces alone is a value only where the variable is declared.
            else if (declarator.Initializer.Value is InitializerExpressionSyntax list)
                Insert(list.SpanStart, $"new {Oneline(member.Declaration.Type)} ");
        }
        foreach (var comma in declarators.GetSeparators())
            Replace(comma.Span, ";");
    }

    // int P { get; set; } = 5; becomes P = 5;
    private void Property(PropertyDeclarationSyntax property)
    {
        if (property.Initializer is null)
        {
            Blank(property.Span);
            return;
        }
        Blank(TextSpan.FromBounds(property.SpanStart, property.Identifier.SpanStart));
        Blank(property.AccessorList!.Span);
    }

    private void Designation(SingleVariableDesignationSyntax designation)
    {
        SyntaxNode outer = designation;
        while (outer.Parent is ParenthesizedVariableDesignationSyntax)
            outer = outer.Parent;
        switch (outer.Parent)
        {
            // out var x, (int x, var y) = …
            case DeclarationExpressionSyntax declaration when outer == designation:
                Blank(declaration.Type.Span);
                break;
            // var (x, y) = …
            case DeclarationExpressionSyntax declaration:
                var all = declaration.DescendantNodes().OfType<SingleVariableDesignationSyntax>().ToList();
                if (all.Find(_shared.Contains) != designation)
                    break;
                Blank(declaration.Type.Span);
                foreach (var other in all.Where(other => !_shared.Contains(other)))
                    Insert(other.SpanStart, "var ");
                break;
            // o is int x: a pattern can only declare. What it has found is handed on, and the pattern has matched as before.
            case var _ when designation.FirstAncestorOrSelf<IsPatternExpressionSyntax>() is { } pattern:
                var inPattern = pattern.Pattern.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Where(_shared.Contains)
                    .ToList();
                Insert(designation.SpanStart, CellOutline.HelperPrefix);
                if (inPattern[0] != designation)
                    break;
                var sets = string.Join(" && ",
                    inPattern.Select(one => $"{Set}{one.Identifier.Text}, {CellOutline.HelperPrefix}{one.Identifier.Text})"));
                Insert(pattern.SpanStart, "(");
                Insert(pattern.Span.End, IsNegated(pattern.Pattern) ? $" || !({sets}))" : $" && {sets})");
                break;
        }
    }

    private static bool IsNegated(PatternSyntax pattern)
        => pattern is UnaryPatternSyntax || (pattern is ParenthesizedPatternSyntax parenthesized && IsNegated(parenthesized.Pattern));

    private static string Oneline(SyntaxNode node) => string.Join(' ', node.DescendantTokens().Select(token => token.Text));

    private void Insert(int at, string text) => _edits.Add(new TextEdit(at, 0, text));

    private void Replace(TextSpan span, string text) => _edits.Add(new TextEdit(span.Start, span.Length, text));

    private void Blank(TextSpan span)
    {
        for (var start = span.Start; start < span.End;)
        {
            var line = _text.Lines.GetLineFromPosition(start);
            var end = int.Min(line.End, span.End);
            // A directive inside stays, or its other half would be alone.
            if (end > start && !_text.ToString(TextSpan.FromBounds(line.Start, line.End)).AsSpan().TrimStart().StartsWith('#'))
                _edits.Add(new TextEdit(start, end - start, new string(' ', end - start)));
            start = line.EndIncludingLineBreak;
        }
    }
}
