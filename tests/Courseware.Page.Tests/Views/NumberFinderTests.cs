using Courseware.Page.Views;

namespace Courseware.Page.Tests.Views;

/// <summary>Which numbers of a cell become sliders.</summary>
public sealed class NumberFinderTests
{
    [Theory]
    [InlineData("double rate = 0.5;  // change me", "rate=0.5")]
    [InlineData("int layers = 3;", "layers=3")]
    [InlineData("var shift = -2.5;", "shift=-2.5")]
    [InlineData("new Adam(LearningRate: 0.1, Beta1: 0.9) { WeightDecay = 0.01 }", "LearningRate=0.1 Beta1=0.9 WeightDecay=0.01")]
    [InlineData("double[] start = [0.1, 0.2];", "start[0]=0.1 start[1]=0.2")]
    [InlineData("new Dropout(0.3)", "Dropout=0.3")]
    [InlineData("var p = 1e-3f;", "p=0.001")]
    [InlineData("a[3] + 4", "")]
    [InlineData("// var x = 3;\nvar s = \"7\";", "")]
    [InlineData("this is { no", "")]
    public void Numbers_with_a_name_are_found(string code, string expected) =>
        Assert.Equal(expected,
            string.Join(' ', NumberFinder.In(code)
                .Select(number => FormattableString.Invariant($"{number.Name}={Math.Round(number.Value, 6)}"))));

    [Fact]
    public void A_number_s_place_holds_its_sign_and_nothing_else()
    {
        const string code = "var shift = -2.5; var n = 3;";
        Assert.Equal(["-2.5", "3"], NumberFinder.In(code).Select(number => code[number.Start..number.End]));
        Assert.Equal([false, true], NumberFinder.In(code).Select(number => number.IsWhole));
    }
}
