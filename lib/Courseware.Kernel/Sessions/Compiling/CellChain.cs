using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>The cells that one follows.</summary>
/// <param name="Head">The last one's compilation.</param>
/// <param name="Cells">The numbers of those that have an object, in order.</param>
internal sealed record CellChain(CSharpCompilation Head, IReadOnlyList<int> Cells, bool IsWhole);
