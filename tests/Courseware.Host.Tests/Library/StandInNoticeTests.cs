using Courseware.Kernel.Sessions;
using Xunit;

namespace Courseware.Host.Tests.Library;

/// <summary>A stand-in is never silent, and never says it twice.</summary>
public sealed class StandInNoticeTests
{
    [Fact]
    public async Task A_cell_says_once_for_each_data_set_that_it_is_a_stand_in_and_again_when_it_is_run_again()
    {
        using var library = await LibrarySession.StartAsync();
        const string Cell = """
            Datasets.Policy = DataPolicy.StandInOnly;
            var (a, b) = (Datasets.Higgs(train: 100, validation: 10), Datasets.Higgs(train: 50, validation: 10));
            var phones = Datasets.MobilePrices();
            """;
        for (var run = 0; run < 2; run++)
        {
            var notices = (await library.RunAsync(Cell)).Outputs.OfType<DisplayOutput>().Select(o => o.Bundle["text/plain"]).ToList();
            Assert.Equal(["HIGGS", "Mobile prices"], notices.Select(notice => notice.Split(": STAND-IN DATA")[0]));
        }
    }
}
