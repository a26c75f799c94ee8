using Courseware.AdapterBuild;
using Courseware.Tests;
using Xunit;

namespace Courseware.TorchSharp.Tests;

/// <summary>
/// What is changed in libLibTorchSharp.so while the adapter is built, so that it loads on systems with an older libstdc++.
/// </summary>
public sealed class VersionNeedsTests
{
    [Fact]
    public void The_one_need_that_no_symbol_uses_becomes_weak_and_nothing_else_changes()
    {
        var package = Package();
        var copy = package.ToArray();
        Assert.Equal(["GLIBCXX_3.4.32 of libstdc++.so.6"], VersionNeeds.Weaken(copy));
        Assert.Equal(1, package.Zip(copy).Count(bytes => bytes.First != bytes.Second));
        Assert.Empty(VersionNeeds.Weaken(copy));
    }

    [Fact]
    public void Needs_that_symbols_use_stay()
    {
        var file = File.ReadAllBytes(Path.Combine(AdapterFolders.Of("torchsharp"), Found("libc10.so")));
        var before = file.ToArray();
        Assert.Empty(VersionNeeds.Weaken(file));
        Assert.Equal(before, file);
    }

    [Fact]
    public void What_is_no_such_library_or_is_cut_off_is_an_error_that_says_so()
    {
        Assert.Contains("no ELF library", Assert.Throws<InvalidDataException>(() => VersionNeeds.Weaken(new byte[100])).Message,
            StringComparison.Ordinal);
        Assert.Contains("outside the file", Assert.Throws<InvalidDataException>(() => VersionNeeds.Weaken(Package()[..5000])).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Package() => File.ReadAllBytes(Directory
        .EnumerateFiles(Path.Combine(Packages.Folder, "torchsharp", Packages.VersionOf("TorchSharp")), Found("libLibTorchSharp.so"),
            SearchOption.AllDirectories).First());

    private static string Found(string name)
    {
        if (!OperatingSystem.IsLinux() || LibTorch.IsLeftOut)
            Assert.Skip(LibTorch.LeftOut);
        return name;
    }
}
