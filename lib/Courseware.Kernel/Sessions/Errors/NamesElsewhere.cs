using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What a library's types and members are called elsewhere: its assembly says so with attributes of a type called
/// <c>AlsoKnownAsAttribute</c>
/// (a type, the other names, and <c>Member</c> where a member is meant).
/// </summary>
internal sealed class NamesElsewhere
{
    private readonly List<(INamedTypeSymbol Type, string? Member, string Key, ImmutableArray<string> All)> _known = [];

    public NamesElsewhere(IEnumerable<IAssemblySymbol> libraries)
    {
        foreach (var attribute in libraries.SelectMany(library => library.GetAttributes())
            .Where(attribute => attribute.AttributeClass?.Name == "AlsoKnownAsAttribute"))
        {
            if (attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol type }, { Kind: TypedConstantKind.Array } list])
                continue;
            var member = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Member").Value.Value as string;
            ImmutableArray<string> all = [.. list.Values.Select(value => value.Value).OfType<string>()];
            _known.AddRange(all.Select(name => (type, member, Key(name), all)));
        }
    }

    /// <summary>The types that are called <paramref name="name"/> elsewhere.</summary>
    public IEnumerable<INamedTypeSymbol> Types(string name)
        => _known.Where(known => known.Member is null && known.Key == Plain(name)).Select(known => known.Type);

    /// <summary>The members of that other name.</summary>
    public IEnumerable<(INamedTypeSymbol Type, string Member)> Members(string name) =>
        _known.Where(known => known.Member is not null && known.Key == Plain(name)).Select(known => (known.Type, known.Member!));

    /// <summary>"Keras: Dense, PyTorch: nn.Linear"; null where nothing says which library's a name is.</summary>
    public string? Elsewhere(INamedTypeSymbol type, string? member = null)
    {
        var all = _known.FirstOrDefault(known => Same(known.Type, type) && known.Member == member).All;
        return all.IsDefault || !all.Any(name => name.Contains(": ", StringComparison.Ordinal)) ? null
            : string.Join(", ", all.Where(name => name.Contains(": ", StringComparison.Ordinal)));
    }

    /// <summary>Without what differs between languages' habits: <c>batch_size</c> and BatchSize are the same.</summary>
    public static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    // Two compilations of one session may each have read the library.
    internal static bool Same(INamedTypeSymbol a, INamedTypeSymbol b)
        => a.MetadataName == b.MetadataName && a.ContainingNamespace.ToDisplayString() == b.ContainingNamespace.ToDisplayString();

    // "PyTorch: nn.CrossEntropyLoss" is found as CrossEntropyLoss, "Keras: SGD(nesterov=True)" as SGD.
    private static string Key(string name)
    {
        name = name.Split(": ")[^1].Split('(')[0];
        return Plain(name.Split('.')[^1]);
    }
}
