using Xunit;

namespace Courseware.Tests.Claims;

[Collection("environment")]
public sealed class BudgetTests
{
    private static readonly Provenance s_real = new("HIGGS", DataKind.Real, "0123456789abcdef", 11_000, "test", "");
    private static readonly Provenance s_standIn = s_real with { Kind = DataKind.StandIn };

    [Theory]
    [InlineData(null, 60)]
    [InlineData("default", 60)]
    [InlineData("FULL", 350)]
    public void Real_data_get_the_budget_of_the_mode(string? mode, int epochs)
    {
        using var _ = new TemporaryVariable("COURSEWARE_MODE", mode);
        Assert.Equal(epochs, Budget.For(s_real).Epochs(standIn: 10, normal: 60, full: 350));
    }

    [Fact]
    public void Stand_in_data_always_get_the_short_budget()
    {
        using var _ = new TemporaryVariable("COURSEWARE_MODE", "full");
        var budget = Budget.For(s_standIn);
        Assert.Equal(10, budget.Epochs(standIn: 10, normal: 60, full: 350));
        Assert.False(budget.IsFull);
        Assert.Equal([1L], budget.Seeds(1, 1, 3));
    }

    [Fact]
    public void A_mode_that_does_not_exist_is_an_error_with_the_two_that_do()
    {
        using var _ = new TemporaryVariable("COURSEWARE_MODE", "quick");
        Assert.Contains("'default' or 'full', not 'quick'", Assert.Throws<InvalidOperationException>(() => Course.Mode).Message,
            StringComparison.Ordinal);
    }
}
