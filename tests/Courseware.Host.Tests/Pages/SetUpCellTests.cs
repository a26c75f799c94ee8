using Courseware.Host.Pages;
using Xunit;

namespace Courseware.Host.Tests.Pages;

public sealed class SetUpCellTests
{
    [Theory]
    [InlineData("#r \"../artifacts/lib/Courseware.dll\"\nusing Courseware.Data;\nusing Courseware.Layers;", "Set-up: 1 library, 2 namespaces")]
    [InlineData("#r \"nuget: A, 1.0\"\n#r \"b.dll\"", "Set-up: 2 libraries")]
    [InlineData("// what the cells use\nusing System.Numerics;\n", "Set-up: 1 namespace")]
    [InlineData("using static System.Math;\nusing V = System.Numerics.Vector2;", "Set-up")]
    public void A_cell_that_only_names_what_others_use_is_one(string code, string summary)
        => Assert.Equal(summary, SetUpCell.TryParse(code)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("// a remark")]
    [InlineData("#r \"a.dll\"\nvar x = 1;")]
    [InlineData("using System;\nx")]
    [InlineData("using var file = File.OpenRead(\"a\");")]
    [InlineData("using System;\nrecord P(int A);")]
    [InlineData("#load \"a.csx\"")]
    [InlineData("#r \"a.dll\"\n#!time")]
    [InlineData("%time\nusing System;")]
    [InlineData("using System")]
    public void Any_other_cell_is_none(string code) => Assert.Null(SetUpCell.TryParse(code));
}
