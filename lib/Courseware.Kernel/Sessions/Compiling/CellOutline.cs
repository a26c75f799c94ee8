using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// A cell's declarations without what runs: a text that means the same to later cells, and that the compiler reads in no time.
/// </summary>
internal sealed class CellOutline
{
    private readonly CompilationUnitSyntax _root;
    private readonly IReadOnlyList<string> _variables;
    private readonly string _helpers;
    private readonly ImmutableArray<ImmutableArray<string>> _anonymous;

    private CellOutline(CompilationUnitSyntax root, IReadOnlyList<string> variables, string helpers,
        ImmutableArray<ImmutableArray<string>> anonymous)
    {
        _root = root;
        _variables = variables;
        _helpers = helpers;
        _anonymous = anonymous;
    }

    /// <summary>Names that only outlines declare begin with this.</summary>
    public const string HelperPrefix = "__outline";

    /// <summary>Of these, names of what lambdas of the cell may still ask for after it has run.</summary>
    public const string KeptPrefix = HelperPrefix + "Kept_";

    /// <summary>Whether it declares variables of the framework's types and nothing else: then it needs no other cell.</summary>
    public required bool IsPlain { get; init; }

    /// <summary>The variables whose types another cell could have declared, with the keys of those types.</summary>
    public required IReadOnlyList<(string Name, string Key)> Keys { get; init; }

    /// <returns>Null where one text cannot say it: a cell that loads files, or whose variables' types cannot be written.</returns>
    public static CellOutline? Of(CompiledCell cell)
    {
        if (cell.Compilation.SyntaxTrees is not [var tree])
            return null;
        var fields = cell.Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(field => !field.IsImplicitlyDeclared && !field.IsConst && !field.Name.StartsWith(HelperPrefix, StringComparison.Ordinal))
            .ToList();
        var writer = new TypeWriter();
        var variables = new List<string>(fields.Count);
        foreach (var field in fields)
        {
            if (writer.Declaration(field) is not { } text)
                return null;
            variables.Add(text);
        }
        ImmutableArray<ImmutableArray<string>> shapes = [.. cell.Emitted?.Synthesized.Shapes ?? []];
        // Those of a query have their numbers among the others, and cannot be written.
        if (shapes.Length > 0 && shapes.Length < cell.Emitted!.Synthesized.Anonymous.Length)
            return null;
        return new CellOutline(tree.GetCompilationUnitRoot(), variables, writer.Helpers, shapes)
        {
            IsPlain = fields.Count == cell.Declared.Count && fields.TrueForAll(field => TypeKey.IsOfFramework(field.Type)),
            Keys = [.. fields.Where(field => !TypeKey.IsOfFramework(field.Type)).Select(field => (field.Name, TypeKey.Of(field.Type)))],
        };
    }

    /// <summary>Whether a compilation of the text declares variables of the types that the cell did.</summary>
    public bool IsMetBy(CSharpCompilation compilation) => Keys.All(variable =>
        compilation.ScriptClass!.GetMembers(variable.Name).OfType<IFieldSymbol>().FirstOrDefault() is { } field
        && TypeKey.Of(field.Type) == variable.Key);

    /// <param name="hidden">Methods and usings that later cells must not see.</param>
    public string Text(IReadOnlyCollection<Microsoft.CodeAnalysis.Text.TextSpan> hidden)
    {
        var text = new StringBuilder();
        foreach (var directive in _root.ContainsDirectives ? _root.GetReferenceDirectives() : [])
            text.Append("#r ").Append(directive.File.Text).Append('\n');
        foreach (var node in _root.Externs)
            text.Append(node).Append('\n');
        foreach (var node in _root.Usings.Where(node => !hidden.Contains(node.Span)))
            text.Append(node).Append('\n');
        // First, so that they are numbered as they were in the cell.
        if (!_anonymous.IsEmpty)
            text.Append("object[] ").Append(HelperPrefix).Append(" = { ").AppendJoin(", ", _anonymous.Select(Anonymous)).Append(" };\n");
        text.AppendJoin('\n', _variables).Append('\n').Append(_helpers);
        foreach (var member in _root.Members)
        {
            if (member is GlobalStatementSyntax or IncompleteMemberSyntax
                || (member is FieldDeclarationSyntax field && !field.Modifiers.Any(SyntaxKind.ConstKeyword))
                || hidden.Contains(member.Span))
            {
                continue;
            }

            text.Append(member is FieldDeclarationSyntax or EnumDeclarationSyntax or DelegateDeclarationSyntax ? member.ToString()
                : Bodiless.Of(member)).Append('\n');
        }
        return text.ToString();
    }

    private static string Anonymous(ImmutableArray<string> names)
        => $"new {{ {string.Join(", ", names.Select(name => $"@{name} = default(object)"))} }}";

    /// <summary>Writes types as a cell could, and for those without a name a value from which the compiler infers them.</summary>
    public sealed class TypeWriter
    {
        private static readonly SymbolDisplayFormat s_format =
            SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);
        private readonly StringBuilder _helpers = new();
        private int _count;

        public string Helpers => _helpers.ToString();

        public string? Declaration(IFieldSymbol field)
        {
            var modifiers = (field.IsStatic ? "static " : "") + (field.IsReadOnly ? "readonly " : "")
                + (field.IsVolatile ? "volatile " : "");
            if (!TypeKey.IsUnspeakable(field.Type))
                return $"{modifiers}{Type(field.Type)} @{field.Name};";
            return Value(field.Type) is { } value ? $"{modifiers}var @{field.Name} = {value};" : null;
        }

        // A type of a cell is a member of the cell's class, whose name cannot be written.
        private static string Type(ITypeSymbol type)
        {
            var parts = type.ToDisplayParts(s_format);
            var text = new StringBuilder();
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i].Symbol is INamedTypeSymbol { IsScriptClass: true })
                    i++;
                else
                    text.Append(parts[i].ToString());
            }
            return text.ToString();
        }

        /// <summary>A value of the type; null where none can be written.</summary>
        public string? Value(ITypeSymbol type) => type switch
        {
            _ when !TypeKey.IsUnspeakable(type) => $"default({Type(type)})",
            IArrayTypeSymbol { Rank: 1 } array => Value(array.ElementType) is { } element ? $"new[] {{ {element} }}" : null,
            // Whose it is, its text does not say.
            INamedTypeSymbol { TypeKind: TypeKind.Delegate, CanBeReferencedByName: false } => null,
            INamedTypeSymbol { IsAnonymousType: true } anonymous => Anonymous(anonymous),
            INamedTypeSymbol { IsTupleType: true } tuple => Tuple(tuple),
            INamedTypeSymbol { IsGenericType: true, ContainingType: null } named => Generic(named),
            _ => null,
        };

        private string? Anonymous(INamedTypeSymbol type)
        {
            var values = type.GetMembers().OfType<IPropertySymbol>().Select(property => (property.Name, Value: Value(property.Type)))
                .ToList();
            return values.Exists(pair => pair.Value is null) ? null
                : $"new {{ {string.Join(", ", values.Select(pair => $"@{pair.Name} = {pair.Value}"))} }}";
        }

        private string? Tuple(INamedTypeSymbol type)
        {
            var values = type.TupleElements.Select(element =>
                (Name: element.IsExplicitlyNamedTupleElement ? $"@{element.Name}: " : "", Value: Value(element.Type))).ToList();
            return values.Exists(pair => pair.Value is null) ? null
                : $"({string.Join(", ", values.Select(pair => pair.Name + pair.Value))})";
        }

        // A method whose type arguments are inferred: T<A, B> F<A, B>(A a, B b).
        private string? Generic(INamedTypeSymbol type)
        {
            var values = type.TypeArguments.Select(Value).ToList();
            if (values.Contains(null))
                return null;
            var (helper, names) = ($"{HelperPrefix}{_count++}", Enumerable.Range(0, values.Count).Select(i => $"T{i}").ToList());
            var definition = Type(type.ConstructedFrom);
            var constructed = $"{definition[..definition.LastIndexOf('<')]}<{string.Join(", ", names)}>";
            _helpers.Append($"static {constructed} {helper}<{string.Join(", ", names)}>({string.Join(", ", names.Select((name, i) => $"{name} a{i}"))}) {{ throw null; }}\n");
            return $"{helper}({string.Join(", ", values)})";
        }
    }

    /// <summary>Takes the bodies and initial values out of a member.</summary>
    private sealed class Bodiless : CSharpSyntaxRewriter
    {
        private static readonly Bodiless s_only = new();
        private static readonly BlockSyntax s_body = (BlockSyntax)SyntaxFactory.ParseStatement(" { throw null; }");
        private static readonly AccessorListSyntax s_getter =
            SyntaxFactory.AccessorList([SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, s_body)]);

        public static string Of(MemberDeclarationSyntax member) => s_only.Visit(member).ToString();

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
            => Without(node, (node, body) => node.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default));

        public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
            => Without(node, (node, body) => node.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default));

        public override SyntaxNode? VisitDestructorDeclaration(DestructorDeclarationSyntax node)
            => Without(node, (node, body) => node.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default));

        public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node)
            => Without(node, (node, body) => node.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default));

        public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
            Without(node, (node, body) => node.WithBody(body).WithExpressionBody(null).WithSemicolonToken(default));

        public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node) =>
            node.Body is null && node.ExpressionBody is null ? node
            : node.WithBody(s_body).WithExpressionBody(null).WithSemicolonToken(default);

        public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
        {
            if (node.ExpressionBody is not null)
                return node.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(s_getter);
            node = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
            return node.Initializer is null ? node : node.WithInitializer(null).WithSemicolonToken(default);
        }

        public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node) =>
            node.ExpressionBody is null ? base.VisitIndexerDeclaration(node)
            : node.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(s_getter);

        public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
            => node.Modifiers.Any(SyntaxKind.ConstKeyword) ? node : base.VisitFieldDeclaration(node);

        public override SyntaxNode? VisitVariableDeclarator(VariableDeclaratorSyntax node) => node.WithInitializer(null);

        private static T Without<T>(T node, Func<T, BlockSyntax, T> with)
            where T : BaseMethodDeclarationSyntax =>
            node.Body is null && node.ExpressionBody is null ? node : with(node, s_body);
    }
}
