namespace Courseware.Host.Installing;

/// <param name="Prefix">Install under this folder; null for the user's own folders.</param>
/// <param name="DisplayName">What front ends show; null for the usual one.</param>
/// <param name="Publish">Whether a kernel installed from a clone gets a copy published as native code; else it starts the running build
/// where it is.</param>
internal sealed record InstallSettings(string? Prefix, string Name, string? DisplayName, bool Publish);
