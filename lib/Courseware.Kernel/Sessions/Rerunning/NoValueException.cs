namespace Courseware.Kernel.Sessions;

/// <summary>A cell asks for a variable whose own cell has not come to set it.</summary>
/// <param name="name">The variable.</param>
/// <param name="reason">What became of its cell: "cell 4 failed".</param>
internal sealed class NoValueException(string name, string reason) : Exception($"`{name}` has no value: {reason}.");
