using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>
/// Runs a few small cells in a session that is thrown away, so that the compiler is loaded before the first real cell comes.
/// </summary>
internal static class WarmUp
{
    // The first is what every cell needs; a front end's first cell waits for it.
    private static readonly string[] s_cells =
    [
        "var ready = 1 + 1",
        "using System.Linq; var warm = Enumerable.Range(0, 3).Select(i => i * 0.5).ToArray(); record Warm(int A);",
        "Console.Write(\"\"); warm.Sum()",
    ];

    private static readonly TaskCompletionSource s_ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static volatile bool s_started;

    /// <summary>
    /// Ends when what every cell needs is loaded. Two cells that both load the compiler take longer than one after the other.
    /// </summary>
    public static Task Ready => s_started ? s_ready.Task : Task.CompletedTask;

    /// <summary>Begins; whatever happens on the way, nobody is told.</summary>
    /// <param name="pause">Waits for a time at which completion may be loaded too: not before the front end has what it waits for.</param>
    public static void Start(string folder, Func<Task>? pause = null)
    {
        s_started = true;
        Task.Run(() => RunAsync(folder, pause));
    }

    private static async Task RunAsync(string folder, Func<Task>? pause)
    {
        try
        {
            using var session = new Session(new SessionOptions(folder));
            for (var i = 0; i < s_cells.Length; i++)
            {
                await session.ExecuteAsync(new CellSource($"warm-up {i}", s_cells[i]), new Nobody()).ConfigureAwait(false);
                s_ready.TrySetResult();
            }
            await EditingWarmUp.RunAsync(session, pause).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever it is, the first real cell will meet it and tell its user.
            s_ready.TrySetResult();
        }
    }

    private sealed class Nobody : ICellObserver
    {
        public void OnOutput(CellOutput output)
        {
        }
    }
}
