using System.Runtime.Loader;
using Courseware.Tests;
using Xunit;

namespace Courseware.TorchSharp.Tests;

/// <summary>The TorchSharp engine chosen by its name, or not to be had: what is said. Each test has a process of its own.</summary>
public sealed class TorchSharpChoiceTests
{
    [Fact]
    public void The_torchsharp_engine_by_name_is_said_in_the_first_line()
    {
        var engine = TorchSharpAdapter.Engine();
        Assert.Equal($"Engine: {engine.Description}.\n[torchsharp]\n", Run(ShowDefault, "torchsharp"));
        Assert.Equal($"[managed]\nEngine: {engine.Description}.\n[torchsharp]\n", Run(Use, ""));
    }

    [Fact]
    public void The_torchsharp_engine_for_one_call_leaves_the_default_as_it_is()
    {
        var engine = TorchSharpAdapter.Engine();
        Assert.Equal($"Engine: {engine.Description}.\n[torchsharp]\n[managed]\n", Run(Find, ""));
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

    internal static void ShowDefault() => Console.WriteLine($"[{Engine.Default.Name}]");

    internal static void Use()
    {
        ShowDefault();
        Engine.Use("torchsharp");
        ShowDefault();
    }

    internal static void Find()
    {
        Console.WriteLine($"[{Engine.Find("torchsharp")!.Name}]");
        ShowDefault();
    }

    internal static void ShowWithoutNative()
    {
        var copy = Directory.CreateTempSubdirectory("courseware").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Adapter.Built)!, "*.dll").Where(f => !Path.GetFileName(f).StartsWith("LibTorch", StringComparison.OrdinalIgnoreCase)))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(copy, "TorchSharp.dll")); // before AdapterFolders gives the one that has natives beside it
        Console.WriteLine(Adapter.Load(Path.Combine(copy, "Courseware.TorchSharp.dll")).Failure);
        ShowDefault();
    }

    private static string Run(Action method, string engine) => ChildProcess.Run(method, ("COURSEWARE_ENGINE", engine)).ReplaceLineEndings("\n");
}
