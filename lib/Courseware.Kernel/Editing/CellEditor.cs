using System.Diagnostics.CodeAnalysis;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Editing;

/// <summary>
/// What an editor asks about a cell that is being written. All of it may be asked from any thread while a cell runs; it sees the cells
/// accepted so far and changes nothing.
/// </summary>
internal sealed class CellEditor(Session session)
{
    /// <summary>How long Roslyn's recommender may take over a completion before a plain lookup replaces it.</summary>
    public TimeSpan CompletionTimeLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What may stand at a position.</summary>
    /// <param name="position">A UTF-16 offset; beyond the code's ends it counts as the end.</param>
    public Task<CompletionList> CompleteAsync(string code, int position, CancellationToken cancellation = default) => Aside(
        code,
        () => new Completer(session.Compiler, session.Options.Folder, CompletionTimeLimit).At(code, position, cancellation),
        CompletionList.None(int.Clamp(position, 0, code.Length)),
        cancellation);

    /// <summary>What is at a position: its declaration and its documentation, as text/plain and text/markdown.</summary>
    /// <param name="detail">0 for a tooltip, 1 for a page.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public Task<IReadOnlyDictionary<string, string>?> InspectAsync(string code, int position, int detail,
        CancellationToken cancellation = default) =>
        Aside<IReadOnlyDictionary<string, string>?>(
            code, () => new Inspector(session.Compiler, session.TryReadVariable).At(code, position, detail, cancellation), null,
            cancellation);

    /// <summary>What the call at a position takes.</summary>
    /// <returns>Null where the position is in no call.</returns>
    public Task<SignatureHelp?> SignaturesAsync(string code, int position, CancellationToken cancellation = default) =>
        Aside(code, () => SignatureHelp.At(session.Compiler, code, position, cancellation), null, cancellation);

    /// <summary>Whether a cell can be run as it is.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A question to the editor, as the two above are.")]
    public Completeness CheckComplete(string code) => CompletenessCheck.Of(code);

    // A thread of its own: a cell may hold all of the pool's.
    private static Task<T> Aside<T>(string code, Func<T> answer, T nothing, CancellationToken cancellation) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                return Nesting.TooDeepAt(code) is null ? answer() : nothing;
            }
            catch (InsufficientExecutionStackException)
            {
                return nothing; // nested too deeply without brackets
            }
        },
        cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
