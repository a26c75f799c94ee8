using Xunit;

namespace Courseware.Tests.Exercises;

/// <summary>The formulas of exercises: what they come to, how they are written, and what is said of a wrong one.</summary>
public sealed class FormulaTests
{
    private static readonly Dictionary<string, FormulaValue> s_names = new()
    {
        ["a"] = FormulaValue.Of(3),
        ["b"] = FormulaValue.Of(-2),
        ["ŷ"] = FormulaValue.Of(0.5),
        ["v"] = FormulaValue.Of([1.0, 2.0, 4.0]),
        ["x"] = FormulaValue.Of([2, 3], [1.0, 2, 3, 4, 5, 6]),
    };

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("2 - 3 - 4", -5)]
    [InlineData("8 / 4 / 2", 1)]
    [InlineData("-a^2", -9)]
    [InlineData("2^3^2", 512)]
    [InlineData("a^-1", 1.0 / 3)]
    [InlineData("a − b · ŷ", 4)]
    [InlineData("1e-3 * 1000", 1)]
    [InlineData("a > 2 and not (b > 0) ? 10 : 20", 10)]
    [InlineData("(b > 0) * 5", 0)]
    [InlineData("max(0, b) + min(a, 1)", 1)]
    [InlineData("sum(v) + mean(v)", 28.0 / 3)]
    [InlineData("sum((v - mean(v))^2) / (count(v) - 1)", 7.0 / 3)]
    [InlineData("var(v, 1)", 7.0 / 3)]
    [InlineData("v[2] + x[1][0]", 8)]
    [InlineData("sum(sum(x, 0))", 21)]
    [InlineData("dot(v, [1, 0, 2])", 9)]
    [InlineData("round(2.345, 1)", 2.3)]
    [InlineData("abs(b) + sqrt(16) + relu(b) + sign(b)", 5)]
    public void A_formula_comes_to_its_number(string text, double expected) => Assert.Equal(expected, Value(text).Number, 12);

    [Theory]
    [InlineData("v * 2", new[] { 2.0, 4, 8 })]
    [InlineData("mean(x, 0)", new[] { 2.5, 3.5, 4.5 })]
    [InlineData("mean(x, 1)", new[] { 2.0, 5 })]
    [InlineData("dot(x, v)", new[] { 17.0, 38 })]
    [InlineData("max(v, 2)", new[] { 2.0, 2, 4 })]
    [InlineData("transpose(x)[1]", new[] { 2.0, 5 })]
    public void Lists_are_computed_element_by_element_or_along_an_axis(string text, double[] expected)
    => Assert.Equal(expected, Value(text).Numbers);

    [Fact]
    public void Functions_are_the_librarys_own()
    {
        Assert.Equal(Elementary.Exp(1.25), Value("exp(1.25)").Number);
        Assert.Equal(Elementary.Log(3.0), Value("ln(a)").Number);
        Assert.Equal(Elementary.Pow(0.999, 3), Value("0.999 ^ a").Number);
        Assert.Equal(Elementary.Sigmoid(0.5), Value("sigmoid(ŷ)").Number);
    }

    [Theory]
    [InlineData("1 +", 4, "ends where a number")]
    [InlineData("(1 + 2", 7, "')' was expected")]
    [InlineData("1 2", 3, "nothing more was expected")]
    [InlineData("a + q", 5, "no number 'q'")]
    [InlineData("foo(1)", 1, "there is no function 'foo'")]
    [InlineData("v + x[0][0] + [1, 2]", 13, "do not fit")]
    [InlineData("v[3]", 2, "there is no element 3")]
    [InlineData("a ? 1 : 2", 3, "a comparison was expected")]
    [InlineData("'tiny' + 1", 8, "a number was expected")]
    [InlineData("1.2.3", 1, "is no number")]
    public void A_wrong_formula_says_what_and_where(string text, int position, string says)
    {
        var error = Assert.Throws<FormulaException>(() => Value(text));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(position - 1, error.Position);
    }

    [Theory]
    [InlineData("w - a * m / (sqrt(v) + ε)", "w − a·m / (√v + ε)")]
    [InlineData("a - (b - c)", "a − (b − c)")]
    [InlineData("(a + b) * c", "(a + b)·c")]
    [InlineData("a / (b * c)", "a / (b·c)")]
    [InlineData("(-a)^2 + z1", "(−a)² + z₁")]
    [InlineData("1 - β1 ^ t", "1 − β₁^t")]
    public void A_formula_is_written_with_the_brackets_that_it_needs(string text, string expected)
        => Assert.Equal(expected, new FormulaText(Formula.Parse(text), tex: false).Write());

    [Fact]
    public void Numbers_that_are_put_in_have_brackets_after_a_sign()
    {
        var formula = Formula.Parse("a + b * b - b");
        Assert.Equal("3 + (−2)·(−2) − (−2)", new FormulaText(formula, tex: false, s_names.GetValueOrDefault).Write());
    }

    private static FormulaValue Value(string text) => Formula.Parse(text).Evaluate(s_names.GetValueOrDefault);
}
