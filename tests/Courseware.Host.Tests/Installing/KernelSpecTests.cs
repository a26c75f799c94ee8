using System.Text.Json.Nodes;
using Courseware.Host.Installing;
using Courseware.Host.Running;
using Xunit;

namespace Courseware.Host.Tests.Installing;

public sealed class KernelSpecTests
{
    private static readonly JsonObject s_json =
        JsonNode.Parse(new KernelSpec(KernelSpec.DefaultDisplayName(KernelName.Default), ["/usr/bin/dotnet", "/with space/Host.dll"])
            .ToJson())!.AsObject();

    [Fact]
    public void The_connection_file_is_an_argument_of_its_own() =>
        Assert.Equal(["/usr/bin/dotnet", "/with space/Host.dll", "kernel", "start", "{connection_file}"], s_json["argv"]!.AsArray()
            .Select(node => (string)node!));

    [Fact]
    public void An_interrupt_comes_as_a_message() => Assert.Equal("message", (string)s_json["interrupt_mode"]!);

    [Fact]
    public void There_is_no_name_and_no_environment()
    => Assert.Equal(["argv", "display_name", "language", "interrupt_mode", "metadata"], s_json.Select(pair => pair.Key));

    // What VS Code writes back into a notebook after it started the kernel: folder, display name and language.
    [Fact]
    public void The_notebooks_name_exactly_this_kernel()
    {
        var course = new CourseFolder(Repository.Root);
        Assert.NotEmpty(course.All);
        var triple = new JsonObject
        {
            ["display_name"] = s_json["display_name"]!.DeepClone(),
            ["language"] = s_json["language"]!.DeepClone(),
            ["name"] = KernelName.Default
        };
        Assert.All(course.All, path =>
            Assert.True(JsonNode.DeepEquals(triple, JsonNode.Parse(File.ReadAllText(path))!["metadata"]!["kernelspec"]), path));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData("""{"argv":["python"],"metadata":{"debugger":true}}""", false)]
    [InlineData("""{"metadata":{"installer":7}}""", false)]
    [InlineData("""{"metadata":{"installer":"courseware"}}""", true)]
    public void Ours_is_what_says_so(string json, bool ours) => Assert.Equal(ours, KernelSpec.IsOurs(json));

    // Front ends drop one of two kernels that have the same display name and the same program.
    [Fact]
    public void A_second_kernel_has_a_display_name_of_its_own()
    => Assert.NotEqual(KernelSpec.DefaultDisplayName(KernelName.Default), KernelSpec.DefaultDisplayName("other"));
}
