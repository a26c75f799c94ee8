namespace Courseware.Kernel.Sessions;

/// <summary>Why a cell would not compile, and where: offsets into its text.</summary>
internal sealed record CellProblem(int Start, int End, string Message);
