using Courseware.Tests;
using Xunit;

namespace Courseware.ML.Tests.Definitions;

[Collection("environment")]
public sealed class DefinitionTableTests
{
    [Fact]
    public void The_readmes_table_of_definitions_is_what_the_three_compute()
    {
        if (LibTorch.IsLeftOut)
            Assert.Skip(LibTorch.LeftOut);
        Assert.True(Adapter.TryLoad(out _, out var reason), reason);
        var path = Path.Combine(Repository.Root, "lib", "Courseware.ML", "README.md");
        var readme = File.ReadAllText(path).ReplaceLineEndings("\n");
        var received = DefinitionTable.In(readme, DefinitionTable.Groups());
        if (received == readme)
            return;
        var file = Path.Combine(Repository.Root, "artifacts", "Courseware.ML.README.received.md");
        File.WriteAllText(file, received);
        var (was, isNow) = readme.Split('\n').Zip(received.Split('\n')).FirstOrDefault(lines => lines.First != lines.Second);
        Assert.Fail($"The table in lib/Courseware.ML/README.md is not what ML.NET, TorchSharp and the course compute now. The first line that differs is\n{was}\nand would be\n{isNow}\n"
            + "To accept it: cp artifacts/Courseware.ML.README.received.md lib/Courseware.ML/README.md");
    }
}
