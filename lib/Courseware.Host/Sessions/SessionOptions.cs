namespace Courseware.Host.Sessions;

/// <param name="Folder">The notebook's folder: <c>#r</c> and <c>#load</c> are relative to it.</param>
/// <param name="ReadLine">Answers <c>Console.ReadLine</c> in a cell; null means that there is nobody to ask, and a cell reads the end of input.</param>
/// <param name="OwnsProcess">Whether console output of threads that belong to no cell is this session's: true where it is the only one of its process.</param>
internal sealed record SessionOptions(string Folder, Func<string?>? ReadLine = null, bool OwnsProcess = false);
