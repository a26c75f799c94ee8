using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>A cell after compilation: ready to emit when there are no errors.</summary>
/// <param name="Number">Of its assembly.</param>
/// <param name="Follows">The cells that it can see.</param>
/// <param name="Compilation">What runs: the cell with its check points, where it has any.</param>
/// <param name="Plain">The cell as it was written.</param>
/// <param name="Texts">By the path of a tree.</param>
internal sealed record CompiledCell(
    int Number, CellChain Follows, CellSource Source, CSharpCompilation Compilation, CSharpCompilation Plain,
    ImmutableDictionary<string, CellText> Texts, ImmutableArray<Diagnostic> Errors)
{
    /// <summary>What it declares and uses, as its author wrote it; null where that was not looked at.</summary>
    public CellShape? Shape { get; init; }

    /// <summary>The cell that this is, if it was run before.</summary>
    public CellRecord? Record { get; init; }

    /// <summary>What became of names that were declared before; null where there were none.</summary>
    public Redeclaration? Redeclared { get; init; }

    /// <summary>Functions and types of other cells that were compiled again with it.</summary>
    public IReadOnlyList<LiveDeclaration> Again { get; init; } = [];

    /// <summary>Methods that it does not see, as others have taken their place.</summary>
    public IReadOnlyCollection<(int Cell, DeclaredName Method)> Hidden { get; init; } = [];

    /// <summary>Those that no longer compile, and why.</summary>
    public IReadOnlyList<(LiveDeclaration Live, string Reason)> Stuck { get; init; } = [];

    /// <summary>The errors where the compiler found them: in <see cref="Plain"/>, whose texts may differ from the author's.</summary>
    public ImmutableArray<Diagnostic> Found { get; init; } = Errors;

    /// <summary>What the cell says beside its C#.</summary>
    public required Magics Magics { get; init; }

    /// <summary>The session's packages together with those that the cell asks for; null when it asks for none.</summary>
    public Packages.PackageState? Packages { get; init; }

    public bool Succeeded => Errors.IsEmpty;

    /// <summary>The cell's assembly; null where it has errors.</summary>
    public EmittedCell? Emitted { get; init; }

    /// <summary>Whether there is anything to run; a cell of <c>using</c>s and <c>#r</c>s has nothing.</summary>
    public bool HasCode => Compilation.SyntaxTrees.Any(tree => tree.GetCompilationUnitRoot().Members.Count > 0);

    /// <summary>Whether it is one expression and nothing else.</summary>
    public bool IsExpression =>
        Compilation.SyntaxTrees.Length == 1
        && Compilation.SyntaxTrees[0].GetCompilationUnitRoot() is { Usings.Count: 0, ContainsDirectives: false } root
        && root.Members is [GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } }];

    /// <summary>What later cells can see of this one.</summary>
    public IReadOnlyList<DeclaredName> Declared => field ??=
    [
        .. DeclaredName.Of(Compilation),
        .. Packages is null ? Array.Empty<DeclaredName>() : [new DeclaredName(DeclaredName.Everywhere, "packages")],
        .. Emitted is null ? []
            : Emitted.Synthesized.Shapes.Select(shape => new DeclaredName(DeclaredName.Anonymous, string.Join(' ', shape))),
    ];

    /// <summary>The names of the variables that this cell declares.</summary>
    public IEnumerable<string> Variables =>
        Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(variable => !variable.IsImplicitlyDeclared && !variable.IsConst && !variable.IsStatic
                && !variable.Name.StartsWith(CellOutline.HelperPrefix, StringComparison.Ordinal))
            .Select(variable => variable.Name);
}
