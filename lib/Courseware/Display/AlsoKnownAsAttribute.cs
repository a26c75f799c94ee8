namespace Courseware;

/// <summary>
/// What a type, or a member of it, is called elsewhere. A host that finds this attribute in a library's metadata (by the name of its type)
/// can answer a student who writes the other name.
/// </summary>
/// <param name="type">The type.</param>
/// <param name="names">"PyTorch: nn.Linear", "Keras: Dense", or a bare name that is in use. What is in parentheses after a name is for the
/// reader only.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class AlsoKnownAsAttribute(Type type, params string[] names) : Attribute
{
    public Type Type { get; } = type;

    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The member that is meant; null for the type itself.</summary>
    public string? Member { get; init; }
}
