using System.Text;
using Courseware.Kernel.Sessions;

namespace Courseware.Host.Running;

/// <summary>Messages to the program that has started this process: lines of standard output, from any thread.</summary>
internal sealed class MessageLines : IDisposable
{
    private readonly StreamWriter _output =
        new(StandardStreams.Output(), new UTF8Encoding(false), 1 << 16) { AutoFlush = false, NewLine = "\n" };
    private readonly Lock _gate = new();
    private bool _isOver;

    public void Send(string line)
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            try
            {
                _output.WriteLine(line);
                _output.Flush();
            }
            catch (IOException)
            {
                // That program has gone: the end of standard input says so.
            }
        }
    }

    /// <summary>Lets the message that is under way end, and takes no more.</summary>
    public void Close()
    {
        lock (_gate)
            _isOver = true;
    }

    public void Dispose() => _output.Dispose();
}
