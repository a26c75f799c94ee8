using System.Text;

namespace Courseware.Testing;

/// <summary>What a front end's iopub channel is. After the constructor and each call the subscription is in force.</summary>
internal sealed class TestSubscriber : TestClient
{
    public TestSubscriber(string endpoint, params string[] topics)
        : base(endpoint, "SUB", [])
    {
        foreach (var topic in topics.Length == 0 ? [""] : topics)
            Subscribe(topic);
    }

    /// <summary>As ZMTP 3.1 says it: a command.</summary>
    public void Subscribe(string topic)
    {
        Command("SUBSCRIBE"u8, Encoding.UTF8.GetBytes(topic));
        Synchronise();
    }

    public void Cancel(string topic)
    {
        Command("CANCEL"u8, Encoding.UTF8.GetBytes(topic));
        Synchronise();
    }

    /// <summary>As ZMTP 3.0 says it: a message that begins with 1.</summary>
    public void SubscribeByMessage(string topic)
    {
        Send([[1, .. Encoding.UTF8.GetBytes(topic)]]);
        Synchronise();
    }

    /// <summary>As ZMTP 3.0 says it: a message that begins with 0.</summary>
    public void CancelByMessage(string topic)
    {
        Send([[0, .. Encoding.UTF8.GetBytes(topic)]]);
        Synchronise();
    }
}
