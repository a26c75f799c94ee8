using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The types that the compiler made up for a cell and that other cells may share: anonymous types, and delegates for lambdas that no
/// <c>Func</c> or <c>Action</c> fits.
/// </summary>
/// <param name="Anonymous">The property names of each anonymous type that the assembly holds, in the order of the types' numbers.</param>
/// <param name="Delegates">Each delegate type that the assembly holds: its name, and a lambda of its shape, null where none can be written
/// that does not name other types.</param>
/// <param name="HasDelegates">Whether it holds or uses any such delegate.</param>
internal sealed record SynthesizedTypes(ImmutableArray<ImmutableArray<string>> Anonymous,
    ImmutableArray<(string Name, string? Lambda)> Delegates, bool HasDelegates)
{
    private const string AnonymousType = "<>f__AnonymousType";
    private const string AnonymousDelegate = "<>f__AnonymousDelegate";

    public static SynthesizedTypes None { get; } = new([], [], false);

    /// <summary>
    /// The anonymous types that other cells can write: not those of a query, which carry its variables from one clause to the next.
    /// </summary>
    public IEnumerable<ImmutableArray<string>> Shapes => Anonymous.Where(names => !names.Any(name => name.StartsWith('<')));

    // <Module> and <PrivateImplementationDetails> are each assembly's own; so are <>y__InlineArray and <>z__ReadOnlyArray, which nothing of
    // another assembly names.
    public static SynthesizedTypes Of(byte[] image)
    {
        if (image.Length == 0)
            return None;
        using var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image));
        var metadata = reader.GetMetadataReader();
        var anonymous = new List<ImmutableArray<string>>();
        var delegates = new List<(string, string?)>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (type.IsNested)
                continue;
            if (metadata.StringComparer.StartsWith(type.Name, AnonymousType))
            {
                anonymous.Add(
                    [.. type.GetProperties().Select(property => metadata.GetString(metadata.GetPropertyDefinition(property).Name))]);
            }
            else if (IsDelegate(metadata, type.Name))
            {
                delegates.Add((metadata.GetString(type.Name), Lambda(metadata, type)));
            }
        }
        var usesDelegates = delegates.Count > 0 || metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Any(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference && IsDelegate(metadata, type.Name));
        return anonymous.Count == 0 && !usesDelegates ? None : new SynthesizedTypes([.. anonymous], [.. delegates], usesDelegates);
    }

    private static bool IsDelegate(MetadataReader metadata, StringHandle name) =>
        metadata.StringComparer.StartsWith(name, "<>A") || metadata.StringComparer.StartsWith(name, "<>F")
        || metadata.StringComparer.StartsWith(name, AnonymousDelegate);

    // The type is generic: only how its parameters are passed is fixed, and whether it returns anything.
    private static string? Lambda(MetadataReader metadata, TypeDefinition type)
    {
        if (metadata.StringComparer.StartsWith(type.Name, AnonymousDelegate))
            return null;
        var invoke = type.GetMethods().Select(metadata.GetMethodDefinition)
            .First(method => metadata.StringComparer.Equals(method.Name, "Invoke"));
        var signature = invoke.DecodeSignature(Passing.Only, null);
        if (signature.ReturnType.IsByRef)
            return null;
        var kinds = new string[signature.ParameterTypes.Length];
        Array.Fill(kinds, "");
        foreach (var parameter in invoke.GetParameters().Select(metadata.GetParameter).Where(parameter => parameter.SequenceNumber > 0))
        {
            if (signature.ParameterTypes[parameter.SequenceNumber - 1].IsByRef)
                kinds[parameter.SequenceNumber - 1] = Kind(metadata, parameter);
        }
        var parameters = string.Join(", ", kinds.Select((kind, i) => $"{kind}object a{i}"));
        return $"{(signature.ReturnType.IsVoid ? "void" : "object")} ({parameters}) => {{ throw null; }}";
    }

    private static string Kind(MetadataReader metadata, Parameter parameter) =>
        parameter.Attributes.HasFlag(ParameterAttributes.Out) ? "out "
        : !parameter.Attributes.HasFlag(ParameterAttributes.In) ? "ref "
        : parameter.GetCustomAttributes().Select(metadata.GetCustomAttribute)
        .Any(attribute => IsOf(metadata, attribute, "RequiresLocationAttribute")) ? "ref readonly " : "in ";

    private static bool IsOf(MetadataReader metadata, CustomAttribute attribute, string name) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
        && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, name);

    private readonly record struct Passed(bool IsByRef, bool IsVoid);

    private sealed class Passing : ISignatureTypeProvider<Passed, object?>
    {
        public static Passing Only { get; } = new();

        public Passed GetPrimitiveType(PrimitiveTypeCode typeCode) => new(false, typeCode == PrimitiveTypeCode.Void);

        public Passed GetByReferenceType(Passed elementType) => new(true, false);

        public Passed GetModifiedType(Passed modifier, Passed unmodifiedType, bool isRequired) => unmodifiedType;

        public Passed GetArrayType(Passed elementType, ArrayShape shape) => default;

        public Passed GetFunctionPointerType(MethodSignature<Passed> signature) => default;

        public Passed GetGenericInstantiation(Passed genericType, ImmutableArray<Passed> typeArguments) => default;

        public Passed GetGenericMethodParameter(object? genericContext, int index) => default;

        public Passed GetGenericTypeParameter(object? genericContext, int index) => default;

        public Passed GetPinnedType(Passed elementType) => elementType;

        public Passed GetPointerType(Passed elementType) => default;

        public Passed GetSZArrayType(Passed elementType) => default;

        public Passed GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => default;

        public Passed GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => default;

        public Passed GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle,
            byte rawTypeKind) => default;
    }
}
