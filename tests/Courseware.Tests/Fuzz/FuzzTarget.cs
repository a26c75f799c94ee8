namespace Courseware.Tests.Fuzz;

/// <summary>One kind of file: whole examples of it, and how it is read.</summary>
/// <param name="Name">The kind, for the table.</param>
/// <param name="Examples">Files that are read without an error.</param>
/// <param name="Read">Reads a file by its path.</param>
/// <param name="IsRefusal">Whether an error is one by which such a file is refused, with its name and the reason.</param>
internal sealed record FuzzTarget(string Name, byte[][] Examples, Action<string> Read, Func<Exception, bool> IsRefusal);
