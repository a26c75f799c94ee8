using System.Collections.Immutable;
using System.Xml.Linq;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>Tells what the word at a position means, or which method is called there.</summary>
/// <param name="readVariable">A cell's variable by its name; false where it cannot be read now.</param>
internal sealed class Inspector(CellCompiler compiler, Inspector.Reader readVariable)
{
    public delegate bool Reader(string name, out object? value);

    public IReadOnlyDictionary<string, string>? At(string cell, int position, int detail, CancellationToken cancellation)
    {
        position = int.Clamp(position, 0, cell.Length);
        if (Magic(cell, position) is { } magic)
            return new Dictionary<string, string> { [MimeTypes.Plain] = magic, [MimeTypes.Markdown] = magic };
        var text = DraftText.Of(cell, position);
        var draft = new CellDraft(compiler, CSharpSyntaxTree.ParseText(text.Code, CellDraft.ParseOptions, cancellationToken: cancellation));
        var symbols = Find(draft, text.To(position), cancellation);
        if (symbols.IsEmpty)
            return null;
        var page = new InspectionPage(draft.Compilation, detail, Value(symbols[0], draft));
        return new Dictionary<string, string>
        {
            [MimeTypes.Plain] = page.Write(symbols, markdown: false),
            [MimeTypes.Markdown] = page.Write(symbols, markdown: true),
        };
    }

    private static string? Magic(string cell, int position)
    {
        var start = position == 0 ? 0 : cell.LastIndexOf('\n', position - 1) + 1;
        var end = cell.IndexOf('\n', start);
        var line = cell.AsSpan(start, (end < 0 ? cell.Length : end) - start).Trim();
        foreach (var (name, meaning) in line.StartsWith("#!") ? Magics.All : [])
        {
            if (line.Equals(name, StringComparison.OrdinalIgnoreCase))
                return $"{name}: {meaning}.";
        }
        return null;
    }

    // The word under the cursor, else the call around it, else the word before it.
    private static ImmutableArray<ISymbol> Find(CellDraft draft, int position, CancellationToken cancellation)
    {
        var isText = draft.IsText(position);
        if (!isText && Word(draft, position) is { } word)
        {
            var symbols = Symbols(draft, word, cancellation);
            if (!symbols.IsEmpty)
                return symbols;
        }
        if (Call.At(draft, position, cancellation) is { } call)
            return ImmutableArray<ISymbol>.CastUp(OverloadOrder.Of(call, draft, cancellation));
        if (isText)
            return [];
        var before = draft.TokenBefore(position);
        return before.IsKind(SyntaxKind.None) ? []
            : Symbols(draft, before.IsKind(SyntaxKind.OpenParenToken) ? before.GetPreviousToken() : before, cancellation);
    }

    private static SyntaxToken? Word(CellDraft draft, int position)
    {
        var token = draft.Root.FindToken(position);
        if (IsWord(token) && token.SpanStart <= position)
            return token;
        token = draft.TokenBefore(position);
        return IsWord(token) && token.Span.End == position ? token : null;
    }

    private static bool IsWord(SyntaxToken token)
        => token.IsKind(SyntaxKind.IdentifierToken) && token.Span.Length > 0 || SyntaxFacts.IsKeywordKind(token.Kind());

    private static ImmutableArray<ISymbol> Symbols(CellDraft draft, SyntaxToken token, CancellationToken cancellation)
    {
        var model = draft.Model;
        if (token.Parent is not { } node)
            return [];
        if (node is ImplicitObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax && token.IsKind(SyntaxKind.NewKeyword)
            && node.ChildNodes().OfType<ArgumentListSyntax>().FirstOrDefault() is { } arguments)
        {
            return Call.At(draft, arguments.OpenParenToken.Span.End, cancellation) is { } call ? [.. call.Methods] : [];
        }

        if (!token.IsKind(SyntaxKind.IdentifierToken) && node is not (PredefinedTypeSyntax or ThisExpressionSyntax or BaseExpressionSyntax))
            return [];
        if (model.GetDeclaredSymbol(node, cancellation) is { } declared && !(node is IdentifierNameSyntax))
            return [declared];
        if (node is GenericNameSyntax or IdentifierNameSyntax or PredefinedTypeSyntax or ThisExpressionSyntax or BaseExpressionSyntax)
        {
            var name = (ExpressionSyntax)node;
            // In `new Dense(…)` the constructors say more than the type; both are told.
            if (name.Parent is ObjectCreationExpressionSyntax { ArgumentList: { } list } creation && creation.Type == name
                && Call.At(draft, list.OpenParenToken.Span.End, cancellation) is { } constructors)
            {
                return [constructors.Methods[0].ContainingType, .. constructors.Methods];
            }

            var info = model.GetSymbolInfo(name, cancellation);
            var group = model.GetMemberGroup(name, cancellation);
            if (info.Symbol is IMethodSymbol chosen)
            {
                return [chosen,
                    .. group.Where(m => !SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, chosen.OriginalDefinition))];
            }

            if (info.Symbol is { } symbol)
                return [symbol is IAliasSymbol alias ? alias.Target : symbol];
            if (!group.IsEmpty)
                return group;
            if (!info.CandidateSymbols.IsEmpty)
                return info.CandidateSymbols;
        }
        // Where the parser took it for something else, its name alone.
        return token.Parent is MemberAccessExpressionSyntax or QualifiedNameSyntax || token.Text.Length == 0
            ? []
            : [.. model.LookupSymbols(token.SpanStart, name: token.ValueText).Where(Visibility.IsShown)];
    }

    private string? Value(ISymbol symbol, CellDraft draft) =>
        symbol is IFieldSymbol { IsConst: false } field && Describe.IsOfCell(field)
        && !SymbolEqualityComparer.Default.Equals(field.ContainingAssembly, draft.Compilation.Assembly)
        && readVariable(field.Name, out var value)
            ? ValueSummary.Of(value)
            : null;
}
