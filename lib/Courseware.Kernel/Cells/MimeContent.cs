using Courseware.Kernel.Formatting;

namespace Courseware.Kernel.Cells;

/// <summary>Something that is shown in the given forms, best first.</summary>
public sealed class MimeContent
{
    private readonly Dictionary<string, string> _forms;

    internal MimeContent(params ReadOnlySpan<(string MimeType, string Content)> forms)
    {
        _forms = [];
        foreach (var (mimeType, content) in forms)
        {
            ArgumentNullException.ThrowIfNull(content);
            _forms.Add(mimeType, content);
        }
    }

    /// <summary>How a host shows it.</summary>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => _forms;

    /// <inheritdoc/>
    public override string ToString() => _forms.Values.Last();

    internal static MimeContent Picture(string kind, ReadOnlySpan<byte> signature, byte[] content, string? file)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.AsSpan().StartsWith(signature))
        {
            var found = content.Length == 0 ? "nothing" : "the bytes " + Convert.ToHexString(content.AsSpan(0, int.Min(4, content.Length)));
            throw new ArgumentException($"A {kind} image begins with the bytes {Convert.ToHexString(signature)}; {file ?? "the array"} begins with {found}. Give the content of a .{kind.ToLowerInvariant()} file.");
        }
        return new(($"image/{kind.ToLowerInvariant()}", Convert.ToBase64String(content)),
            (MimeTypes.Plain, $"{kind} image, {content.Length} bytes"));
    }
}
