using System.Runtime.CompilerServices;
using Xunit;

namespace Courseware.Tests.MLNet;

/// <summary>Who chooses the engine, and what is said: the variable when a process starts, a call later. Each test has a process of its own.</summary>
public sealed class ChoiceTests
{
    private const string Variable = "COURSEWARE_ENGINE";

    [Fact]
    public void Without_a_choice_the_managed_engine_runs_and_nothing_is_said()
        => Assert.Equal("[managed]\n", Run(ShowDefault, ""));

    [Theory, InlineData("managed"), InlineData(" Managed ")]
    public void The_managed_engine_by_name_is_said_in_the_first_line(string name)
        => Assert.Equal("Engine: managed, plain .NET on the processor.\n[managed]\n", Run(ShowDefault, name));

    [Theory, InlineData("pytorch", ""), InlineData("torchshrap", " Did you mean 'torchsharp'?")]
    public void An_unknown_name_is_told_when_the_library_is_loaded_and_is_an_error_where_an_engine_is_first_used(string name, string hint)
    {
        var line = $"COURSEWARE_ENGINE must be 'managed' or 'torchsharp', not '{name}'.{hint} Unset it for the managed engine.\n";
        Assert.Equal($"{line}[loaded]\n{line}", Run(ShowError, name));
    }

    [Fact]
    public void Without_an_adapter_one_line_says_so_and_the_managed_engine_runs()
        => Assert.Equal(
            "The torchsharp engine is not built: type 'dotnet build lib/Courseware.MLNet' in the course's folder, then start the notebook anew. The managed engine trains instead.\n[managed]\n",
            Run(ShowWithoutAdapter, ""));

    [Fact]
    public void Asking_for_it_in_a_cell_is_an_error_without_an_adapter_and_for_an_unknown_name()
        => Assert.Equal(
            "The torchsharp engine is not built: type 'dotnet build lib/Courseware.MLNet' in the course's folder, then start the notebook anew.\n"
            + "There is no engine 'pytorch': managed and torchsharp are the two. (Parameter 'name')\nEngine: managed, plain .NET on the processor.\n[managed]\n",
            Run(UseWithoutAdapter, ""));

    [Fact]
    public void Text_classification_without_an_adapter_tells_all_that_is_missing()
    {
        var line = Run(ClassifyWithoutAdapter, "");
        Assert.StartsWith("This section was left out: 3 things are missing. (1) ML.NET's text classification is not built: "
            + "type 'dotnet build lib/Courseware.MLNet' in the course's folder, then run this cell again. (2) Reuters: reuters.npz is not in the cache of downloads", line, StringComparison.Ordinal);
        Assert.Contains("(3) NAS-BERT weights: NasBert2000000.tsm is not in the cache of downloads", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_torchsharp_engine_by_name_is_said_in_the_first_line()
    {
        var engine = TorchSharpAdapter.Engine();
        Assert.Equal($"Engine: {engine.Description}.\n[torchsharp]\n", Run(ShowDefault, "torchsharp"));
        Assert.Equal($"[managed]\nEngine: {engine.Description}.\n[torchsharp]\n", Run(Use, ""));
    }

    [Fact]
    public void A_missing_native_library_is_one_line_and_the_process_goes_on()
    {
        TorchSharpAdapter.Engine();
        var lines = Run(ShowWithoutNative, "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("The torchsharp engine cannot start: libtorch is missing or cannot be loaded", lines[0], StringComparison.Ordinal);
        Assert.Equal("[managed]", lines[1]);
    }

    internal static void ClassifyWithoutAdapter()
    {
        LeaveTheCourse();
        Environment.SetEnvironmentVariable("COURSEWARE_DATA", null);
        Environment.SetEnvironmentVariable("COURSEWARE_CACHE", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        Environment.SetEnvironmentVariable("COURSEWARE_OFFLINE", "1");
        Console.WriteLine(PretrainedText.Classify(Courseware.Datasets.ReutersTexts, train: 10, test: 10, epochs: 1));
    }

    internal static void ShowDefault() => Console.WriteLine($"[{Engine.Default.Name}]");

    internal static void ShowError()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(Engine).Module.ModuleHandle);
        Console.WriteLine("[loaded]");
        try
        {
            ShowDefault();
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
    }

    internal static void Use()
    {
        ShowDefault();
        Engine.Use("torchsharp");
        ShowDefault();
    }

    internal static void ShowWithoutAdapter()
    {
        LeaveTheCourse();
        // Set here, before the library is touched: it looks when it is loaded.
        Environment.SetEnvironmentVariable(Variable, "torchsharp");
        Show();
    }

    internal static void UseWithoutAdapter()
    {
        LeaveTheCourse();
        UseAll();
    }

    internal static void ShowWithoutNative()
    {
        var copy = Directory.CreateTempSubdirectory("courseware").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Adapter.Built)!, "*.dll").Where(f => !Path.GetFileName(f).StartsWith("LibTorch", StringComparison.OrdinalIgnoreCase)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Console.WriteLine(Adapter.Load(Path.Combine(copy, "Courseware.MLNet.dll")).Failure);
        ShowDefault();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Show() => ShowDefault();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseAll()
    {
        foreach (var name in new[] { "torchsharp", "pytorch", "managed" })
        {
            try
            {
                Engine.Use(name);
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException)
            {
                Console.WriteLine(error.Message);
            }
        }
        ShowDefault();
    }

    // A folder that looks like a course, and has no adapter.
    private static void LeaveTheCourse()
    {
        var folder = Directory.CreateTempSubdirectory("courseware").FullName;
        File.WriteAllText(Path.Combine(folder, "Courseware.sln"), "");
        Directory.SetCurrentDirectory(folder);
    }

    private static string Run(Action method, string engine) => ChildProcess.Run(method, (Variable, engine)).ReplaceLineEndings("\n");
}
