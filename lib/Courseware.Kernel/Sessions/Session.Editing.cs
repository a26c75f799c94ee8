using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Courseware.Kernel.Sessions;

/// <remarks>What a front end asks about a cell between its runs.</remarks>
internal sealed partial class Session
{
    /// <summary>Why a cell would not compile if it ran now; none where it would.</summary>
    /// <returns>Null while a cell runs: what that declares is not known yet.</returns>
    public IReadOnlyList<CellProblem>? Diagnose(CellSource cell, CancellationToken cancellation)
    {
        if (!_turn.Wait(0, CancellationToken.None))
            return null;
        try
        {
            var compiled = _compiler.Compile(cell, cancellation);
            return [.. compiled.Errors.Select(error => ProblemOf(error, cell.Code.Length))];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What is stale now. Not while a cell runs.</summary>
    public Staleness Staleness() => new(
        _ledger.Stale.Where(cell => cell.Id is not null).ToDictionary(cell => cell.Id!, _ledger.Why, StringComparer.Ordinal),
        [.. _ledger.ToRerun().Select(cell => cell.Id).OfType<string>()]);

    // An error in a file that the cell loads is told at the cell's beginning.
    private static CellProblem ProblemOf(Diagnostic error, int length)
    {
        var isOfFile = error.Location.SourceTree is { } tree && tree.Length != length;
        var span = error.Location.IsInSource && !isOfFile ? error.Location.SourceSpan : new TextSpan(0, int.Min(1, length));
        return new CellProblem(span.Start, span.End, error.GetMessage(CultureInfo.InvariantCulture));
    }
}
