namespace Courseware.Host.Installing;

/// <summary>
/// Whose rules for folders hold. A value rather than a question to the running system, so that every system's rules are tested on one.
/// </summary>
internal enum Platform
{
    Linux,
    MacOS,
    Windows,
}
