using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// What the <c>#r</c>s of an unfinished cell name, without the session's taking note: nothing is copied, registered or restored for a cell
/// that nobody ran.
/// </summary>
internal sealed class DraftReferences(ReferenceResolver session) : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<(string Path, DateTime Written), PortableExecutableReference> _seen = new();

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath,
        MetadataReferenceProperties properties)
    {
        // A package is seen once a cell that names it has run.
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return [];
        var path = session.FullPath(reference, baseFilePath);
        if (session.Known(path) is { } known)
            return [known];
        if (!File.Exists(path))
            return session.ResolveReference(reference, baseFilePath, properties);
        try
        {
            return [_seen.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), static key => Read(key.Path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        session.ResolveMissingAssembly(definition, referenceIdentity);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static PortableExecutableReference Read(string path)
        => MetadataReference.CreateFromImage(File.ReadAllBytes(path), filePath: path);
}
