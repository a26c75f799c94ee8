using System.Diagnostics;
using Xunit;

namespace Courseware.Testing;

internal sealed class PythonProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly Task<string> _errors;

    public PythonProcess(string python, string script, string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(python, ["-u", "-c", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public void Write(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The next line that it printed; its error text fails the test when it ended instead.</summary>
    public async Task<string> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_limit);
        return line ?? throw new InvalidOperationException("Python ended: " + await _errors);
    }

    /// <summary>Waits for its good end.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_limit);
        Assert.True(_process.ExitCode == 0, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(true);
        _process.Dispose();
    }
}
