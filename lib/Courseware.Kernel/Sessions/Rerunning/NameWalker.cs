using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>Collects the names that code means and does not declare itself, by the language's rules of scope.</summary>
/// <remarks>
/// From the words alone: to bind them would take as long as to compile the cell. Where the words do not decide (a base class may have a
/// member of the name of a cell's variable) a name counts as used: the reader may then hear of a change that was none, never the other way
/// round.
/// </remarks>
internal sealed class NameWalker(NameUses into) : CSharpSyntaxWalker
{
    private readonly List<HashSet<string>> _scopes = [];
    private int _later;

    /// <summary>What the nodes use, each name that one of them declares left out.</summary>
    public static NameUses Of(params IReadOnlyList<SyntaxNode> nodes)
    {
        var uses = new NameUses { IsLambda = nodes is [AnonymousFunctionExpressionSyntax] };
        var walker = new NameWalker(uses);
        foreach (var node in nodes)
            walker.Visit(node);
        return uses;
    }

    /// <summary>The name of a member that a node of a type declares; null where it declares none.</summary>
    public static string? NameOfMember(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        EventDeclarationSyntax one => one.Identifier.ValueText,
        EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };

    /// <summary>
    /// The variables that an expression of a cell's own level declares: <c>out var x</c>, <c>is int x</c>, <c>var (x, y)</c>.
    /// </summary>
    public static IEnumerable<SingleVariableDesignationSyntax> Designations(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.SelectMany(variable => InExpression(variable.Initializer)),
        PropertyDeclarationSyntax property => InExpression(property.Initializer),
        GlobalStatementSyntax statement => OfStatement(statement.Statement),
        _ => [],
    };

    /// <summary>Takes up a member of the cell that runs, after those before it.</summary>
    public void Statement(MemberDeclarationSyntax member)
    {
        if (member is PropertyDeclarationSyntax property)
        {
            Visit(property.Type);
            Visit(property.Initializer);
            Declared(property.Identifier.ValueText);
            return;
        }
        if (member is FieldDeclarationSyntax field)
        {
            Visit(field.Declaration.Type);
            foreach (var variable in field.Declaration.Variables)
            {
                // A lambda that a variable is set to is asked when it is called.
                if (variable.Initializer?.Value is not AnonymousFunctionExpressionSyntax)
                    Visit(variable.Initializer?.Value);
                Declared(variable.Identifier.ValueText);
            }
            return;
        }
        if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left } assignment } })
        {
            Visit(assignment.Right);
            if (!into.All.Contains(left.Identifier.ValueText))
                into.WrittenFirst.TryAdd(left.Identifier.ValueText, [.. into.All]);
        }
        Visit(member);
    }

    public override void VisitIdentifierName(IdentifierNameSyntax node)
    {
        if (node.Parent is GotoStatementSyntax || node.IsVar)
            return;
        Use(node.Identifier.ValueText);
        if (!IsLocal(node.Identifier.ValueText) && !(_later > 0 && node.Parent is InvocationExpressionSyntax))
            into.Places.Add(node);
        if (node.Parent is AttributeSyntax)
            Use(node.Identifier.ValueText + "Attribute");
    }

    public override void VisitGenericName(GenericNameSyntax node)
    {
        Use(node.Identifier.ValueText);
        Visit(node.TypeArgumentList);
    }

    public override void VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        Visit(node.Expression);
        Member(node.Name);
    }

    public override void VisitMemberBindingExpression(MemberBindingExpressionSyntax node) => Member(node.Name);

    public override void VisitQualifiedName(QualifiedNameSyntax node)
    {
        Visit(node.Left);
        if (node.Right is GenericNameSyntax generic)
            Visit(generic.TypeArgumentList);
    }

    public override void VisitAliasQualifiedName(AliasQualifiedNameSyntax node)
    {
        if (node.Name is GenericNameSyntax generic)
            Visit(generic.TypeArgumentList);
    }

    public override void VisitNameColon(NameColonSyntax node)
    {
    }

    public override void VisitNameEquals(NameEqualsSyntax node)
    {
    }

    public override void VisitExpressionColon(ExpressionColonSyntax node)
    {
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        // It means the name, not what is in it.
        if (node.Expression is not IdentifierNameSyntax { Identifier.ValueText: "nameof" })
            base.VisitInvocationExpression(node);
    }

    public override void VisitArgument(ArgumentSyntax node)
    {
        if (node.RefKindKeyword.Kind() is SyntaxKind.OutKeyword or SyntaxKind.RefKeyword && Target(node.Expression) is { } name)
        {
            Write(name);
            if (node.RefKindKeyword.IsKind(SyntaxKind.OutKeyword))
                return;
        }
        base.VisitArgument(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        var isSimple = node.IsKind(SyntaxKind.SimpleAssignmentExpression);
        // The members of a new object, not variables.
        if (node.Parent is InitializerExpressionSyntax
            {
                RawKind: (int)SyntaxKind.ObjectInitializerExpression
            or (int)SyntaxKind.WithInitializerExpression
            })
        {
            if (node.Left is not IdentifierNameSyntax)
                Visit(node.Left);
            Visit(node.Right);
            return;
        }
        // var (a, b) = (b, a): the values are asked for first.
        var isDeclared = InExpression(node.Left).Any();
        if (isDeclared)
            Visit(node.Right);
        foreach (var target in Targets(node.Left))
        {
            if (Target(target) is { } name)
            {
                Write(name);
                if (!isSimple)
                    Visit(target);
            }
            else
            {
                Visit(target);
            }
        }
        if (!isDeclared)
            Visit(node.Right);
    }

    public override void VisitSingleVariableDesignation(SingleVariableDesignationSyntax node)
    {
        if (!IsLocal(node.Identifier.ValueText))
            Declared(node.Identifier.ValueText);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression
            && Target(node.Operand) is { } name)
        {
            Write(name);
        }

        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression && Target(node.Operand) is { } name)
            Write(name);
        base.VisitPostfixUnaryExpression(node);
    }

    public override void VisitRefExpression(RefExpressionSyntax node)
    {
        if (Target(node.Expression) is { } name)
            Write(name);
        base.VisitRefExpression(node);
    }

    public override void VisitBlock(BlockSyntax node) => In(LocalsOf(node.Statements), () => base.VisitBlock(node));

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Visit(node.Condition);
        Embedded(node.Statement);
        if (node.Else is { } other)
            Embedded(other.Statement);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => In(Names(InExpression(node.Condition)), () =>
    {
        Visit(node.Condition);
        Embedded(node.Statement);
    });

    public override void VisitDoStatement(DoStatementSyntax node)
    {
        Embedded(node.Statement);
        In(Names(InExpression(node.Condition)), () => Visit(node.Condition));
    }

    public override void VisitForStatement(ForStatementSyntax node)
    {
        var declared = node.Declaration?.Variables.Select(variable => variable.Identifier.ValueText) ?? [];
        SyntaxNode?[] heads = [node.Declaration, node.Condition, .. node.Initializers, .. node.Incrementors];
        In([.. declared, .. heads.SelectMany(head => Names(InExpression(head)))], () =>
        {
            foreach (var head in heads)
                Visit(head);
            Embedded(node.Statement);
        });
    }

    public override void VisitForEachStatement(ForEachStatementSyntax node)
    {
        Visit(node.Type);
        Visit(node.Expression);
        In([node.Identifier.ValueText, .. Names(InExpression(node.Expression))], () => Embedded(node.Statement));
    }

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        Visit(node.Expression);
        var declared = Names(InExpression(node.Variable));
        In([.. declared, .. Names(InExpression(node.Expression))], () =>
        {
            if (declared.Count == 0)
                Visit(node.Variable);
            Embedded(node.Statement);
        });
    }

    public override void VisitUsingStatement(UsingStatementSyntax node) =>
        In([.. node.Declaration?.Variables.Select(variable => variable.Identifier.ValueText)
            ?? [], .. Names(InExpression(node.Expression)), .. Names(InExpression(node.Declaration))], () =>
            base.VisitUsingStatement(node));

    public override void VisitFixedStatement(FixedStatementSyntax node) =>
        In([.. node.Declaration.Variables.Select(variable => variable.Identifier.ValueText)], () => base.VisitFixedStatement(node));

    public override void VisitCatchClause(CatchClauseSyntax node) =>
        In([.. node.Declaration is { } caught ? [caught.Identifier.ValueText] : Array.Empty<string>(), .. Names(InExpression(node.Filter))],
            () => base.VisitCatchClause(node));

    public override void VisitSwitchStatement(SwitchStatementSyntax node)
    {
        Visit(node.Expression);
        In([.. node.Sections.SelectMany(section => LocalsOf(section.Statements))], () =>
        {
            foreach (var section in node.Sections)
                In([.. section.Labels.SelectMany(label => Names(InExpression(label)))], () => base.VisitSwitchSection(section));
        });
    }

    public override void VisitSwitchExpressionArm(SwitchExpressionArmSyntax node)
        => In(Names(InExpression(node)), () => base.VisitSwitchExpressionArm(node));

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
        => Later([node.Parameter.Identifier.ValueText, .. Names(InExpression(node.ExpressionBody))], () =>
            base.VisitSimpleLambdaExpression(node));

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        Later([.. Parameters(node.ParameterList), .. Names(InExpression(node.ExpressionBody))], () =>
            base.VisitParenthesizedLambdaExpression(node));

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
        => Later([.. Parameters(node.ParameterList)], () => base.VisitAnonymousMethodExpression(node));

    public override void VisitQueryExpression(QueryExpressionSyntax node)
    {
        Visit(node.FromClause.Expression);
        var ranges = node.DescendantNodes().Select(inner => inner switch
        {
            FromClauseSyntax from => from.Identifier.ValueText,
            LetClauseSyntax let => let.Identifier.ValueText,
            JoinClauseSyntax join => join.Identifier.ValueText,
            JoinIntoClauseSyntax into => into.Identifier.ValueText,
            QueryContinuationSyntax continuation => continuation.Identifier.ValueText,
            _ => null,
        }).OfType<string>();
        Later([.. ranges], () =>
        {
            Visit(node.FromClause.Type);
            Visit(node.Body);
        });
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        Later([.. Parameters(node.ParameterList), .. TypeParameters(node.TypeParameterList), .. Names(InExpression(node.ExpressionBody))],
            () => base.VisitLocalFunctionStatement(node));

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        In([node.Identifier.ValueText, .. Parameters(node.ParameterList), .. TypeParameters(node.TypeParameterList),
            .. Names(InExpression(node.ExpressionBody))], () => base.VisitMethodDeclaration(node));

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        In([.. Parameters(node.ParameterList), .. Names(InExpression(node.Initializer)), .. Names(InExpression(node.ExpressionBody))], () =>
            base.VisitConstructorDeclaration(node));

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        In([.. Parameters(node.ParameterList), .. Names(InExpression(node.ExpressionBody))], () => base.VisitOperatorDeclaration(node));

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        In([.. Parameters(node.ParameterList), .. Names(InExpression(node.ExpressionBody))], () =>
            base.VisitConversionOperatorDeclaration(node));

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
        => In([node.Identifier.ValueText, .. Names(InExpression(node.ExpressionBody))], () => base.VisitPropertyDeclaration(node));

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node) =>
        In([.. node.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText),
            .. Names(InExpression(node.ExpressionBody))], () => base.VisitIndexerDeclaration(node));

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
        => In(["value", "field", .. Names(InExpression(node.ExpressionBody))], () => base.VisitAccessorDeclaration(node));

    public override void VisitClassDeclaration(ClassDeclarationSyntax node) => In(MembersOf(node), () => base.VisitClassDeclaration(node));

    public override void VisitStructDeclaration(StructDeclarationSyntax node)
        => In(MembersOf(node), () => base.VisitStructDeclaration(node));

    public override void VisitRecordDeclaration(RecordDeclarationSyntax node)
        => In(MembersOf(node), () => base.VisitRecordDeclaration(node));

    public override void VisitInterfaceDeclaration(InterfaceDeclarationSyntax node)
        => In(MembersOf(node), () => base.VisitInterfaceDeclaration(node));

    public override void VisitEnumDeclaration(EnumDeclarationSyntax node)
        => In([node.Identifier.ValueText, .. node.Members.Select(member => member.Identifier.ValueText)], () =>
            base.VisitEnumDeclaration(node));

    public override void VisitDelegateDeclaration(DelegateDeclarationSyntax node)
        => In([node.Identifier.ValueText, .. TypeParameters(node.TypeParameterList)], () => base.VisitDelegateDeclaration(node));

    private static IEnumerable<string> Parameters(BaseParameterListSyntax? list)
        => list?.Parameters.Select(parameter => parameter.Identifier.ValueText) ?? [];

    private static IEnumerable<string> TypeParameters(TypeParameterListSyntax? list)
        => list?.Parameters.Select(parameter => parameter.Identifier.ValueText) ?? [];

    private static List<string> MembersOf(TypeDeclarationSyntax type)
    {
        List<string> names = [type.Identifier.ValueText, .. Parameters(type.ParameterList), .. TypeParameters(type.TypeParameterList)];
        foreach (var member in type.Members)
        {
            if (member is BaseFieldDeclarationSyntax fields)
                names.AddRange(fields.Declaration.Variables.Select(variable => variable.Identifier.ValueText));
            else if (member is MethodDeclarationSyntax { Identifier.ValueText: var method })
                names.Add(method);
            else if (member is PropertyDeclarationSyntax { Identifier.ValueText: var property })
                names.Add(property);
            else if (member is BaseTypeDeclarationSyntax { Identifier.ValueText: var nested })
                names.Add(nested);
            else if (member is DelegateDeclarationSyntax { Identifier.ValueText: var nestedDelegate })
                names.Add(nestedDelegate);
            else if (member is EventDeclarationSyntax { Identifier.ValueText: var @event })
                names.Add(@event);
        }
        return names;
    }

    private static IEnumerable<SingleVariableDesignationSyntax> OfStatement(StatementSyntax statement) => statement switch
    {
        LabeledStatementSyntax labeled => OfStatement(labeled.Statement),
        IfStatementSyntax node => InExpression(node.Condition),
        SwitchStatementSyntax node => InExpression(node.Expression),
        LockStatementSyntax node => InExpression(node.Expression),
        ExpressionStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax
            or LocalDeclarationStatementSyntax => InExpression(statement),
        _ => [],
    };

    // Lambdas, the arms of a switch and the clauses of a query keep theirs to themselves.
    private static IEnumerable<SingleVariableDesignationSyntax> InExpression(SyntaxNode? node) => node is null ? [] : node
        .DescendantNodesAndSelf(inner => inner == node
            || inner is not (AnonymousFunctionExpressionSyntax or SwitchExpressionArmSyntax or QueryBodySyntax or StatementSyntax))
        .OfType<SingleVariableDesignationSyntax>();

    private static List<string> Names(IEnumerable<SingleVariableDesignationSyntax> designations)
        => [.. designations.Select(designation => designation.Identifier.ValueText)];

    private static List<string> LocalsOf(IEnumerable<StatementSyntax> statements)
    {
        var names = new List<string>();
        foreach (var statement in statements)
        {
            var inner = statement;
            while (inner is LabeledStatementSyntax labeled)
                inner = labeled.Statement;
            if (inner is LocalDeclarationStatementSyntax locals)
                names.AddRange(locals.Declaration.Variables.Select(variable => variable.Identifier.ValueText));
            else if (inner is LocalFunctionStatementSyntax function)
                names.Add(function.Identifier.ValueText);
            names.AddRange(Names(OfStatement(inner)));
        }
        return names;
    }

    // (a, (b, c)) = … gives three a value.
    private static IEnumerable<ExpressionSyntax> Targets(ExpressionSyntax left)
        => left is TupleExpressionSyntax tuple ? tuple.Arguments.SelectMany(argument => Targets(argument.Expression)) : [left];

    private string? Target(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Target(parenthesized.Expression),
        IdentifierNameSyntax name when !IsLocal(name.Identifier.ValueText) => name.Identifier.ValueText,
        IdentifierNameSyntax name => "",
        _ => null,
    };

    private void Embedded(StatementSyntax statement)
    {
        if (statement is BlockSyntax)
            Visit(statement);
        else
            In(LocalsOf([statement]), () => Visit(statement));
    }

    private void Member(SimpleNameSyntax name)
    {
        into.Members.Add(name.Identifier.ValueText);
        if (name is GenericNameSyntax generic)
            Visit(generic.TypeArgumentList);
    }

    private void Declared(string name) => into.DeclaredAfter.TryAdd(name, into.Places.Count);

    private bool IsLocal(string name) => _scopes.Exists(scope => scope.Contains(name));

    private void Use(string name)
    {
        if (name.Length == 0 || IsLocal(name))
            return;
        into.All.Add(name);
        (_later == 0 ? into.AtOnce : into.Later).Add(name);
    }

    private void Write(string name)
    {
        if (name.Length == 0)
            return;
        into.Written.Add(name);
        if (_later > 0)
            into.WrittenLater.Add(name);
    }

    private void In(IReadOnlyCollection<string> names, Action visit)
    {
        if (names.Count == 0)
        {
            visit();
            return;
        }
        _scopes.Add([.. names]);
        visit();
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    private void Later(IReadOnlyCollection<string> names, Action visit)
    {
        _later++;
        In(names, visit);
        _later--;
    }
}
