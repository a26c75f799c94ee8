using System.Collections.Immutable;
using Courseware.Host.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Host.Editing;

/// <summary>Proposes what may stand at a position of an unfinished cell, over what the session's cells declared.</summary>
internal sealed class Completer(CellCompiler compiler, string folder)
{
    private const int Most = 500;
    private const int LongestSignature = 160;

    // Groups within one quality of match, from what was most likely meant to what is always possible.
    private const int Wanted = 0;
    private const int Own = 1;
    private const int Member = 2;
    private const int Keyword = 3;
    private const int Other = 4;
    private const int Namespace = 5;

    public CompletionList At(string cell, int position, CancellationToken cancellation)
    {
        position = int.Clamp(position, 0, cell.Length);
        var code = CellDraft.Code(cell);
        if (PathProposals.At(code, position, folder) is { } paths)
            return paths;
        var (start, end) = Word(code, position);
        var typed = code[start..position];
        if (typed.Length > 0 && char.IsDigit(typed[0]) || start >= 2 && code[start - 1] == '.' && char.IsDigit(code[start - 2]) && IsNumber(code, start - 2))
            return CompletionList.None(position);

        using var recommendations = new Recommendations(code);
        var draft = new CellDraft(compiler, recommendations.Tree);
        if (draft.IsText(position))
            return CompletionList.None(position);
        var found = new List<Candidate>();
        Collect(found, draft, recommendations, code, start, position, cancellation);
        return new CompletionList(Best(found, typed.TrimStart('@'), cancellation), start, end);
    }

    private static void Collect(List<Candidate> found, CellDraft draft, Recommendations recommendations, string code, int start, int position, CancellationToken cancellation)
    {
        var before = draft.TokenBefore(start);
        var initializer = Initializer(before);
        if (initializer is not null)
        {
            AddInitializerMembers(found, draft, initializer, before, start, cancellation);
            if (initializer.IsKind(SyntaxKind.WithInitializerExpression) || !TakesElements(TypeOf(draft, initializer, cancellation)))
                return;
        }

        var call = before.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken or SyntaxKind.OpenBracketToken or SyntaxKind.ColonToken or SyntaxKind.NewKeyword
            ? Call.At(draft, start, cancellation)
            : null;
        if (before.Parent is BaseArgumentListSyntax or AttributeArgumentListSyntax && call is not null)
            AddArgumentNames(found, call);
        var target = TargetType.At(draft, before.IsKind(SyntaxKind.NewKeyword) ? before.SpanStart : start, call, cancellation);
        if (!before.IsKind(SyntaxKind.NewKeyword))
            AddEnumMembers(found, draft, target, start);

        var symbols = recommendations.At(draft.Model, position, cancellation).ToList();
        var newLine = IsFirstOfLine(code, start) && KeywordProposals.EndsValue(before);
        if (symbols.Count == 0 && newLine && !IsDeclaredName(before))
            symbols = [.. draft.Model.LookupSymbols(start)]; // the line above lacks its semicolon, and this was taken for a name that it declares
        var isMember = before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken;
        var isNew = before.IsKind(SyntaxKind.NewKeyword);
        foreach (var symbol in symbols)
        {
            if (isNew && symbol is INamedTypeSymbol type && (type.IsStatic || type.TypeKind is TypeKind.Interface or TypeKind.Enum))
                continue;
            found.Add(new Candidate(symbol.Name, Group(symbol, isMember, isNew ? target : null, draft.Compilation), symbol, null));
        }
        if (code.AsSpan(start).StartsWith('@'))
            return;
        if (symbols.Count > 0 || before.Parent is AccessorListSyntax or AccessorDeclarationSyntax || KeywordProposals.EndsValue(before) && !IsDeclaredName(before))
        {
            var words = newLine ? KeywordProposals.After(default, start).Concat(KeywordProposals.After(before, start)) : KeywordProposals.After(before, start);
            found.AddRange(words.Select(word => new Candidate(word, Keyword, null, new Completion(word, "keyword", null))));
        }
    }

    private static int Group(ISymbol symbol, bool isMember, ITypeSymbol? wanted, Compilation compilation)
    {
        if (wanted is not null && symbol is INamedTypeSymbol { IsAbstract: false } type && wanted.SpecialType != SpecialType.System_Object
            && compilation.ClassifyCommonConversion(type, wanted) is { Exists: true, IsImplicit: true, IsUserDefined: false })
            return Wanted;
        return symbol switch
        {
            INamespaceSymbol => Namespace,
            _ when isMember => Member,
            ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => Own,
            _ when Describe.IsOfCell(symbol) || Describe.IsOwn(symbol) => Own,
            _ => Other,
        };
    }

    private static List<Completion> Best(List<Candidate> found, string typed, CancellationToken cancellation)
    {
        var fitting = found.Select(item => (Item: item, Match: NameMatch.Of(item.Name, typed))).Where(x => x.Match != NameMatch.No).ToList();
        // Names of which something else was typed than their beginning are worth showing only where nothing else is.
        if (fitting.Exists(x => x.Match < NameMatch.Humps))
            fitting.RemoveAll(x => x.Match >= NameMatch.Humps);
        var proposals = new List<Completion>();
        foreach (var same in fitting
            .GroupBy(x => (x.Item.Text, IsType: x.Item.Symbol is ITypeSymbol))
            .OrderBy(g => g.Min(x => x.Match)).ThenBy(g => g.Min(x => x.Item.Group)).ThenBy(g => g.Min(x => x.Item.Order))
            .ThenBy(g => g.Key.Text, StringComparer.OrdinalIgnoreCase).ThenBy(g => g.Key.Text, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (proposals.Count == Most)
                break;
            if (Proposal([.. same.Select(x => x.Item)]) is { } proposal && !proposals.Exists(p => p.Text == proposal.Text && p.Kind == proposal.Kind))
                proposals.Add(proposal);
        }
        return proposals;
    }

    private static Completion? Proposal(List<Candidate> same)
    {
        if (same.Find(item => item.Ready is not null) is { Ready: { } ready })
            return ready;
        var symbols = same.Select(item => item.Symbol!).Where(Visibility.IsShown).ToList();
        if (symbols.Count == 0)
            return null;
        var first = symbols[0];
        var signature = Describe.Short(first);
        if (signature.Length > LongestSignature)
            signature = signature[..(LongestSignature - 1)] + "…";
        if (symbols.Count > 1 && first is IMethodSymbol)
            signature += symbols.Count == 2 ? " (+ 1 overload)" : $" (+ {symbols.Count - 1} overloads)";
        return new Completion(same[0].Text, Describe.Kind(first), signature);
    }

    private static void AddArgumentNames(List<Candidate> found, Call call)
    {
        var names = call.Methods.SelectMany(m => m.Parameters.Skip(call.Index)).Where(p => p.Name.Length > 0 && !call.UsedNames.Contains(p.Name))
            .GroupBy(p => p.Name, StringComparer.Ordinal);
        found.AddRange(names.Select(same => new Candidate(same.Key, Wanted, null, new Completion(Escaped(same.Key) + ":", "param", Describe.Type(same.First().Type)), same.First().Ordinal)));
    }

    private static void AddEnumMembers(List<Candidate> found, CellDraft draft, ITypeSymbol? target, int start)
    {
        if (target is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            target = nullable.TypeArguments[0];
        if (target is not INamedTypeSymbol { TypeKind: TypeKind.Enum } type)
            return;
        var name = type.ToMinimalDisplayString(draft.Model, start);
        foreach (var member in type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue && Visibility.IsShown(f)))
        {
            // Found by either name, for one knows the value and seldom the type.
            var ready = new Completion($"{name}.{member.Name}", "field", $"{name}.{member.Name} = {member.ConstantValue}");
            found.Add(new Candidate(ready.Text, Wanted, null, ready, found.Count));
            found.Add(new Candidate(member.Name, Wanted, null, ready, found.Count));
        }
    }

    private static void AddInitializerMembers(List<Candidate> found, CellDraft draft, InitializerExpressionSyntax initializer, SyntaxToken before, int start, CancellationToken cancellation)
    {
        if (before.Parent != initializer || TypeOf(draft, initializer, cancellation) is not { } type)
            return;
        var given = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => a.Left).OfType<IdentifierNameSyntax>()
            .Where(name => name.SpanStart != start).Select(name => name.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
        for (var owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers())
            {
                if (member is IPropertySymbol { IsIndexer: false, IsStatic: false, SetMethod: not null } or IFieldSymbol { IsReadOnly: false, IsConst: false, IsStatic: false }
                    && (!member.IsImplicitlyDeclared || member is IPropertySymbol) && !given.Contains(member.Name) && draft.Model.IsAccessible(start, member))
                    found.Add(new Candidate(member.Name, Wanted, member, null));
            }
        }
    }

    private static InitializerExpressionSyntax? Initializer(SyntaxToken before) =>
        before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken && before.Parent is InitializerExpressionSyntax initializer
        && initializer.Kind() is SyntaxKind.ObjectInitializerExpression or SyntaxKind.CollectionInitializerExpression or SyntaxKind.WithInitializerExpression
            ? initializer
            : null;

    private static ITypeSymbol? TypeOf(CellDraft draft, InitializerExpressionSyntax initializer, CancellationToken cancellation) => initializer.Parent switch
    {
        ObjectCreationExpressionSyntax creation => draft.Model.GetSymbolInfo(creation.Type, cancellation).Symbol as ITypeSymbol,
        WithExpressionSyntax with => draft.Model.GetTypeInfo(with.Expression, cancellation).Type,
        ImplicitObjectCreationExpressionSyntax creation => TargetType.Of(draft, creation, cancellation),
        AssignmentExpressionSyntax assignment => draft.Model.GetTypeInfo(assignment.Left, cancellation).Type,
        _ => null,
    };

    private static bool TakesElements(ITypeSymbol? type) => type is null || type is IArrayTypeSymbol || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

    // `var |`, `int x|`: a name that does not exist yet.
    private static bool IsDeclaredName(SyntaxToken before) => before.Parent is PredefinedTypeSyntax or IdentifierNameSyntax { IsVar: true };

    private static bool IsFirstOfLine(string code, int start)
    {
        while (start > 0 && code[start - 1] is ' ' or '\t')
            start--;
        return start > 0 && code[start - 1] is '\n' or '\r';
    }

    private static (int Start, int End) Word(string code, int position)
    {
        var (start, end) = (position, position);
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
            start--;
        if (start > 0 && code[start - 1] == '@')
            start--;
        while (position > start && end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end]))
            end++;
        return (start, end);
    }

    private static bool IsNumber(string code, int lastDigit)
    {
        var i = lastDigit;
        while (i >= 0 && (SyntaxFacts.IsIdentifierPartCharacter(code[i])))
            i--;
        return char.IsDigit(code[i + 1]);
    }

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private sealed record Candidate(string Name, int Group, ISymbol? Symbol, Completion? Ready, int Order = 0)
    {
        public string Text => Ready?.Text ?? Escaped(Name);
    }
}
