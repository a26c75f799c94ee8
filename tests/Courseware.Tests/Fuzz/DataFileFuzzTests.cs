using Xunit;

namespace Courseware.Tests.Fuzz;

public sealed class DataFileFuzzTests
{
    [Fact]
    public void Ten_seconds_of_damaged_files_are_read_or_refused_by_name()
        => Assert.Empty(DataFileFuzz.Run(TimeSpan.FromSeconds(10), seed: 16, report: null));
}
