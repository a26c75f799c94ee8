using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Support;

/// <summary>A session in which the course's library is loaded, as after a notebook's first cell.</summary>
internal sealed class LibrarySession : IDisposable
{
    private readonly SessionHarness _session = new();

    public static async Task<LibrarySession> StartAsync()
    {
        var library = new LibrarySession();
        var path = Repository.At("artifacts", "lib", "Courseware.dll");
        await library.RunAsync($"#r \"{path}\"\nusing Courseware;");
        return library;
    }

    /// <summary>Runs a cell that must succeed.</summary>
    public async Task<SessionHarness.Outcome> RunAsync(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, outcome.Status == CellStatus.Failed ? outcome.Trace
            : outcome.Status.ToString());
        return outcome;
    }

    /// <summary>Runs a cell that must fail; gives what the student reads.</summary>
    public async Task<string> FailAsync(string code)
    {
        var outcome = await _session.RunAsync(code);
        Assert.Equal(CellStatus.Failed, outcome.Status);
        return outcome.Trace;
    }

    public void Dispose() => _session.Dispose();
}
