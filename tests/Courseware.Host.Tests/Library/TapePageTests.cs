using Courseware.Host.Tests.Support;
using Xunit;

namespace Courseware.Host.Tests.Library;

/// <summary>The page that explains a tape is code that runs.</summary>
public sealed class TapePageTests
{
    private const string WithTheLibrary = """
        var (ours, bias) = (Tensor.Parameter("w", [0.5], 1), Tensor.Parameter("b", [-0.25], 1));
        var (inputs, targets) = (Tensor.Vector(0), Tensor.Vector(0));
        Tape? library = null;
        foreach (var (input, target) in new[] { (1.0, 0.3), (2.0, -0.1), (-1.5, 0.8) })
        {
            (inputs[0], targets[0]) = (input, target);
            if (library is null)
                library = Tape.Record(() => ((ours * inputs + bias).Tanh() - targets).Square().Sum());
            else
                library.Forward();
            library.Backward();
            (ours[0], bias[0]) = (ours[0] - 0.1 * ours.Grad![0], bias[0] - 0.1 * bias.Grad![0]);
        }
        """;

    [Fact]
    public async Task Its_code_is_short_and_its_gradients_are_the_librarys()
    {
        var page = await File.ReadAllTextAsync(Repository.At("lib", "Courseware", "Tensors", "README.md"),
            TestContext.Current.CancellationToken);
        var code = page.Split("```csharp\n", 2)[1].Split("```", 2)[0];
        Assert.InRange(code.Split('\n').Length, 50, 100);

        using var session = await LibrarySession.StartAsync();
        await session.RunAsync(code);
        await session.RunAsync(WithTheLibrary);
        foreach (var (mine, theirs) in new[]
        {
            ("w.Gradient", "ours.Grad![0]"), ("b.Gradient", "bias.Grad![0]"), ("w.Value", "ours[0]"),
                ("tape.Result.Value", "library.Result.Item()"),
        })
        {
            Assert.Equal("true", (await session.RunAsync($"({mine} != 0).ToString().ToLower()")).Value);
            Assert.Equal("close",
                (await session.RunAsync($"Math.Abs({mine} - {theirs}) < 1e-12 ? \"close\" : $\"{{{mine}}} is not {{{theirs}}}\"")).Value);
        }
    }
}
