namespace Courseware.Kernel.Zmtp;

/// <summary>The topics of one subscriber. A topic subscribed to twice must be cancelled twice, as in libzmq.</summary>
internal sealed class SubscriptionList(int most)
{
    private readonly Dictionary<byte[], int> _topics = new(ByteArrayComparer.Instance);

    /// <summary>False when the topic was there already.</summary>
    public bool Add(byte[] topic)
    {
        var count = _topics.GetValueOrDefault(topic);
        if (count == 0 && _topics.Count >= most)
            throw new ZmtpException($"Expected at most {most} topics of one subscriber, received another.");
        _topics[topic] = count + 1;
        return count == 0;
    }

    public void Remove(byte[] topic)
    {
        if (!_topics.TryGetValue(topic, out var count))
            return;
        if (count > 1)
            _topics[topic] = count - 1;
        else
            _topics.Remove(topic);
    }

    /// <summary>Whether one of the topics is a prefix of a message's first frame.</summary>
    public bool Matches(ReadOnlySpan<byte> firstFrame)
    {
        foreach (var (topic, _) in _topics)
        {
            if (firstFrame.StartsWith(topic))
                return true;
        }

        return false;
    }
}
