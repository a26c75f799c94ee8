namespace Courseware;

/// <summary>One output that a <see cref="RecordingDisplay"/> received.</summary>
/// <param name="Forms">MIME type → text.</param>
/// <param name="Id">The display id that a later update names.</param>
/// <param name="IsUpdate">True if it replaced an earlier output.</param>
internal sealed record RecordedOutput(IReadOnlyDictionary<string, string> Forms, string? Id, bool IsUpdate)
{
    /// <summary>Its text/plain form, or an empty string.</summary>
    public string Text => Forms.TryGetValue(MimeTypes.Plain, out var text) ? text : "";
}
