using System.Collections.Immutable;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>Proposes what may stand at a position of an unfinished cell, over what the session's cells declared.</summary>
/// <param name="patience">How long the recommender may take before a plain lookup replaces it.</param>
internal sealed class Completer(CellCompiler compiler, string folder, TimeSpan patience)
{
    private const int Most = 500;
    private const int LongestSignature = 160;

    // Within one quality of match, from what was most likely meant to what is always possible.
    private enum Group
    {
        Wanted,
        Fitting,
        Own,
        Member,
        Library,
        Keyword,
        Helper,
        Extension,
        Framework,
        Rare,
        Namespace,
    }

    public CompletionList At(string cell, int position, CancellationToken cancellation)
    {
        position = int.Clamp(position, 0, cell.Length);
        if (PathProposals.At(cell, position, folder) is { } paths)
            return paths;
        var text = DraftText.Of(cell, position);
        var list = AtCode(text.Code, text.To(position), cancellation);
        return list with { Start = text.From(list.Start), End = text.From(list.End) };
    }

    private CompletionList AtCode(string code, int position, CancellationToken cancellation)
    {
        var (start, end) = Word(code, position);
        var typed = code[start..position];
        if (typed.Length > 0 && char.IsDigit(typed[0])
            || start >= 2 && code[start - 1] == '.' && char.IsDigit(code[start - 2]) && IsNumber(code, start - 2))
        {
            return CompletionList.None(position);
        }

        var plain = new CellDraft(compiler, CSharpSyntaxTree.ParseText(code, CellDraft.ParseOptions, cancellationToken: cancellation));
        if (plain.IsText(position))
            return CompletionList.None(position);
        var (draft, symbols) = Recommendations.Ask(compiler, code, position, patience, cancellation)
            ?? (plain, [.. Lookup.At(plain, plain.TokenBefore(start), start, cancellation)]);
        var found = new List<Candidate>();
        var replaced = Collect(found, draft, symbols, code, start, cancellation);
        return new CompletionList(Best(found, typed.TrimStart('@'), cancellation), replaced, end);
    }

    /// <returns>Where what is replaced begins.</returns>
    private static int Collect(List<Candidate> found, CellDraft draft, ImmutableArray<ISymbol> symbols, string code, int start,
        CancellationToken cancellation)
    {
        var before = draft.TokenBefore(start);
        var initializer = Initializer(before);
        if (initializer is not null)
        {
            AddInitializerMembers(found, draft, initializer, before, start, cancellation);
            if (initializer.IsKind(SyntaxKind.WithInitializerExpression) || !TakesElements(TypeOf(draft, initializer, cancellation)))
                return start;
        }

        var call = before.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken or SyntaxKind.OpenBracketToken
            or SyntaxKind.ColonToken or SyntaxKind.NewKeyword
            ? Call.At(draft, start, cancellation)
            : null;
        if (before.Parent is BaseArgumentListSyntax or AttributeArgumentListSyntax && call is not null)
            AddArgumentNames(found, call);
        var isNew = before.IsKind(SyntaxKind.NewKeyword);
        var target = TargetType.At(draft, isNew ? before.SpanStart : start, call, cancellation);
        if (!isNew)
            AddEnumMembers(found, draft, target, start);

        var newLine = IsFirstOfLine(code, start) && KeywordProposals.EndsValue(before);
        if (symbols.IsEmpty && newLine && !IsDeclaredName(before))
            // the line above lacks its semicolon, and this was taken for a name that it declares
            symbols = draft.OpenModel.LookupSymbols(start);
        var isMember = before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken;
        var declaring = Declaring(draft, start);
        foreach (var symbol in symbols)
        {
            if (isNew && symbol is INamedTypeSymbol type && (type.IsStatic || type.TypeKind is TypeKind.Interface or TypeKind.Enum))
                continue;
            if (symbol.Name == declaring && symbol is ILocalSymbol or IFieldSymbol && symbol.Locations is [{ SourceTree: var tree }]
                && tree == draft.Tree || !isMember && !draft.IsAccessible(symbol, start))
            {
                continue;
            }

            found.Add(new Candidate(symbol.Name, isMember ? GroupOfMember(symbol)
                : GroupOf(symbol, isNew, target, draft.Compilation), symbol, null));
        }
        if (code.AsSpan(start).StartsWith('@'))
            return start;
        if (symbols.Length > 0 || before.Parent is AccessorListSyntax or AccessorDeclarationSyntax
            || KeywordProposals.EndsValue(before) && !IsDeclaredName(before))
        {
            var words = KeywordProposals.After(before,
                areTypesOnly: !symbols.Any(symbol => symbol is ILocalSymbol or IFieldSymbol or IParameterSymbol or IPropertySymbol));
            if (newLine)
                words = KeywordProposals.After(default).Concat(words);
            found.AddRange(words.Select(word => new Candidate(word, Group.Keyword, null, new Completion(word, "keyword", null))));
        }
        return start;
    }

    private static Group GroupOf(ISymbol symbol, bool isNew, ITypeSymbol? target, Compilation compilation)
    {
        var isOwn = symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol || Describe.IsOfCell(symbol)
            || Describe.IsOwn(symbol);
        if (target is { SpecialType: not SpecialType.System_Object })
        {
            if (isNew && symbol is INamedTypeSymbol { IsAbstract: false } type && Fits(type, target, compilation))
                return Group.Wanted;
            if (!isNew && isOwn && TypeOf(symbol) is { } held && Fits(held, target, compilation))
                return Group.Fitting;
        }
        return symbol switch
        {
            INamespaceSymbol => Group.Namespace,
            _ when isOwn => Group.Own,
            _ when Visibility.IsOfLibrary(symbol) => isNew && symbol.IsAbstract ? Group.Rare : Group.Library,
            _ when !Visibility.IsOfFramework(symbol) => Group.Helper,
            INamedTypeSymbol type when IsRare(type) => Group.Rare,
            _ => Group.Framework,
        };
    }

    private static Group GroupOfMember(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol => Group.Namespace,
        IMethodSymbol
        {
            Name: "Equals" or "GetHashCode" or "GetType" or "GetTypeCode" or "ReferenceEquals" or "MemberwiseClone"
            or "CompareTo" or "TryFormat"
        } when !Describe.IsOwn(symbol) || symbol.IsImplicitlyDeclared => Group.Rare,
        IMethodSymbol { IsImplicitlyDeclared: true } or IMethodSymbol { Name: "Deconstruct", ReturnsVoid: true } => Group.Rare,
        IMethodSymbol { ReducedFrom: not null } =>
            Visibility.IsOfFramework(symbol) ? Group.Extension : Visibility.IsOfLibrary(symbol) || Describe.IsOwn(symbol) ? Group.Library
            : Group.Helper,
        INamedTypeSymbol type when IsRare(type) => Group.Rare,
        _ => Group.Member,
    };

    // What a notebook's author seldom writes, and what there is much of.
    private static bool IsRare(INamedTypeSymbol type)
    {
        if (type.Name.EndsWith("EventArgs", StringComparison.Ordinal) || type.Name.EndsWith("EventHandler", StringComparison.Ordinal))
            return true;
        for (var up = type.BaseType; up is not null; up = up.BaseType)
        {
            if (up.Name is "Exception" or "Attribute")
                return true;
        }
        return false;
    }

    private static bool Fits(ITypeSymbol type, ITypeSymbol target, Compilation compilation) =>
        compilation.ClassifyCommonConversion(type, target) is { Exists: true, IsImplicit: true, IsUserDefined: false };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    // "var z = |": z has no value yet. In a function it may have one by the time that the function is called.
    private static string? Declaring(CellDraft draft, int start)
    {
        for (var node = draft.TokenBefore(start).Parent; node is not null and not AnonymousFunctionExpressionSyntax; node = node.Parent)
        {
            if (node is VariableDeclaratorSyntax { Initializer: { } value } declarator && value.EqualsToken.Span.End <= start)
                return declarator.Identifier.ValueText;
        }
        return null;
    }

    private static List<Completion> Best(List<Candidate> found, string typed, CancellationToken cancellation)
    {
        var fitting = found.Select(item => (Item: item, Match: NameMatch.Of(item.Name, typed))).Where(x => x.Match != NameMatch.No)
            .ToList();
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
            if (Proposal([.. same.Select(x => x.Item)]) is { } proposal
                && !proposals.Exists(p => p.Text == proposal.Text && p.Kind == proposal.Kind))
            {
                proposals.Add(proposal);
            }
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
        var names = call.Methods.SelectMany(m => m.Parameters.Skip(call.Index))
            .Where(p => p.Name.Length > 0 && !call.UsedNames.Contains(p.Name))
            .GroupBy(p => p.Name, StringComparer.Ordinal);
        found.AddRange(
            names.Select(same =>
                new Candidate(same.Key, Group.Wanted, null,
                    new Completion(Escaped(same.Key) + ":", "param", Describe.Type(same.First().Type)), same.First().Ordinal)));
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
            found.Add(new Candidate(ready.Text, Group.Wanted, null, ready, found.Count));
            found.Add(new Candidate(member.Name, Group.Wanted, null, ready, found.Count));
        }
    }

    private static void AddInitializerMembers(List<Candidate> found, CellDraft draft, InitializerExpressionSyntax initializer,
        SyntaxToken before, int start, CancellationToken cancellation)
    {
        if (before.Parent != initializer || TypeOf(draft, initializer, cancellation) is not { } type)
            return;
        var given = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => a.Left).OfType<IdentifierNameSyntax>()
            .Where(name => name.SpanStart != start).Select(name => name.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
        for (var owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers())
            {
                if (member is IPropertySymbol { IsIndexer: false, IsStatic: false, SetMethod: not null }
                    or IFieldSymbol { IsReadOnly: false, IsConst: false, IsStatic: false }
                    && (!member.IsImplicitlyDeclared || member is IPropertySymbol) && !given.Contains(member.Name)
                    && draft.Model.IsAccessible(start, member))
                {
                    found.Add(new Candidate(member.Name, Group.Wanted, member, null));
                }
            }
        }
    }

    private static InitializerExpressionSyntax? Initializer(SyntaxToken before) =>
        before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken && before.Parent is InitializerExpressionSyntax initializer
        && initializer.Kind() is SyntaxKind.ObjectInitializerExpression or SyntaxKind.CollectionInitializerExpression
        or SyntaxKind.WithInitializerExpression
            ? initializer
            : null;

    private static ITypeSymbol? TypeOf(CellDraft draft, InitializerExpressionSyntax initializer, CancellationToken cancellation)
        => initializer.Parent switch
        {
            ObjectCreationExpressionSyntax creation => draft.Model.GetSymbolInfo(creation.Type, cancellation).Symbol as ITypeSymbol,
            WithExpressionSyntax with => draft.Model.GetTypeInfo(with.Expression, cancellation).Type,
            ImplicitObjectCreationExpressionSyntax creation => TargetType.Of(draft, creation, cancellation),
            AssignmentExpressionSyntax assignment => draft.Model.GetTypeInfo(assignment.Left, cancellation).Type,
            _ => null,
        };

    private static bool TakesElements(ITypeSymbol? type)
        => type is null || type is IArrayTypeSymbol
        || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

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

    private sealed record Candidate(string Name, Group Group, ISymbol? Symbol, Completion? Ready, int Order = 0)
    {
        public string Text => Ready?.Text ?? Escaped(Name);
    }
}
