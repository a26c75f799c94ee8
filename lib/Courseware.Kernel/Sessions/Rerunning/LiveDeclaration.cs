
namespace Courseware.Kernel.Sessions;

/// <summary>A declaration as later cells see it.</summary>
/// <param name="declaration">Its words, as they were compiled.</param>
/// <param name="number">Of the submission that it was compiled in.</param>
/// <param name="cell">The cell whose words declare it.</param>
internal sealed class LiveDeclaration(Declaration declaration, int number, CellRecord cell)
{
    public Declaration Declaration => declaration;

    public string Name => declaration.Name;

    public string Key => declaration.Key;

    public int Number => number;

    /// <summary>The cell that declared it last, in these words.</summary>
    public CellRecord Cell { get; set; } = cell;

    /// <summary>The type of what holds a value; null for others.</summary>
    public string? TypeKey { get; init; }

    /// <summary>
    /// The name by which the compiler tells a method from its overloads, and a <c>using static</c> from others; null for what a later
    /// declaration of its name hides anyway.
    /// </summary>
    public DeclaredName? Method { get; init; }

    /// <summary>The names that can be used for it alone: of a <c>using static</c>, those of the type's members.</summary>
    public IReadOnlySet<string> Brings { get; init; } = NoNames;

    public static IReadOnlySet<string> NoNames { get; } = new HashSet<string>();

    /// <summary>What the static members of a type hold; null where they cannot be followed, and for all else.</summary>
    public StaticState? Statics { get; set; }

    /// <summary>Whether no cell declares it any more, since the one that did was changed.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>Why it still uses the earlier one of something that was declared in other words; null where it does not.</summary>
    public string? Stuck { get; set; }
}
