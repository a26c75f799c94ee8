using System.Runtime.CompilerServices;
using Courseware.Host.Formulas;
using Xunit;

namespace Courseware.Host.Tests.Formulas;

public sealed class DerivationFormulaeTests
{
    [Fact]
    public void Every_formula_that_a_derivation_writes_can_be_shown()
    {
        var formulae = File.ReadAllText(Path.Combine(Folder(), "..", "..", "Courseware.Tests", "Derivations", "formulae.approved.txt"))
            .ReplaceLineEndings("\n").Trim().Split("\n\n");
        Assert.True(formulae.Length > 20);
        Assert.All(formulae, tex => Assert.Contains("<mtable", TexToMathMl.Convert(tex, display: true), StringComparison.Ordinal));
    }

    [Fact]
    public void Room_below_a_row_of_an_aligned_formula_is_kept()
        => Assert.Contains("padding-bottom:0.8em",
            TexToMathMl.Convert(@"\begin{aligned} a &= b \\[0.8em] c &= d \end{aligned}", display: true), StringComparison.Ordinal);

    [Fact]
    public void Room_that_is_no_length_is_left_out()
        => Assert.DoesNotContain("padding-bottom",
            TexToMathMl.Convert(@"\begin{aligned} a &= b \\[1em;color:red] c &= d \end{aligned}", display: true), StringComparison.Ordinal);

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
