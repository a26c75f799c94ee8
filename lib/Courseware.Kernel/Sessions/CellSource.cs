namespace Courseware.Kernel.Sessions;

/// <summary>One cell as a front end hands it in.</summary>
/// <param name="Name">What errors call it, for example "cell 7"; unique among the cells of a notebook.</param>
/// <param name="Code">C# script.</param>
/// <param name="Id">The same in every run of one cell of the notebook, whatever its words; null where the front end does not say which cell
/// it runs.</param>
internal sealed record CellSource(string Name, string Code, string? Id = null);
