namespace Courseware.Host.Running;

/// <summary>A fingerprint as a notebook displayed it (MIME type <see cref="MimeType"/>), with what identifies the run that it belongs to.</summary>
internal sealed record FingerprintRecord(string Key, string Value, string Data, string DataHash, string Mode, string Engine)
{
    public const string MimeType = "application/vnd.courseware.fingerprint+json";
}
