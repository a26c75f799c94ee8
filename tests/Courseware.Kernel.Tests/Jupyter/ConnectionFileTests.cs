using System.Text;
using Courseware.Kernel.Jupyter;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

public sealed class ConnectionFileTests : IDisposable
{
    private const string Good = """
        {"shell_port": 1001, "iopub_port": 1002, "stdin_port": 1003, "control_port": 1004, "hb_port": 1005,
         "ip": "127.0.0.1", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "x"}
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_front_ends_file_is_understood()
    {
        var file = Parse(Good);
        Assert.Equal(new ConnectionFile("tcp", "127.0.0.1", 1001, 1004, 1003, 1002, 1005, "hmac-sha256", "k"), file);
        Assert.Equal("tcp://127.0.0.1:1001", file.Endpoint(file.ShellPort));
        Assert.True(file.IsLoopback);
    }

    [Fact]
    public void What_may_be_left_out_has_its_usual_value()
    {
        var file = Parse("""{"shell_port": 1001, "iopub_port": 1002, "stdin_port": 1003, "control_port": 1004, "hb_port": 1005}""");
        Assert.Equal(("tcp", "127.0.0.1", "hmac-sha256", ""), (file.Transport, file.Ip, file.SignatureScheme, file.Key));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("::1", true)]
    [InlineData("localhost", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("192.168.1.7", false)]
    [InlineData("*", false)]
    public void Only_loopback_is_loopback(string ip, bool isLoopback)
    => Assert.Equal(isLoopback, Parse(Good.Replace("127.0.0.1", ip, StringComparison.Ordinal)).IsLoopback);

    [Fact]
    public void Sockets_of_the_file_system_have_names_with_numbers() =>
        Assert.Equal("ipc:///run/user/kernel-1001",
            Parse(Good.Replace("\"tcp\"", "\"ipc\"", StringComparison.Ordinal)
                .Replace("127.0.0.1", "/run/user/kernel", StringComparison.Ordinal)).Endpoint(1001));

    [Theory]
    [InlineData("", "it is not JSON (line 1, byte 1)")]
    [InlineData("{\"shell_port\": 1001,", "it is not JSON (line 1, byte 2")]
    [InlineData("[1]", "it is not a JSON object")]
    [InlineData("{}", "shell_port is missing")]
    [InlineData("1001|70000", "shell_port is 70000; a port is a whole number from 1 to 65535")]
    [InlineData("1001|0", "shell_port is 0; a port")]
    [InlineData("1001|-1", "shell_port is -1; a port")]
    [InlineData("1001|1.5", "shell_port is 1.5; a port")]
    [InlineData("1001|\"1001\"", "shell_port is \"1001\"; a port")]
    [InlineData("1001|null", "shell_port is null; a port")]
    [InlineData("1005|1001", "shell_port and hb_port are both 1001")]
    [InlineData("\"tcp\"|\"inproc\"", "transport is \"inproc\"; this kernel knows tcp and ipc")]
    [InlineData("\"tcp\"|7", "transport is 7, not a text")]
    [InlineData("127.0.0.1|example.org", "ip is \"example.org\", which is no numeric address")]
    [InlineData("hmac-sha256|hmac-crc32",
        "signature_scheme is \"hmac-crc32\"; this kernel knows hmac-sha256, hmac-sha384, hmac-sha512, hmac-sha1, hmac-md5")]
    [InlineData("hmac-sha256|sha256", "signature_scheme is \"sha256\"")]
    public void A_bad_file_is_told_in_one_line(string change, string expected)
    {
        var text = change.Split('|') is [var before, var after] ? Good.Replace(before, after, StringComparison.Ordinal) : change;
        var path = _folder.Write("kernel.json", text);
        var error = Assert.Throws<InvalidDataException>(() => ConnectionFile.Load(path));
        Assert.StartsWith($"Connection file {path}: {expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told()
    {
        Assert.Contains("there is no such file",
            Assert.Throws<InvalidDataException>(() => ConnectionFile.Load(_folder.At("none.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Assert.Throws<InvalidDataException>(() => ConnectionFile.Load(_folder.Root)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Connection file", Assert.Throws<InvalidDataException>(() => ConnectionFile.Load("")).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static ConnectionFile Parse(string text) => ConnectionFile.Parse(Encoding.UTF8.GetBytes(text));
}
