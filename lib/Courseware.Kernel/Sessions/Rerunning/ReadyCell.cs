namespace Courseware.Kernel.Sessions;

/// <summary>
/// A cell that was compiled and run: while its words and all that they mean stay the same, it can run again as it is, on the same
/// variables.
/// </summary>
/// <param name="Number">Of its submission.</param>
/// <param name="Instance">The object with its variables.</param>
/// <param name="Run">Its statements from the first to the last.</param>
internal sealed record ReadyCell(int Number, object Instance, Func<Task<object?>> Run);
