using System.Globalization;
using Courseware.Tests.Tensors.Kernels;
using Xunit;

namespace Courseware.Tests.Tensors;

public sealed class ElementaryTests
{
    private static readonly Dictionary<string, (Func<float, float> Single, Func<double, double> Double, double Ulps)> s_functions = new()
    {
        ["exp"] = (Elementary.Exp, Elementary.Exp, 1.0),
        ["expm1"] = (Elementary.Expm1, Elementary.Expm1, 2.0),
        ["log"] = (Elementary.Log, Elementary.Log, 1.0),
        ["log1p"] = (Elementary.Log1p, Elementary.Log1p, 2.0),
        ["tanh"] = (Elementary.Tanh, Elementary.Tanh, 2.0),
        ["sigmoid"] = (Elementary.Sigmoid, Elementary.Sigmoid, 2.1),
        ["softplus"] = (Elementary.Softplus, Elementary.Softplus, 2.0),
        ["erf"] = (Elementary.Erf, Elementary.Erf, 2.0),
        ["sin"] = (Elementary.Sin, Elementary.Sin, 0.51),
        ["cos"] = (Elementary.Cos, Elementary.Cos, 0.51),
        ["log2"] = (x => (float)Elementary.Log2(x), Elementary.Log2, 0.51),
        ["log10"] = (x => (float)Elementary.Log10(x), Elementary.Log10, 0.51),
    };

    public static TheoryData<string> Names => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Doubles_are_within_2_ulp_of_exact_values(string name)
    {
        var count = 0;
        foreach (var line in ElementaryReference.Functions.Split('\n'))
        {
            var fields = line.Split(' ');
            if (fields[0] != name)
                continue;
            var (x, expected) = (Parse(fields[1]), Parse(fields[2]));
            Within(2, expected, s_functions[name].Double(x), $"{name}({fields[1]})");
            count++;
        }

        Assert.True(count >= 10);
    }

    [Fact]
    public void Powers_are_within_1_ulp_of_exact_values()
    {
        foreach (var line in ElementaryReference.Powers.Split('\n'))
        {
            var fields = line.Split(' ');
            Within(1, Parse(fields[2]), Elementary.Pow(Parse(fields[0]), Parse(fields[1])), line);
        }
    }

    /// <summary>Over bit patterns of all sizes; the double function, tested above, is the measure.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Floats_are_within_their_stated_error_of_the_double_function(string name)
    {
        var (single, exact, ulps) = s_functions[name];
        for (long bits = 0; bits <= uint.MaxValue; bits += 40_009)
            Check(BitConverter.UInt32BitsToSingle((uint)bits));
        foreach (var x in TestFloats.Ordinary(100_000, 5, 12))
            Check(x);
        foreach (var x in TestFloats.Special)
            Check(x);

        void Check(float x)
        {
            var (got, want) = (single(x), exact(x));
            if (double.IsNaN(want) || double.IsInfinity((float)want) || want == 0)
            {
                Assert.True(TestFloats.Bits(got) == TestFloats.Bits((float)want), $"{name}({x:R}) = {got:R}, not {want:R}");
                return;
            }

            var rounded = (float)want;
            var ulp = Math.Max(MathF.BitIncrement(MathF.Abs(rounded)) - (double)MathF.Abs(rounded), float.Epsilon);
            Assert.True(Math.Abs(got - want) <= ulps * ulp, $"{name}({x:R}) = {got:R}, not {want:R}: {Math.Abs(got - want) / ulp:F2} ulp");
        }
    }

    [Theory]
    [InlineData("exp", double.NegativeInfinity, 0)]
    [InlineData("exp", 1000, double.PositiveInfinity)]
    [InlineData("exp", -1000, 0)]
    [InlineData("exp", 0, 1)]
    [InlineData("expm1", -1000, -1)]
    [InlineData("expm1", 1000, double.PositiveInfinity)]
    [InlineData("expm1", 1e-30, 1e-30)]
    [InlineData("log", 0, double.NegativeInfinity)]
    [InlineData("log", -1, double.NaN)]
    [InlineData("log", 1, 0)]
    [InlineData("log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log1p", -1, double.NegativeInfinity)]
    [InlineData("log1p", -1.5, double.NaN)]
    [InlineData("log1p", 1e-30, 1e-30)]
    [InlineData("log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("tanh", 50, 1)]
    [InlineData("tanh", double.NegativeInfinity, -1)]
    [InlineData("tanh", -1e-30, -1e-30)]
    [InlineData("sigmoid", 0, 0.5)]
    [InlineData("sigmoid", -1000, 0)]
    [InlineData("sigmoid", double.PositiveInfinity, 1)]
    [InlineData("softplus", 1000, 1000)]
    [InlineData("softplus", -1000, 0)]
    [InlineData("erf", 10, 1)]
    [InlineData("erf", double.NegativeInfinity, -1)]
    [InlineData("sin", double.PositiveInfinity, double.NaN)]
    [InlineData("cos", double.NegativeInfinity, double.NaN)]
    [InlineData("cos", 0, 1)]
    [InlineData("log2", 1024, 10)]
    [InlineData("log10", 1000, 3)]
    public void Special_values_are_exact(string name, double x, double expected)
    {
        var (single, exact, _) = s_functions[name];
        Assert.Equal(expected, exact(x));
        Assert.Equal((float)expected, single((float)x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_gives_NaN(string name)
    {
        Assert.True(double.IsNaN(s_functions[name].Double(double.NaN)));
        Assert.True(float.IsNaN(s_functions[name].Single(float.NaN)));
    }

    [Theory]
    [InlineData("expm1")]
    [InlineData("log1p")]
    [InlineData("tanh")]
    [InlineData("erf")]
    [InlineData("sin")]
    public void The_sign_of_zero_is_kept(string name)
    {
        Assert.True(double.IsNegative(s_functions[name].Double(-0.0)));
        Assert.True(float.IsNegative(s_functions[name].Single(-0f)));
        Assert.False(double.IsNegative(s_functions[name].Double(0.0)));
        Assert.False(float.IsNegative(s_functions[name].Single(0f)));
    }

    [Theory]
    [InlineData(10, 3, 1000)]
    [InlineData(-2, 3, -8)]
    [InlineData(-2, 0.5, double.NaN)]
    [InlineData(0, 0, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(0, -1, double.PositiveInfinity)]
    [InlineData(-0.0, -3, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, 3, double.NegativeInfinity)]
    [InlineData(-1, double.PositiveInfinity, 1)]
    [InlineData(0.5, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(2, 1024, double.PositiveInfinity)]
    [InlineData(2, -1074, double.Epsilon)]
    [InlineData(0.5, 1e300, 0)]
    public void Pow_follows_C99(double x, double y, double expected) => Assert.Equal(expected, Elementary.Pow(x, y));

    [Fact]
    public void Powers_of_ten_are_the_numbers_that_an_axis_shows()
    {
        for (var n = -22; n <= 22; n++)
            Assert.Equal(Parse($"1e{n}"), Elementary.Pow10(n));
        Assert.Equal(1e300, Elementary.Pow10(300), 1e285);
        Assert.Equal(-300.0, Elementary.Log10(1e-300));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Within(double ulps, double expected, double got, string what)
    {
        var ulp = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
        Assert.True(Math.Abs(got - expected) <= ulps * ulp, $"{what} = {got:R}, not {expected:R}");
    }
}
