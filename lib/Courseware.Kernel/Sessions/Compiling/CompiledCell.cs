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
    int Number, CellChain Follows, CellSource Source, CSharpCompilation Compilation, CSharpCompilation Plain, ImmutableDictionary<string, CellText> Texts, ImmutableArray<Diagnostic> Errors)
{
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
        Compilation.SyntaxTrees.Length == 1 && Compilation.SyntaxTrees[0].GetCompilationUnitRoot() is { Usings.Count: 0, ContainsDirectives: false } root
        && root.Members is [GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } }];

    /// <summary>What later cells can see of this one.</summary>
    public IReadOnlyList<DeclaredName> Declared => field ??= [.. DeclaredName.Of(Compilation), .. Packages is null ? Array.Empty<DeclaredName>() : [new DeclaredName(DeclaredName.Everywhere, "packages")]];

    /// <summary>The names of the variables that this cell declares.</summary>
    public IEnumerable<string> Variables =>
        Compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(variable => !variable.IsImplicitlyDeclared && !variable.IsConst && !variable.IsStatic)
            .Select(variable => variable.Name);
}
