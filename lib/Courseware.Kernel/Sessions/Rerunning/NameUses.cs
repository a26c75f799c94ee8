using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The names that a piece of code means and does not declare itself. What they belong to, a cell's or a library's, the code does not say.
/// </summary>
internal sealed class NameUses
{
    public static NameUses None { get; } = new();

    /// <summary>All of them.</summary>
    public HashSet<string> All { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that stand outside of lambdas, queries and local functions: when the code runs, they are asked for at once.</summary>
    public HashSet<string> AtOnce { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is a lambda as a whole: who calls it asks for all that it uses.</summary>
    public bool IsLambda { get; init; }

    /// <summary>What is asked for when it runs.</summary>
    public IEnumerable<string> Asked => IsLambda ? All : AtOnce;

    /// <summary>Those that it gives a value.</summary>
    public HashSet<string> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Those that stand in lambdas, queries and local functions: whoever is handed one of these may ask for them at any time.
    /// </summary>
    public HashSet<string> Later { get; } = new(StringComparer.Ordinal);

    /// <summary>Of these, those that are given a value.</summary>
    public HashSet<string> WrittenLater { get; } = new(StringComparer.Ordinal);

    /// <summary>Names behind a dot: they mean a cell's only if it is an extension method.</summary>
    public HashSet<string> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// For each name that a statement of the cell's own level gives a value before any other asks for it: the names that were asked for by
    /// then.
    /// </summary>
    public Dictionary<string, string[]> WrittenFirst { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Of a cell's statements: the places where names are asked for, in order. A function that a lambda calls by its name is not one: it
    /// may be the lambda itself.
    /// </summary>
    public List<IdentifierNameSyntax> Places { get; } = [];

    /// <summary>For each variable that a statement declares: how many of the <see cref="Places"/> come before it has its value.</summary>
    public Dictionary<string, int> DeclaredAfter { get; } = new(StringComparer.Ordinal);
}
