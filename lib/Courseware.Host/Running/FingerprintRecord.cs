using Courseware.Kernel.Formatting;

namespace Courseware.Host.Running;

/// <summary>
/// A fingerprint as a notebook displayed it (MIME type <see cref="MimeTypes.Fingerprint"/>), with what identifies the run that it belongs
/// to.
/// </summary>
internal sealed record FingerprintRecord(string Key, string Value, string Data, string DataHash, string Mode, string Engine)
{
    /// <summary>
    /// Whether the engine promises these bits on every machine (<c>"sameBits": false</c> in the output says no). Others are neither
    /// recorded nor compared: the next machine's would differ.
    /// </summary>
    public bool SameBits { get; init; } = true;

}
