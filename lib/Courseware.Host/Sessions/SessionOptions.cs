namespace Courseware.Host.Sessions;

/// <param name="Folder">The notebook's folder: <c>#r</c> and <c>#load</c> are relative to it.</param>
/// <param name="OwnsProcess">Whether console output of threads that belong to no cell is this session's: true where it is the only one of its process.</param>
internal sealed record SessionOptions(string Folder, bool OwnsProcess = false);
