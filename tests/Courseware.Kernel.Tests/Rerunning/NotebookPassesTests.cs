using System.Text.Json;
using Courseware.Kernel.Formatting;
using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Kernel.Tests.Rerunning;

/// <summary>
/// Each notebook of the course many times in one session, in order and then in random orders, on stand-ins unless <c>COURSEWARE_DATA</c>
/// names real data. <c>RERUN_NOTEBOOKS=02,05 RERUN_PASSES=20 RERUN_SEED=1</c> choose.
/// </summary>
public sealed class NotebookPassesTests
{
    private const string DataFolder = "COURSEWARE_DATA";
    private const int Warm = 5;
    private const long MostGrowth = 16 << 20;
    private const int MostProblems = 10;

    public static TheoryData<string> Notebooks => CourseNotebooks.Names;

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_gives_the_same_outputs_in_every_pass_and_the_memory_stays_flat(string notebook)
    {
        LongTests.SkipUnlessAsked();
        if (Environment.GetEnvironmentVariable("RERUN_NOTEBOOKS") is { } chosen && !chosen.Split(',').Any(notebook.StartsWith))
            Assert.Skip("It takes minutes: RERUN_NOTEBOOKS does not name it.");
        Assert.True(File.Exists(Repository.At("artifacts", "lib", "Courseware.dll")),
            "The library is not built: dotnet build lib/Courseware -c Release");
        using var nothing = new TemporaryFolder();
        var data = Environment.GetEnvironmentVariable(DataFolder);
        Environment.SetEnvironmentVariable(DataFolder, data ?? nothing.Root);
        try
        {
            await RepeatAsync(Repository.At("notebooks", $"{notebook}.ipynb"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(DataFolder, data);
        }
    }

    private static async Task RepeatAsync(string path)
    {
        var (passes, random) = (GeneratedSessionTests.Setting("PASSES", 20), new Random(GeneratedSessionTests.Setting("SEED", 1)));
        var cells = Cells(path);
        using var session = new Session(new SessionOptions(Path.GetDirectoryName(path)!));
        var (first, memory, problems) = (new string[cells.Count], new List<long>(), new List<string>());
        for (var pass = 1; pass <= 2 * passes && problems.Count < MostProblems; pass++)
        {
            var order = Enumerable.Range(0, cells.Count).ToArray();
            if (pass > passes)
                random.Shuffle(order);
            foreach (var i in order)
            {
                var outputs = new Outputs();
                var result = await session.ExecuteAsync(new CellSource($"cell {i + 1}", cells[i].Code, cells[i].Id), outputs,
                    TestContext.Current.CancellationToken);
                if (pass == 1)
                    first[i] = outputs.Text;
                if (result.Status != CellStatus.Succeeded)
                    problems.Add($"pass {pass}, cell {i + 1}: {outputs.Text}");
                else if (outputs.Text != first[i])
                    problems.Add($"pass {pass}, cell {i + 1}: {Difference(first[i], outputs.Text)}");
            }
            GC.Collect();
            GC.WaitForPendingFinalizers();
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        var name = Path.GetFileName(path);
        TestContext.Current.SendDiagnosticMessage($"{name}: {memory.Count} passes, {memory[0] >> 20} MB after the first, {memory[^1] >> 20} MB after the last");
        Assert.True(problems.Count == 0, $"{name}\n{string.Join('\n', problems)}");
        Assert.True(memory[^1] - memory[int.Min(Warm, memory.Count) - 1]
            < MostGrowth, $"{name} grows: {string.Join(", ", memory.Select(bytes => bytes >> 20))} MB");
    }

    private static string Difference(string first, string now)
    {
        var at = first.AsSpan().CommonPrefixLength(now);
        var start = int.Max(0, at - 80);
        return $"at {at}: …{Part(first)}… was in the first pass, …{Part(now)}… is now";

        string Part(string text) => text.AsSpan(start, int.Min(200, text.Length - start)).ToString();
    }

    private static List<(string Id, string Code)> Cells(string path)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. notebook.RootElement.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code")
                .Select(cell =>
                    (cell.GetProperty("id")
                        .GetString()!, string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())))),
        ];
    }

    // What a written notebook holds: without times and progress, and an updated display in its last form.
    private sealed class Outputs : ICellObserver
    {
        private readonly List<(string? Id, string Text)> _all = [];

        public string Text => string.Join('\n', _all.Select(output => output.Text));

        public void OnOutput(CellOutput output)
        {
            switch (output)
            {
                case StreamOutput stream when _all is [.., { Id: "" } last]:
                    _all[^1] = ("", last.Text + stream.Text);
                    break;
                case StreamOutput stream:
                    _all.Add(("", stream.Text));
                    break;
                case ResultOutput result:
                    _all.Add((null, Written(result.Bundle)));
                    break;
                case DisplayOutput display when !display.Bundle.ContainsKey(MimeTypes.Transient):
                    var shown = display.DisplayId is null ? -1 : _all.FindIndex(one => one.Id == display.DisplayId);
                    if (shown < 0)
                        _all.Add((display.DisplayId, Written(display.Bundle)));
                    else
                        _all[shown] = (display.DisplayId, Written(display.Bundle));
                    break;
                case ErrorOutput error:
                    _all.Add((null, string.Join('\n', error.Trace)));
                    break;
            }
        }

        private static string Written(IReadOnlyDictionary<string, string> bundle) =>
            string.Join('\n', bundle.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
    }
}
