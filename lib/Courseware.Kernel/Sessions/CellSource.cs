namespace Courseware.Kernel.Sessions;

/// <summary>One cell as a front end hands it in.</summary>
/// <param name="Name">What errors call it, for example "cell 7"; unique among the cells of a notebook.</param>
/// <param name="Code">C# script.</param>
internal sealed record CellSource(string Name, string Code);
