using System.Net;
using System.Text.Json;

namespace Courseware.Kernel.Jupyter;

/// <summary>Where a front end expects the kernel to listen, and the key that both sign with.</summary>
/// <param name="Transport">"tcp" or "ipc".</param>
/// <param name="Ip">A numeric address for tcp (or "localhost", or "*" for all); the path that sockets' names begin with for ipc.</param>
/// <param name="SignatureScheme">"hmac-" and a hash that <see cref="MessageSigner"/> knows.</param>
/// <param name="Key">Empty: messages are not signed.</param>
internal sealed record ConnectionFile(
    string Transport, string Ip, int ShellPort, int ControlPort, int StdinPort, int IopubPort, int HeartbeatPort, string SignatureScheme,
    string Key)
{
    private const int LongestFile = 1 << 20;

    /// <summary>Whether only programs of this machine can reach the kernel.</summary>
    public bool IsLoopback
        => Transport == "ipc" || Ip == "localhost" || (IPAddress.TryParse(Ip, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="InvalidDataException">What is wrong with it, in one line.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new InvalidDataException(Directory.Exists(path) ? "it is a folder" : "there is no such file");
            if (file.Length > LongestFile)
                throw new InvalidDataException("it is too long for a connection file");
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new InvalidDataException($"Connection file {KernelLog.OneLine(path)}: {KernelLog.OneLine(e.Message)}. A Jupyter front end writes this file and puts its path in place of {{connection_file}}.", e);
        }
    }

    public static ConnectionFile Parse(ReadOnlyMemory<byte> json)
    {
        // A byte order mark, which some editors write.
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})", e);
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException("it is not a JSON object");
            var transport = Text(root, "transport", "tcp");
            if (transport is not ("tcp" or "ipc"))
                throw new InvalidDataException($"transport is \"{transport}\"; this kernel knows tcp and ipc");
            var ip = Text(root, "ip", transport == "tcp" ? "127.0.0.1" : "kernel-ipc");
            if (transport == "tcp" && ip is not ("localhost" or "*") && !IPAddress.TryParse(ip, out _))
                throw new InvalidDataException($"ip is \"{ip}\", which is no numeric address");
            var scheme = Text(root, "signature_scheme", "hmac-sha256");
            if (!MessageSigner.Knows(scheme))
                throw new InvalidDataException($"signature_scheme is \"{scheme}\"; this kernel knows {string.Join(", ", MessageSigner.Schemes)}");

            var file = new ConnectionFile(
                transport, ip, Port(root, "shell_port"), Port(root, "control_port"), Port(root, "stdin_port"), Port(root, "iopub_port"),
                Port(root, "hb_port"), scheme, Text(root, "key", ""));
            var twice = file.Ports.GroupBy(port => port.Port).FirstOrDefault(group => group.Count() > 1);
            return twice is null ? file
                : throw new InvalidDataException($"{string.Join(" and ", twice.Select(port => port.Name))} are both {twice.Key}");
        }
    }

    /// <summary>A socket's endpoint as ZeroMQ writes it.</summary>
    public string Endpoint(int port)
    {
        if (Transport == "ipc")
            return $"ipc://{Ip}-{port}";
        var host = IPAddress.TryParse(Ip, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{Ip}]" : Ip;
        return $"tcp://{(host == "localhost" ? "127.0.0.1" : host)}:{port}";
    }

    private (string Name, int Port)[] Ports =>
        [("shell_port", ShellPort), ("control_port", ControlPort), ("stdin_port", StdinPort), ("iopub_port", IopubPort),
            ("hb_port", HeartbeatPort)];

    private static string Text(JsonElement root, string name, string otherwise)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return otherwise;
        if (value.ValueKind != JsonValueKind.String)
            throw new InvalidDataException($"{name} is {Shown(value)}, not a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{name} is not a valid text", e);
        }
    }

    private static int Port(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
            throw new InvalidDataException($"{name} is missing");
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > 0 and <= 65535)
            return port;
        throw new InvalidDataException($"{name} is {Shown(value)}; a port is a whole number from 1 to 65535");
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "…";
    }
}
