namespace Courseware.Host.Sessions;

/// <param name="Folder">The notebook's folder: <c>#r</c> and <c>#load</c> are relative to it.</param>
/// <param name="ReadLine">Answers <c>Console.ReadLine</c> in a cell; null means that there is nobody to ask, and a cell reads the end of input.</param>
internal sealed record SessionOptions(string Folder, Func<string?>? ReadLine = null);
