using System.Collections.Concurrent;
using Courseware.Kernel.Editing;
using Courseware.Kernel.Sessions;

namespace Courseware.Testing;

/// <summary>A session in a folder of its own, and what its cells put out.</summary>
internal sealed class SessionHarness : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _cells;

    /// <param name="displayPatience">Without one: so long that a busy machine does not cut a value off.</param>
    public SessionHarness(bool ownsProcess = false, TimeSpan? patience = null, int wholeUpTo = CellCompiler.WholeUpTo,
        TimeSpan? displayPatience = null)
    {
        Session = new Session(new SessionOptions(_folder.Root, OwnsProcess: ownsProcess) { WholeUpTo = wholeUpTo })
        {
            DisplayTimeLimit = displayPatience ?? TimeSpan.FromMinutes(5),
        };
        Editor = new CellEditor(Session) { CompletionTimeLimit = patience ?? TimeSpan.FromSeconds(2) };
    }

    public Session Session { get; }

    public CellEditor Editor { get; }

    public TemporaryFolder Folder => _folder;

    public Task<Outcome> RunAsync(string code, Outcome? into = null) => RunStoppableAsync(code, into, CancellationToken.None);

    public async Task<Outcome> RunStoppableAsync(string code, Outcome? into, CancellationToken cancellation)
    {
        var outcome = into ?? new Outcome();
        outcome.Result = await Session.ExecuteAsync(new CellSource($"cell {++_cells}", code), outcome, cancellation);
        return outcome;
    }

    /// <summary>Runs a cell of a notebook, which may have been run before, in these or other words.</summary>
    /// <param name="cell">Its number, by which the front end knows it, and the reader too.</param>
    public async Task<Outcome> RunAsync(int cell, string code)
    {
        var outcome = new Outcome();
        outcome.Result = await Session.ExecuteAsync(new CellSource($"cell {cell}", code, $"id {cell}"), outcome);
        return outcome;
    }

    public void Dispose()
    {
        Session.Dispose();
        _folder.Dispose();
    }

    internal sealed class Outcome : ICellObserver
    {
        private readonly ConcurrentQueue<CellOutput> _outputs = new();
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CellResult? Result { get; set; }

        public CellStatus Status => Result!.Status;

        public Task FirstOutput => _first.Task;

        public IReadOnlyList<CellOutput> Outputs => [.. _outputs];

        public string Text => string.Concat(Outputs.OfType<StreamOutput>().Select(s => s.Text));

        /// <summary>The value's plain text; null when there is none.</summary>
        public string? Value => Outputs.OfType<ResultOutput>().SingleOrDefault()?.Bundle["text/plain"];

        /// <summary>What the session itself has said under the cell, a line for each thing.</summary>
        public string Told
            => string.Join('\n', Outputs.OfType<DisplayOutput>().Select(display => display.Bundle.GetValueOrDefault("text/plain")));

        public ErrorOutput Error => Outputs.OfType<ErrorOutput>().First();

        public string Trace => string.Join('\n', Error.Trace);

        public void OnOutput(CellOutput output)
        {
            _outputs.Enqueue(output);
            _first.TrySetResult();
        }
    }
}
