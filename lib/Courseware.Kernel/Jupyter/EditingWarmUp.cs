using Courseware.Kernel.Editing;
using Courseware.Kernel.Sessions;

namespace Courseware.Kernel.Jupyter;

/// <summary>
/// Asks a session for a few completions and descriptions that nobody sees, so that the first that somebody waits for is quick.
/// </summary>
internal static class EditingWarmUp
{
    // Names, members, arguments: each takes another way through the compiler.
    private static readonly string[] s_completions = ["wa", "warm.", "warm.Select(x => x.", "string.Join("];

    /// <param name="pause">Waits for a time at which nobody else waits for anything; null: now.</param>
    public static async Task RunAsync(Session session, Func<Task>? pause)
    {
        if (pause is not null)
            await pause().ConfigureAwait(false);
        var editor = new CellEditor(session);
        foreach (var code in s_completions)
            await editor.CompleteAsync(code, code.Length).ConfigureAwait(false);
        await editor.InspectAsync("warm.Sum", 6, 0).ConfigureAwait(false);
        editor.CheckComplete("if (true) {");
    }
}
