using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>Puts check points into a cell: where it loops, where its functions begin, and around what it awaits.</summary>
/// <remarks>
/// It works on the text, not on the tree: what it puts in has no line break, so lines stay as they are, and <see cref="CellText"/> knows
/// the columns. Code that does not compile must not do so with check points either. Expression trees are left alone, as a statement cannot
/// stand in them. Edits at one position are in the order of the walk, which is the order of the text.
/// </remarks>
internal sealed class Weaver : CSharpSyntaxWalker
{
    private const string Points = "global::Courseware.Kernel.Sessions.CheckPoints.";
    private const string Check = "if(" + Points + "Asked)" + Points + "Stop();";
    private const string Enter = Points + "Enter();";
    private const string MayCatch = Points + "MayCatch()";
    private const string BeginCleanUp = Points + "BeginCleanUp();try{";
    private const string EndCleanUp = "}finally{" + Points + "EndCleanUp();}";

    private readonly List<TextEdit> _edits = [];
    private readonly Lazy<SemanticModel> _model;
    private readonly bool _isMarked;
    private readonly CancellationToken _cancellation;

    private Weaver(Lazy<SemanticModel> model, bool isMarked, CancellationToken cancellation)
    {
        _model = model;
        _isMarked = isMarked;
        _cancellation = cancellation;
    }

    /// <summary>The tree's text with check points; without any edit when it has no place for one.</summary>
    /// <param name="isMarked">Whether it has its <see cref="Marks"/> already.</param>
    public static CellText Weave(CSharpCompilation compilation, SyntaxTree tree, bool isMarked = false,
        CancellationToken cancellation = default)
    {
        var weaver = new Weaver(new Lazy<SemanticModel>(() => compilation.GetSemanticModel(tree)), isMarked, cancellation);
        weaver.Visit(tree.GetRoot(cancellation));
        return new CellText(tree.GetText(cancellation), [.. weaver._edits.OrderBy(edit => edit.At)]);
    }

    /// <summary>
    /// Says between a cell's statements how far it has come, so that it is known which variables have a value when it fails. None where no
    /// variable is followed by anything that runs.
    /// </summary>
    public static IEnumerable<TextEdit> Marks(CompilationUnitSyntax root)
    {
        var isDue = false;
        for (var i = 0; i < root.Members.Count; i++)
        {
            if (root.Members[i]
                is not (GlobalStatementSyntax or FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }))
            {
                continue;
            }

            if (isDue)
                yield return new TextEdit(root.Members[i].SpanStart, 0, $"{Points}Passed({i.ToString(CultureInfo.InvariantCulture)});");
            isDue = root.Members[i] is not GlobalStatementSyntax || NameWalker.Designations(root.Members[i]).Any();
        }
    }

    public override void VisitCompilationUnit(CompilationUnitSyntax node)
    {
        if (!_isMarked)
            _edits.AddRange(Marks(node));
        // After a long call was stopped, the statements that follow it in the cell are not to run.
        var afterCall = false;
        foreach (var member in node.Members)
        {
            var runs = member is GlobalStatementSyntax or FieldDeclarationSyntax;
            if (runs && afterCall)
                Insert(member.SpanStart, Check);
            afterCall |= runs
                && member.DescendantNodes()
                .Any(inner => inner is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax);
            Visit(member);
        }
    }

    public override void VisitWhileStatement(WhileStatementSyntax node) => Loop(node.Statement, () => base.VisitWhileStatement(node));

    public override void VisitDoStatement(DoStatementSyntax node) => Loop(node.Statement, () => base.VisitDoStatement(node));

    public override void VisitForStatement(ForStatementSyntax node) => Loop(node.Statement, () => base.VisitForStatement(node));

    public override void VisitForEachStatement(ForEachStatementSyntax node) => Loop(node.Statement, () => base.VisitForEachStatement(node));

    public override void VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
        => Loop(node.Statement, () => base.VisitForEachVariableStatement(node));

    public override void VisitLabeledStatement(LabeledStatementSyntax node)
    {
        Insert(node.ColonToken.Span.End, Check);
        base.VisitLabeledStatement(node);
    }

    public override void VisitSwitchStatement(SwitchStatementSyntax node)
    {
        var jumps = node.DescendantNodes()
            .Any(inner => inner.IsKind(SyntaxKind.GotoCaseStatement) || inner.IsKind(SyntaxKind.GotoDefaultStatement));
        Visit(node.Expression);
        foreach (var section in node.Sections)
        {
            foreach (var label in section.Labels)
                Visit(label);
            if (jumps)
                Insert(section.Labels[^1].ColonToken.Span.End, Check);
            foreach (var statement in section.Statements)
                Visit(statement);
        }
    }

    public override void VisitCatchClause(CatchClauseSyntax node)
    {
        if (node.Filter is { } filter)
        {
            Insert(filter.FilterExpression.SpanStart, MayCatch + "&&(");
            base.VisitCatchClause(node);
            return;
        }
        Insert(node.Declaration?.Span.End ?? node.CatchKeyword.Span.End, $" when({MayCatch})");
        base.VisitCatchClause(node);
    }

    public override void VisitCatchFilterClause(CatchFilterClauseSyntax node)
    {
        base.VisitCatchFilterClause(node);
        Insert(node.FilterExpression.Span.End, ")");
    }

    public override void VisitFinallyClause(FinallyClauseSyntax node) => CleanUp(node.Block, () => base.VisitFinallyClause(node));

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var cleansUp = node.Identifier.ValueText is "Dispose" or "DisposeAsync";
        if (cleansUp && node.Body is { } body)
        {
            CleanUp(body, () => base.VisitMethodDeclaration(node));
        }
        else
        {
            Function(node.Body, node.ExpressionBody, node.SemicolonToken, () => Returns(node), () =>
                base.VisitMethodDeclaration(node), cleansUp);
        }
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, () => Returns(node), () => base.VisitLocalFunctionStatement(node));

    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, static () => false, () => base.VisitConstructorDeclaration(node));

    public override void VisitDestructorDeclaration(DestructorDeclarationSyntax node) =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, static () => false, () => base.VisitDestructorDeclaration(node));

    public override void VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, () => Returns(node), () => base.VisitOperatorDeclaration(node));

    public override void VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, static () => true, () =>
            base.VisitConversionOperatorDeclaration(node));

    public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node) =>
        Function(node.Body, node.ExpressionBody, node.SemicolonToken, () => node.IsKind(SyntaxKind.GetAccessorDeclaration), () =>
            base.VisitAccessorDeclaration(node));

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node) =>
        Getter(node.ExpressionBody, node.SemicolonToken, () => base.VisitPropertyDeclaration(node));

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node) =>
        Getter(node.ExpressionBody, node.SemicolonToken, () => base.VisitIndexerDeclaration(node));

    public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        Insert(node.Block.OpenBraceToken.Span.End, Enter);
        base.VisitAnonymousMethodExpression(node);
    }

    public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
        => Lambda(node, () => base.VisitSimpleLambdaExpression(node));

    public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
        => Lambda(node, () => base.VisitParenthesizedLambdaExpression(node));

    public override void VisitAwaitExpression(AwaitExpressionSyntax node) => Around(node.Expression, Points + "Awaiting(", ")");

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        // The one endless source of the framework's own that a loop without a line of the user's can run over.
        if (node.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "InfiniteSequence" }
            && Method(node) is { ContainingType.Name: "Enumerable" })
        {
            Insert(node.SpanStart, Points + "Watch(");
            base.VisitInvocationExpression(node);
            Insert(node.Span.End, ")");
        }
        else
        {
            base.VisitInvocationExpression(node);
        }
    }

    public override void VisitQueryExpression(QueryExpressionSyntax node)
    {
        // A provider that turns the query into something else gets it as it was written.
        if (node.DescendantNodes().Any(inner => inner is QueryClauseSyntax or SelectOrGroupClauseSyntax && TakesTree(ClauseMethod(inner))))
            return;
        base.VisitQueryExpression(node);
    }

    public override void VisitWhereClause(WhereClauseSyntax node)
    {
        if (ClauseMethod(node) is { ContainingType.Name: "Enumerable" })
            Around(node.Condition, Points + "Pass()&&(", ")");
        else
            base.VisitWhereClause(node);
    }

    public override void VisitSelectClause(SelectClauseSyntax node)
    {
        if (ClauseMethod(node) is { ContainingType.Name: "Enumerable" })
            Around(node.Expression, Points + "Pass(", ")");
        else
            base.VisitSelectClause(node);
    }

    private void Insert(int at, string text) => _edits.Add(new TextEdit(at, 0, text));

    private void Around(SyntaxNode node, string before, string after)
    {
        Insert(node.SpanStart, before);
        Visit(node);
        Insert(node.Span.End, after);
    }

    private void Loop(StatementSyntax body, Action visit)
    {
        if (body is BlockSyntax block)
        {
            Insert(block.OpenBraceToken.Span.End, Check);
            visit();
            return;
        }
        // A declaration as a loop's body is an error, and would be none between braces.
        if (body is LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax)
        {
            visit();
            return;
        }
        Insert(body.SpanStart, "{" + Check);
        visit();
        Insert(body.Span.End, "}");
    }

    private void CleanUp(BlockSyntax block, Action visit)
    {
        Insert(block.OpenBraceToken.Span.End, BeginCleanUp);
        visit();
        Insert(block.CloseBraceToken.SpanStart, EndCleanUp);
    }

    private void Function(BlockSyntax? body, ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, Func<bool> returns, Action visit,
        bool cleansUp = false)
    {
        if (body is not null)
            Insert(body.OpenBraceToken.Span.End, Enter);
        if (arrow is null)
        {
            visit();
            return;
        }
        Arrow(arrow, semicolon, cleansUp ? "{" + BeginCleanUp : "{" + Enter, cleansUp ? EndCleanUp + "}" : "}", returns(), visit);
    }

    private void Getter(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, Action visit)
    {
        if (arrow is null)
            visit();
        else
            Arrow(arrow, semicolon, "{get{" + Enter, "}}", returns: true, visit);
    }

    private void Arrow(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, string before, string after, bool returns, Action visit)
    {
        _edits.Add(new TextEdit(arrow.ArrowToken.SpanStart, arrow.ArrowToken.Span.Length, ""));
        Insert(arrow.Expression.SpanStart, before + (returns ? Return(arrow.Expression) : ""));
        visit();
        Insert(semicolon.Span.End, after);
    }

    private void Lambda(LambdaExpressionSyntax node, Action visit)
    {
        if (node.Block is { } block)
        {
            Insert(block.OpenBraceToken.Span.End, Enter);
            visit();
            return;
        }
        if (IsTree(_model.Value.GetTypeInfo(node, _cancellation).ConvertedType))
            return;
        if (_model.Value.GetSymbolInfo(node, _cancellation).Symbol is not IMethodSymbol method || node.ExpressionBody is not { } expression)
        {
            visit();
            return;
        }
        Insert(expression.SpanStart, "{" + Enter + (Returns(method) ? Return(expression) : ""));
        visit();
        Insert(expression.Span.End, ";}");
    }

    private static string Return(ExpressionSyntax expression) => expression is ThrowExpressionSyntax ? "" : "return ";

    private bool Returns(SyntaxNode declaration)
        => _model.Value.GetDeclaredSymbol(declaration, _cancellation) is not IMethodSymbol method || Returns(method);

    private static bool Returns(IMethodSymbol method)
        => !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });

    private IMethodSymbol? Method(SyntaxNode node) => _model.Value.GetSymbolInfo(node, _cancellation).Symbol as IMethodSymbol;

    private IMethodSymbol? ClauseMethod(SyntaxNode node) => node is QueryClauseSyntax clause
        ? _model.Value.GetQueryClauseInfo(clause, _cancellation).OperationInfo.Symbol as IMethodSymbol
        : Method(node);

    private static bool TakesTree(IMethodSymbol? method)
        => method is not null && method.Parameters.Any(parameter => IsTree(parameter.Type));

    private static bool IsTree(ITypeSymbol? type)
        => type is INamedTypeSymbol { Arity: 1, Name: "Expression" } tree
        && tree.ContainingNamespace.ToDisplayString() == "System.Linq.Expressions";
}
