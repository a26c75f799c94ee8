namespace Courseware.Kernel.Sessions;

internal enum DeclarationKind
{
    Variable,

    /// <summary>Its value is part of the code that uses it.</summary>
    Constant,

    /// <summary>A property without code of its own: it holds a value, as a variable does.</summary>
    AutoProperty,

    /// <summary>A property with code: it is asked, as a method is.</summary>
    Property,
    Event,
    Method,
    Type,

    /// <summary>A <c>using</c> that gives something another name.</summary>
    Alias,

    /// <summary>A <c>using static</c> of a type of a cell: its members can be named without it.</summary>
    StaticUsing,
}
