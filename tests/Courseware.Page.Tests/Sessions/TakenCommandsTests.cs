using Courseware.Page.Sessions;

namespace Courseware.Page.Tests.Sessions;

/// <summary>A command that a tab sends again is taken once.</summary>
public sealed class TakenCommandsTests
{
    [Fact]
    public void A_number_is_taken_once_for_each_tab()
    {
        var taken = new TakenCommands();
        Assert.True(taken.Take("one", 1));
        Assert.True(taken.Take("one", 2));
        Assert.False(taken.Take("one", 1));
        Assert.False(taken.Take("one", 2));
        Assert.True(taken.Take("two", 1));
        Assert.Equal((2, 1, 0), (taken.LastOf("one"), taken.LastOf("two"), taken.LastOf("three")));
    }

    [Fact]
    public void Tabs_that_are_long_gone_are_forgotten()
    {
        var taken = new TakenCommands();
        for (var tab = 0; tab < 10_000; tab++)
            taken.Take($"tab {tab}", 1);
        Assert.Equal((0, 1), (taken.LastOf("tab 0"), taken.LastOf("tab 9999")));
    }
}
