using Courseware.Host.Sessions;

namespace Courseware.Host.Jupyter;

/// <summary>Runs a few small cells in a session that is thrown away, so that the compiler is loaded before the first real cell comes.</summary>
internal static class WarmUp
{
    private static readonly string[] s_cells =
    [
        "using System.Linq; var warm = Enumerable.Range(0, 3).Select(i => i * 0.5).ToArray(); record Warm(int A);",
        "Console.Write(\"\"); warm.Sum()",
    ];

    /// <summary>Begins; whatever happens on the way, nobody is told.</summary>
    public static void Start(string folder) => Task.Run(async () =>
    {
        try
        {
            using var session = new Session(new SessionOptions(folder));
            for (var i = 0; i < s_cells.Length; i++)
                await session.ExecuteAsync(new CellSource($"warm-up {i}", s_cells[i]), new Nobody()).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever it is, the first real cell will meet it and tell its user.
        }
    });

    private sealed class Nobody : ICellObserver
    {
        public void OnOutput(CellOutput output)
        {
        }
    }
}
