using System.Runtime.CompilerServices;
using Xunit;

namespace Courseware.Tests.Training;

/// <summary>
/// Who chooses the engine, and what is said: the variable when a process starts, a call later. Each test has a process of its own.
/// </summary>
public sealed class EngineChoiceTests
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
            "The torchsharp engine is not built: type 'dotnet build lib/Courseware.TorchSharp' in the course's folder, then start the notebook again. The managed engine trains instead.\n[managed]\n",
            Run(ShowWithoutAdapter, ""));

    [Fact]
    public void Asking_for_it_in_a_cell_is_an_error_without_an_adapter_and_for_an_unknown_name()
        => Assert.Equal(
            "The torchsharp engine is not built: type 'dotnet build lib/Courseware.TorchSharp' in the course's folder, then start the notebook again.\n"
            + "There is no engine 'pytorch': managed and torchsharp are the two. (Parameter 'name')\nEngine: managed, plain .NET on the processor.\n[managed]\n",
            Run(UseWithoutAdapter, ""));

    [Fact]
    public void Looking_for_it_without_an_adapter_says_one_line_and_gives_nothing()
        => Assert.Equal(
            "The torchsharp engine is not built: type 'dotnet build lib/Courseware.TorchSharp' in the course's folder, then start the notebook again.\n[nothing]\n[managed]\n",
            Run(FindWithoutAdapter, ""));

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

    internal static void ShowWithoutAdapter()
    {
        LeaveTheCourse();
        // Set here, before the library is touched: it looks when it is loaded.
        Environment.SetEnvironmentVariable(Variable, "torchsharp");
        Show();
    }

    internal static void FindWithoutAdapter()
    {
        LeaveTheCourse();
        Console.WriteLine($"[{Engine.Find("torchsharp")?.Name ?? "nothing"}]");
        ShowDefault();
    }

    internal static void UseWithoutAdapter()
    {
        LeaveTheCourse();
        UseAll();
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
