namespace Courseware.Kernel.Editing;

/// <summary>One overload.</summary>
/// <param name="Text">Its name, parameters and result, in one line.</param>
/// <param name="Parameters">Each parameter as it stands in that line, up to its default value.</param>
internal sealed record Signature(string Text, IReadOnlyList<string> Parameters);
