namespace Courseware.Kernel.Formatting;

/// <summary>What was read of a value: text and structure, without the value. Writing it out runs no code of the user's.</summary>
internal abstract class Node;

/// <summary>A single thing.</summary>
internal sealed class TextNode(string text, TextKind kind = TextKind.Other) : Node
{
    public string Text { get; } = text;

    public TextKind Kind { get; } = kind;

    /// <summary>The markup to show instead of the text; null when there is none.</summary>
    public string? Html { get; init; }
}

internal enum TextKind
{
    Other,
    Number,
    String,
}

/// <summary>
/// A thing with parts: the items of a sequence, the fields of a tuple, the entries of a dictionary, the members of an object, the rows of a
/// table.
/// </summary>
internal sealed class GroupNode(GroupKind kind, string? typeName = null) : Node
{
    public GroupKind Kind { get; } = kind;

    /// <summary>What comes before the members of an object; null for an anonymous one.</summary>
    public string? TypeName { get; } = typeName;

    /// <summary>The parts; <c>Key</c> is a <see cref="TextNode"/> with the member's name, the entry's key, or null.</summary>
    public List<(Node? Key, Node Value)> Parts { get; } = [];

    /// <summary>The number of parts that there would be; null where it is not known.</summary>
    public int? Count { get; set; }

    /// <summary>Whether there are more parts than were read.</summary>
    public bool IsCut { get; set; }

    /// <summary>Why the reading ended before the end: an exception's text, a time-out.</summary>
    public string? Trouble { get; set; }

    /// <summary>Columns' headings, of a table.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}

internal enum GroupKind
{
    Sequence,
    Tuple,
    Dictionary,
    Object,
    /// <summary>A matrix or a data table: its parts are sequences.</summary>
    Table,
}
