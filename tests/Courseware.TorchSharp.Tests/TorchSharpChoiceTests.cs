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
        => Refused(ShowWithoutNative, "there is no ", "LibTorchSharp", "-p:LibTorch=none", "glibc 2.34");

    [Fact]
    public void A_native_library_that_is_no_library_is_told_with_the_loaders_own_reason()
        => Refused(ShowWithRubbish, "the system's loader refuses", OperatingSystem.IsLinux() ? "file too short" : "LibTorchSharp");

    [Fact]
    public void A_native_library_that_lacks_another_names_it()
        => Refused(ShowWithBridgeAlone, "the system's loader refuses", OperatingSystem.IsLinux() ? ".so: cannot open shared object file"
            : "LibTorchSharp");

    private static void Refused(Action show, params string[] parts)
    {
        TorchSharpAdapter.Engine();
        var lines = Run(show, "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("The torchsharp engine cannot start: ", lines[0], StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, lines[0], StringComparison.Ordinal));
        Assert.DoesNotContain(Path.GetTempPath(), lines[0], StringComparison.Ordinal);
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

    internal static void ShowWithoutNative() => ShowWith(_ => { });

    internal static void ShowWithRubbish() => ShowWith(folder => File.WriteAllText(Path.Combine(folder, Bridge), "no library"));

    internal static void ShowWithBridgeAlone()
        => ShowWith(folder => File.Copy(Path.Combine(Path.GetDirectoryName(Adapter.Built)!, Bridge), Path.Combine(folder, Bridge)));

    private static string Bridge
        => OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    private static void ShowWith(Action<string> native)
    {
        var copy = Directory.CreateTempSubdirectory("courseware").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Adapter.Built)!, "*.dll")
            .Where(f => Path.GetFileName(f) != Bridge))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        native(copy);
        // before AdapterFolders gives the one that has natives beside it
        AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(copy, "TorchSharp.dll"));
        Console.WriteLine(Adapter.Load(Path.Combine(copy, "Courseware.TorchSharp.dll")).Failure);
        ShowDefault();
    }

    private static string Run(Action method, string engine)
        => ChildProcess.Run(method, ("COURSEWARE_ENGINE", engine)).ReplaceLineEndings("\n");
}
