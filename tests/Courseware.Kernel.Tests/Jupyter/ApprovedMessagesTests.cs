using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Courseware.Kernel.Tests.Jupyter;

/// <summary>
/// The wire is frozen: one approved message of each type that the kernel sends, ids and dates masked. To approve a change, set
/// COURSEWARE_APPROVE=1, run, and read the difference.
/// </summary>
public sealed partial class ApprovedMessagesTests
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Repository.At("tests", "Courseware.Kernel.Tests", "Jupyter", "Approved");

    [Fact]
    public void Every_message_is_as_approved()
    {
        var messages = Collect();
        var approve = Environment.GetEnvironmentVariable("COURSEWARE_APPROVE") == "1";
        Directory.CreateDirectory(Folder);
        if (!approve)
        {
            Assert.Equal(Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal), messages.Keys);
        }

        foreach (var (name, text) in messages)
        {
            var path = Path.Combine(Folder, name + ".json");
            if (approve)
                File.WriteAllText(path, text);
            Assert.Equal(File.ReadAllText(path), text);
        }
    }

    private static SortedDictionary<string, string> Collect()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var kernel = new KernelHarness();
        var client = kernel.Client;

        void Take(KernelClient.Reply message, string? name = null) => found.TryAdd(name ?? message.Type, Masked(message));

        void TakePublished(string id)
        {
            foreach (var message in client.Published(id))
                Take(message, message.Type == "status" ? "status-" + message["execution_state"] : message.Type);
        }

        void Ask(string type, JsonObject content, string? name = null)
        {
            var id = client.Shell(type, content);
            Take(client.ShellReply(id), name);
            TakePublished(id);
        }

        Take(client.Broadcast());
        Ask("kernel_info_request", []);
        Ask("execute_request", new JsonObject
        {
            ["code"] = "Console.WriteLine(\"text\"); var shown = display(HTML(\"<b>1</b>\")); shown.Update(HTML(\"<b>2</b>\")); clear_output(true); page(\"help\"); 6 * 7",
            ["user_expressions"] = new JsonObject { ["a"] = "1 + 1", ["b"] = "nothing" },
        });
        Ask("execute_request", new JsonObject { ["code"] = "throw new InvalidOperationException(\"why\");" }, "execute_reply-error");
        Ask("complete_request", new JsonObject { ["code"] = "shown.Upd", ["cursor_pos"] = 9 });
        Ask("is_complete_request", new JsonObject { ["code"] = "if (true)\n{" });
        Ask("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 1, ["output"] = true, ["raw"] = true });
        Ask("inspect_request", new JsonObject { ["code"] = "   ", ["cursor_pos"] = 1, ["detail_level"] = 0 });
        Ask("comm_info_request", []);
        TakePublished(client.Shell("comm_open", new JsonObject { ["comm_id"] = "c", ["target_name"] = "t", ["data"] = new JsonObject() }));

        var asking = client.Execute("input(\"Name?\");");
        Take(client.Question());
        client.Input("Ada");
        client.ShellReply(asking);

        var failing = client.Execute("Console.ReadLine(); throw new Exception(\"stop\");");
        var waiting = client.Execute("1");
        kernel.AwaitTaken();
        client.Question();
        client.Input("now");
        Take(client.ShellReply(waiting), "execute_reply-aborted");
        client.Published(failing);
        Take(client.ControlReply(client.Control("debug_request", [])));
        Take(client.ControlReply(client.Control("interrupt_request", [])));
        var end = client.Control("shutdown_request", new JsonObject { ["restart"] = true });
        Take(client.ControlReply(end));
        return found;
    }

    private static string Masked(KernelClient.Reply message)
    {
        // A parent is whole when it is the header that the client sent; its ids differ from run to run.
        var parent = message.Parent.Count == 0 ? new JsonObject()
            : new JsonObject
            {
                ["msg_type"] = message.Parent["msg_type"]!.DeepClone(),
                ["username"] = message.Parent["username"]!.DeepClone(),
                ["version"] = message.Parent["version"]!.DeepClone()
            };
        var json = new JsonObject
        {
            ["topic"] = message.Topic,
            ["header"] = message.Header.DeepClone(),
            ["parent_header"] = parent,
            ["metadata"] = message.Metadata.DeepClone(),
            ["content"] = message.Content.DeepClone(),
        };
        var text = json.ToJsonString(s_indented);
        text = Guid().Replace(text, "<session>");
        text = Date().Replace(text, "<date>");
        text = Count().Replace(text, "<session>_<n>");
        text = DisplayId().Replace(text, "\"<run>-display-");
        text = RuntimeVersion().Replace(text, "on .NET <version>");
        return text + "\n";
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")]
    private static partial Regex Date();

    [GeneratedRegex(@"<session>_\d+")]
    private static partial Regex Count();

    [GeneratedRegex("\"[0-9a-f]{8}-display-")]
    private static partial Regex DisplayId();

    [GeneratedRegex(@"on \.NET [\w.-]+")]
    private static partial Regex RuntimeVersion();
}
