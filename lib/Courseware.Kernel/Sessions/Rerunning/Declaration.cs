using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>One thing that a cell declares for later ones, as its author wrote it.</summary>
/// <param name="Key">Tells it from all others that can be seen beside it: a method by its parameters, a type by its number of type
/// parameters.</param>
/// <param name="Nodes">Where it is declared: several where a type is <c>partial</c>. Of a variable, the declarator or the
/// designation.</param>
/// <param name="Member">The place among the cell's members, from 0; -1 in a file that the cell loads.</param>
internal sealed record Declaration(DeclarationKind Kind, string Name, string Key, IReadOnlyList<SyntaxNode> Nodes, int Member)
{
    private UInt128? _words;

    /// <summary>
    /// What it uses. Of a variable: only what a lambda that it is set to uses; what else the initial value needs, the cell has used when it
    /// ran.
    /// </summary>
    public required NameUses Uses { get; init; }

    /// <summary>Whether it is a variable that a lambda was put into where it was declared.</summary>
    public bool IsLambda => Kind == DeclarationKind.Variable && Uses.IsLambda;

    /// <summary>Its words, whatever blanks and comments are between them.</summary>
    public UInt128 Words => _words ??= WordsOf(Nodes);

    /// <summary>Whether it holds a value that a run of the cell sets.</summary>
    public bool HoldsValue => Kind is DeclarationKind.Variable or DeclarationKind.AutoProperty or DeclarationKind.Event;

    /// <summary>Whether it is a <c>using</c>: it stands before all else in a cell.</summary>
    public bool IsUsing => Kind is DeclarationKind.Alias or DeclarationKind.StaticUsing;

    /// <summary>Whether it stays the same thing as long as its words do.</summary>
    public bool IsDefinition => !HoldsValue;

    public bool IsExtension
        => Nodes[0] is MethodDeclarationSyntax { ParameterList.Parameters: [{ } first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword);

    public static UInt128 WordsOf(IEnumerable<SyntaxNode> nodes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var token in nodes.SelectMany(node => node.DescendantTokens()))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(token.Text));
            hash.AppendData([0]);
        }
        return BitConverter.ToUInt128(hash.GetHashAndReset());
    }
}
