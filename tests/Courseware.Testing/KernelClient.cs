using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Courseware.Testing;

/// <summary>
/// A front end as VS Code is one: three DEALERs with one identity, one SUB to everything; it signs and checks with code of its own.
/// </summary>
internal sealed class KernelClient : IDisposable
{
    private readonly byte[] _key;
    private readonly TestDealer _shell;
    private readonly TestDealer _control;
    private readonly TestDealer _stdin;
    private readonly TestSubscriber _iopub;
    private readonly List<Reply> _seen = [];
    private readonly List<Reply> _replies = [];
    private readonly string _session = Guid.NewGuid().ToString("N");
    private int _count;

    public KernelClient(string shell, string control, string stdin, string iopub, string key, string identity)
    {
        _key = Encoding.UTF8.GetBytes(key);
        _iopub = new TestSubscriber(iopub);
        _shell = new TestDealer(shell, identity);
        _control = new TestDealer(control, identity);
        _stdin = new TestDealer(stdin, identity);
    }

    /// <summary>A message of the kernel.</summary>
    internal sealed record Reply(string Topic, JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content)
    {
        public string Type => (string)Header["msg_type"]!;

        public string? ParentId => (string?)Parent["msg_id"];

        public string? this[string name] => Content[name]?.ToString();

        public override string ToString() => $"{Type} {Content.ToJsonString()}";
    }

    public string Execute(string code, JsonObject? options = null)
    {
        var content = new JsonObject
        {
            ["code"] = code,
            ["silent"] = false,
            ["store_history"] = true,
            ["user_expressions"] = new JsonObject(),
            ["allow_stdin"] = true,
            ["stop_on_error"] = true
        };
        foreach (var (name, value) in options ?? [])
            content[name] = value?.DeepClone();
        return Shell("execute_request", content);
    }

    /// <summary>Executes, and waits for the end.</summary>
    public (Reply Reply, IReadOnlyList<Reply> Published) Run(string code, JsonObject? options = null)
    {
        var id = Execute(code, options);
        var reply = ShellReply(id);
        return (reply, Published(id));
    }

    public string Shell(string type, JsonObject? content = null) => Send(_shell, type, content);

    public string Control(string type, JsonObject? content = null) => Send(_control, type, content);

    public void Input(string value, JsonObject? parent = null)
        => _stdin.Send(Sign(Header("input_reply", out _), parent, new JsonObject { ["value"] = value }));

    public void SendRaw(params byte[][] frames) => _shell.Send(frames);

    /// <summary>A shell message, signed, to be sent as it is or spoilt.</summary>
    public byte[][] Signed(string type, JsonObject? content, out string id) => Sign(Header(type, out id), null, content ?? []);

    public Reply ShellReply(string id) => ReplyOf(_shell, id);

    public Reply ControlReply(string id) => ReplyOf(_control, id);

    public Reply ShellMessage() => Read(_shell.Receive());

    public Reply Question() => Read(_stdin.Receive());

    /// <summary>The next broadcast of any parent.</summary>
    public Reply Broadcast()
    {
        var message = Read(_iopub.Receive());
        _seen.Add(message);
        return message;
    }

    /// <summary>All broadcasts of a request up to its idle, in order; those of others are kept for their turn.</summary>
    public IReadOnlyList<Reply> Published(string id)
    {
        while (!_seen.Any(m => m.ParentId == id && IsStatus(m, "idle")))
            Broadcast();
        var mine = _seen.Where(m => m.ParentId == id).ToList();
        _seen.RemoveAll(mine.Contains);
        return mine;
    }

    /// <summary>Waits until a request published a message of a type.</summary>
    public Reply Await(string id, string type)
    {
        while (true)
        {
            if (_seen.FirstOrDefault(m => m.ParentId == id && m.Type == type) is { } found)
            {
                _seen.Remove(found);
                return found;
            }
            Broadcast();
        }
    }

    public static bool IsStatus(Reply message, string state) => message.Type == "status" && message["execution_state"] == state;

    public void Dispose()
    {
        _shell.Dispose();
        _control.Dispose();
        _stdin.Dispose();
        _iopub.Dispose();
    }

    private string Send(TestDealer socket, string type, JsonObject? content)
    {
        socket.Send(Sign(Header(type, out var id), null, content ?? []));
        return id;
    }

    private JsonObject Header(string type, out string id)
    {
        id = $"{_session}-{++_count}";
        return new JsonObject
        {
            ["msg_id"] = id,
            ["msg_type"] = type,
            ["username"] = "student",
            ["session"] = _session,
            ["date"] = "2025-01-01T00:00:00Z",
            ["version"] = "5.3"
        };
    }

    private byte[][] Sign(JsonObject header, JsonObject? parent, JsonObject content)
    {
        byte[][] parts = [Bytes(header), Bytes(parent ?? []), "{}"u8.ToArray(), Bytes(content)];
        return ["<IDS|MSG>"u8.ToArray(), Signature(parts), .. parts];
    }

    private byte[] Signature(byte[][] parts)
        => _key.Length == 0 ? []
        : Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(_key, parts.SelectMany(part => part).ToArray())));

    private Reply ReplyOf(TestDealer socket, string id)
    {
        // A cell's reply may come before that of the interrupt which ended it: what others wait for is kept for their turn.
        while (!_replies.Any(reply => reply.ParentId == id))
            _replies.Add(Read(socket.Receive()));
        var found = _replies.First(reply => reply.ParentId == id);
        _replies.Remove(found);
        return found;
    }

    private Reply Read(byte[][] frames)
    {
        var at = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        var parts = frames[(at + 2)..(at + 6)];
        if (!frames[at + 1].AsSpan().SequenceEqual(Signature(parts)))
            throw new InvalidOperationException("The kernel's signature is wrong.");
        JsonObject Part(int i) => JsonNode.Parse(parts[i])!.AsObject();
        return new Reply(string.Concat(frames[..at].Select(Encoding.UTF8.GetString)), Part(0), Part(1), Part(2), Part(3));
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
