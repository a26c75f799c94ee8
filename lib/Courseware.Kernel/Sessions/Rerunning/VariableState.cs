namespace Courseware.Kernel.Sessions;

/// <summary>What is known of a variable's value.</summary>
internal sealed class VariableState
{
    public ValuePrint Content { get; set; }

    /// <summary>The submissions whose lambdas the value holds: who calls one asks for what these ask for.</summary>
    public IReadOnlyCollection<int> Functions { get; set; } = [];

    /// <summary>Where the value comes from, for what its content does not tell: the words that made it and what these began with.</summary>
    public UInt128 Origin { get; set; }

    /// <summary>Why it has none; null where it has one.</summary>
    public string? NoValue { get; set; }

    public UInt128 Print
        => NoValue is not null ? UInt128.Zero : Content.IsWhole ? Content.Content
        : Courseware.Kernel.Sessions.Print.Of(Content.Content, Origin);
}
