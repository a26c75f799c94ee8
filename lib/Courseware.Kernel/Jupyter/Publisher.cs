using System.Text;
using System.Text.Json;
using Courseware.Kernel.Zmtp;

namespace Courseware.Kernel.Jupyter;

/// <summary>Sends to all front ends at once, in the order of the calls, from any thread.</summary>
internal sealed class Publisher(PublishSocket socket, MessageCodec codec)
{
    // A cell that floods its output is slowed to what its readers take, so that an interrupt is not seen minutes late; one that takes
    // nothing slows it to some megabytes a second.
    private const long MostUnsent = 4 << 20;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private long _unsent;

    /// <summary>
    /// A display's id as front ends see it: they keep what an earlier run of the kernel showed, and its ids began at 1 as well.
    /// </summary>
    public string WireId(string displayId) => $"{codec.SessionId[..8]}-{displayId}";

    /// <param name="parent">The request that the message belongs to; null when there is none.</param>
    public void Send(string type, JupyterMessage? parent, Action<Utf8JsonWriter> content)
    {
        var body = Json.Object(content);
        Send($"kernel.{codec.SessionId}.{type}", type, parent, body);
    }

    /// <summary>Tells a new subscriber that what is sent from now on reaches it.</summary>
    public void Welcome(byte[] topic)
    {
        var body = Json.Object(writer => writer.WriteText("subscription", Encoding.UTF8.GetString(topic)));
        lock (_gate)
            socket.Send(codec.Frames([topic], "iopub_welcome", MessageCodec.Nothing, body));
    }

    public void Status(string state, JupyterMessage? parent)
        => Send("status", parent, writer => writer.WriteString("execution_state", state));

    /// <summary>Called by a cell's own threads after what they sent: waits when it is much, and not long.</summary>
    public void Throttle()
    {
        lock (_gate)
        {
            if (_unsent < MostUnsent)
                return;
            _unsent = 0;
        }
        socket.Flush(s_longestWait);
    }

    private void Send(string topic, string type, JupyterMessage? parent, byte[] body)
    {
        lock (_gate)
        {
            _unsent += body.Length;
            socket.Send(codec.Frames([Encoding.UTF8.GetBytes(topic)], type, parent?.Header ?? MessageCodec.Nothing, body));
        }
    }
}
