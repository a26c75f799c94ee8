using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>A cell as its words say it: what it declares, and which names the rest of it uses. Nothing is bound for it.</summary>
internal sealed class CellShape
{
    private CellShape(IReadOnlyList<Declaration> declarations, NameUses statements, HashSet<string> identifiers)
    {
        Declarations = declarations;
        Statements = statements;
        Identifiers = identifiers;
        Names = declarations.Select(declaration => declaration.Name).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<Declaration> Declarations { get; }

    public IReadOnlySet<string> Names { get; }

    /// <summary>What its statements and initial values use.</summary>
    public NameUses Statements { get; }

    /// <summary>Every identifier that it holds, whatever it means there.</summary>
    public IReadOnlySet<string> Identifiers { get; }

    /// <summary>Its words, whatever blanks and comments are between them.</summary>
    public required UInt128 Words { get; init; }

    /// <summary>Whether a name is declared twice where it may be only once: an error, which must stay one.</summary>
    public bool HasDuplicates => Declarations.GroupBy(declaration => declaration.Name, StringComparer.Ordinal).Any(same =>
        same.Count() > 1
        && (same.DistinctBy(declaration => declaration.Key).Count() < same.Count()
            || same.DistinctBy(declaration => declaration.Kind).Count() > 1));

    /// <param name="main">The cell's own text.</param>
    /// <param name="trees">That one and those of the files that it loads.</param>
    /// <param name="isOfCells">Whether a name is one that cells declare.</param>
    public static CellShape Of(SyntaxTree main, IEnumerable<SyntaxTree> trees, Func<string, bool> isOfCells)
    {
        var declarations = new List<Declaration>();
        var statements = new NameUses();
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        var roots = trees.Select(tree => tree.GetCompilationUnitRoot()).ToList();
        foreach (var root in roots)
        {
            var walker = new NameWalker(statements);
            foreach (var node in root.Usings.Where(node => node.Alias is not null))
            {
                declarations.Add(new(DeclarationKind.Alias, node.Alias!.Name.Identifier.ValueText, node.Alias.Name.Identifier.ValueText,
                    [node], -1)
                { Uses = NameWalker.Of(node) });
            }

            for (var i = 0; i < root.Members.Count; i++)
                Add(root.Members[i], root.SyntaxTree == main ? i : -1, walker, declarations);
            foreach (var token in root.DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken))
                    identifiers.Add(token.ValueText);
            }
        }
        var names = declarations.Select(declaration => declaration.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in roots.SelectMany(root => root.Usings).Where(node => node.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)))
        {
            var (name, uses) = ($"using static {node.NamespaceOrType}", NameWalker.Of(node));
            if (uses.All.Any(used => isOfCells(used) || names.Contains(used)))
                declarations.Add(new(DeclarationKind.StaticUsing, name, name, [node], -1) { Uses = uses });
        }
        return new CellShape(Joined(declarations), statements, identifiers) { Words = Declaration.WordsOf(roots) };
    }

    /// <summary>Tells a function from its overloads, by the words of its parameters' types.</summary>
    public static string KeyOf(MethodDeclarationSyntax node)
    {
        var parameters = node.ParameterList.Parameters.Select(parameter =>
            string.Concat(parameter.Modifiers.Where(modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword
                or SyntaxKind.InKeyword).Select(modifier => modifier.Text + " "))
            + string.Concat(parameter.Type?.DescendantTokens().Select(token => token.Text) ?? []));
        return $"{node.Identifier.ValueText}({string.Join(',', parameters)}){node.Arity}";
    }

    private static void Add(MemberDeclarationSyntax member, int place, NameWalker statements, List<Declaration> declarations)
    {
        switch (member)
        {
            case FieldDeclarationSyntax constants when constants.Modifiers.Any(SyntaxKind.ConstKeyword):
                foreach (var constant in constants.Declaration.Variables)
                {
                    declarations.Add(new(DeclarationKind.Constant, constant.Identifier.ValueText, constant.Identifier.ValueText,
                        [constants.Declaration.Type, constant], place)
                    { Uses = NameWalker.Of(constants) });
                }

                break;
            case FieldDeclarationSyntax variables:
                foreach (var variable in variables.Declaration.Variables)
                    declarations.Add(Variable(variable.Identifier.ValueText, variable, variable.Initializer?.Value, place));
                AddDesignations();
                statements.Statement(member);
                break;
            case EventFieldDeclarationSyntax events:
                foreach (var one in events.Declaration.Variables)
                {
                    declarations.Add(new(DeclarationKind.Event, one.Identifier.ValueText, one.Identifier.ValueText,
                        [events.Declaration.Type, one], place)
                    { Uses = NameWalker.Of(events) });
                }

                break;
            case EventDeclarationSyntax node:
                declarations.Add(new(DeclarationKind.Property, node.Identifier.ValueText, node.Identifier.ValueText, [node],
                    place)
                { Uses = NameWalker.Of(node) });
                break;
            case PropertyDeclarationSyntax node:
                var isAuto = node.AccessorList is { } list
                    && list.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null);
                declarations.Add(new(
                    isAuto ? DeclarationKind.AutoProperty
                    : DeclarationKind.Property, node.Identifier.ValueText, node.Identifier.ValueText, isAuto
                    ? [node.Type, node.AccessorList!] : [node], place)
                {
                    Uses = isAuto ? NameUses.None : NameWalker.Of(node),
                });
                if (isAuto)
                    statements.Statement(node);
                break;
            case MethodDeclarationSyntax node:
                declarations.Add(
                    new(DeclarationKind.Method, node.Identifier.ValueText, KeyOf(node), [node], place) { Uses = NameWalker.Of(node) });
                break;
            case TypeDeclarationSyntax node:
                declarations.Add(new(DeclarationKind.Type, node.Identifier.ValueText, $"{node.Identifier.ValueText}`{node.Arity}", [node],
                    place)
                { Uses = NameWalker.Of(node) });
                break;
            case EnumDeclarationSyntax node:
                declarations.Add(new(DeclarationKind.Type, node.Identifier.ValueText, $"{node.Identifier.ValueText}`0", [node],
                    place)
                { Uses = NameWalker.Of(node) });
                break;
            case DelegateDeclarationSyntax node:
                declarations.Add(new(DeclarationKind.Type, node.Identifier.ValueText, $"{node.Identifier.ValueText}`{node.Arity}", [node],
                    place)
                { Uses = NameWalker.Of(node) });
                break;
            default:
                AddDesignations();
                statements.Statement(member);
                break;
        }

        void AddDesignations()
        {
            foreach (var designation in NameWalker.Designations(member))
                declarations.Add(Variable(designation.Identifier.ValueText, designation, null, place));
        }
    }

    private static Declaration Variable(string name, SyntaxNode node, ExpressionSyntax? value, int place)
        => new(DeclarationKind.Variable, name, name, [node], place)
        {
            Uses = value is AnonymousFunctionExpressionSyntax ? NameWalker.Of(value) : NameUses.None,
        };

    // The parts of a partial type are one declaration.
    private static List<Declaration> Joined(List<Declaration> all)
    {
        var joined = new List<Declaration>(all.Count);
        foreach (var declaration in all)
        {
            var first = declaration.Kind == DeclarationKind.Type && IsPartial(declaration)
                ? joined.FindIndex(other => other.Kind == DeclarationKind.Type && other.Key == declaration.Key && IsPartial(other)) : -1;
            if (first < 0)
            {
                joined.Add(declaration);
                continue;
            }
            SyntaxNode[] nodes = [.. joined[first].Nodes, .. declaration.Nodes];
            joined[first] =
                new(DeclarationKind.Type, declaration.Name, declaration.Key, nodes, joined[first].Member) { Uses = NameWalker.Of(nodes) };
        }
        return joined;
    }

    private static bool IsPartial(Declaration declaration)
        => declaration.Nodes[0] is TypeDeclarationSyntax node && node.Modifiers.Any(SyntaxKind.PartialKeyword);
}
