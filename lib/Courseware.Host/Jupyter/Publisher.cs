using System.Text;
using System.Text.Json;
using Courseware.Host.Zmtp;

namespace Courseware.Host.Jupyter;

/// <summary>Sends to all front ends at once, in the order of the calls, from any thread.</summary>
internal sealed class Publisher(PublishSocket socket, MessageCodec codec)
{
    private readonly Lock _gate = new();

    /// <summary>A display's id as front ends see it: they keep what an earlier run of the kernel showed, and its ids began at 1 as well.</summary>
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

    public void Status(string state, JupyterMessage? parent) => Send("status", parent, writer => writer.WriteString("execution_state", state));

    private void Send(string topic, string type, JupyterMessage? parent, byte[] body)
    {
        lock (_gate)
            socket.Send(codec.Frames([Encoding.UTF8.GetBytes(topic)], type, parent?.Header ?? MessageCodec.Nothing, body));
    }
}
