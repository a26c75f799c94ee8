using Xunit;

namespace Courseware.ML.Tests;

/// <summary>What notebooks show of ML.NET without naming its packages.</summary>
public sealed class BesideTests
{
    [Fact]
    public void The_library_finds_the_adapter_and_asks_it_for_accuracies()
    {
        var iris = Datasets.Iris().Split(trainShare: 0.7, seed: 1);
        var accuracies = MlNet.Accuracies(iris);
        Assert.NotNull(accuracies);
        Assert.Equal(["boosted trees", "maximum entropy"], accuracies.Keys);
        Assert.All(accuracies.Values, accuracy => Assert.InRange(accuracy, 0.8, 1));
    }

    [Fact]
    public void A_view_names_columns_types_and_first_values()
    {
        var view = MlNet.View(Datasets.Iris(), first: 2);
        Assert.NotNull(view);
        var text = view.ToString();
        Assert.Contains("Features", text, StringComparison.Ordinal);
        Assert.Contains("5.1, 3.5, 1.4, 0.2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("row 3", text, StringComparison.Ordinal);
    }
}
