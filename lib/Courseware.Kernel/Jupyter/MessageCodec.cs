using System.Globalization;
using System.Text.Json;
using Courseware.Kernel.Zmtp;

namespace Courseware.Kernel.Jupyter;

/// <summary>Turns frames into messages and messages into frames.</summary>
/// <remarks>
/// On the wire: route…, "&lt;IDS|MSG&gt;", signature, header, parent header, metadata, content, buffers…; the four in the middle are JSON
/// objects.
/// </remarks>
internal sealed class MessageCodec(MessageSigner signer)
{
    /// <summary>The newest protocol whose every required part is answered; iopub_welcome and kernel_info on control came with it.</summary>
    public const string ProtocolVersion = "5.5";

    private static readonly byte[] s_delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] s_nothing = "{}"u8.ToArray();
    private int _count;

    /// <summary>This run of the kernel, as its messages' headers name it.</summary>
    public string SessionId { get; } = Guid.NewGuid().ToString();

    public static byte[] Nothing => s_nothing;

    /// <exception cref="InvalidDataException">Why the message is dropped.</exception>
    public JupyterMessage Parse(KernelChannel channel, ZmtpMessage received)
    {
        var frames = received.Frames;
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(s_delimiter))
            at++;
        if (at == frames.Count)
            throw new InvalidDataException("it has no delimiter <IDS|MSG>");
        if (frames.Count < at + 6)
            throw new InvalidDataException($"{frames.Count - at - 1} frames follow its delimiter, not signature, header, parent, metadata and content");
        var (signature, header, parent, metadata, content) =
            (frames[at + 1], frames[at + 2], frames[at + 3], frames[at + 4], frames[at + 5]);
        if (!signer.IsRight(signature, header, parent, metadata, content))
            throw new InvalidDataException("its signature is wrong");
        if (!signer.IsNew(signature))
            throw new InvalidDataException("its signature was seen before: a replay");

        using var head = Object(header, "header");
        using var before = Object(parent, "parent header");
        // Not disposed either.
        var extra = Object(metadata, "metadata").RootElement;
        var id = Field(head.RootElement, "msg_id") ?? throw new InvalidDataException("its header has no msg_id");
        var type = Field(head.RootElement, "msg_type") ?? throw new InvalidDataException("its header has no msg_type");
        // Not disposed: the message keeps it, and it owns no pooled memory.
        var body = Object(content, "content").RootElement;
        return new JupyterMessage(channel, received.Identity, [.. frames.Take(at)], header, id, type, Field(before.RootElement, "msg_id"),
            body)
        { Metadata = extra };
    }

    /// <summary>A message of ours, ready to send.</summary>
    /// <param name="route">What goes before the delimiter: a topic, or the frames of the request.</param>
    /// <param name="parent">The header of the message that this one answers; empty object for none.</param>
    /// <param name="content">A JSON object.</param>
    public List<ReadOnlyMemory<byte>> Frames(IReadOnlyList<byte[]> route, string type, byte[] parent, byte[] content,
        byte[]? metadata = null, string? id = null)
    {
        var header = Header(id ?? NewId(), type);
        metadata ??= s_nothing;
        List<ReadOnlyMemory<byte>> frames = [.. route.Select(frame => (ReadOnlyMemory<byte>)frame), s_delimiter,
            signer.Sign(header, parent, metadata, content), header, parent, metadata, content];
        return frames;
    }

    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"{SessionId}_{Interlocked.Increment(ref _count)}");

    private byte[] Header(string id, string type) => Json.Object(writer =>
    {
        writer.WriteString("msg_id", id);
        writer.WriteString("msg_type", type);
        writer.WriteString("username", "kernel");
        writer.WriteString("session", SessionId);
        writer.WriteString("date", Json.Date(DateTime.UtcNow));
        writer.WriteString("version", ProtocolVersion);
    });

    private static JsonDocument Object(byte[] frame, string name)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(frame);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"its {name} is not JSON: {e.Message}", e);
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw new InvalidDataException($"its {name} is not a JSON object");
    }

    private static string? Field(JsonElement header, string name)
    {
        try
        {
            return header.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }
}
