namespace Courseware.Testing;

/// <summary>What a front end's heartbeat channel is: REQ, whose envelope is an empty frame.</summary>
internal sealed class TestRequester(string endpoint) : TestClient(endpoint, "REQ", [])
{
    public byte[] Ask(byte[] question)
    {
        Send([[], question]);
        var answer = Receive();
        return answer is [[], var body] ? body
            : throw new InvalidOperationException($"Expected an empty frame and the answer, received {answer.Length} frames.");
    }
}
