using Xunit;

namespace Courseware.Tests.Data;

/// <summary>The tables that lie in the course's own data folder.</summary>
public sealed class SmallTablesTests
{
    [Fact]
    public void Iris_has_three_species_of_fifty()
    {
        var iris = Datasets.Iris();
        Assert.Equal([50, 50, 50], iris.ClassCounts());
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], iris.Row(0));
        Assert.True(iris.Provenance.IsReal);
    }

    [Fact]
    public void Wine_has_its_three_growers()
    {
        var wine = Datasets.Wine();
        Assert.Equal([59, 71, 48], wine.ClassCounts());
        Assert.Equal((14.23f, 1065f), (wine.Row(0)[0], wine.Row(0)[12]));
    }

    [Fact]
    public void Breast_cancer_counts_malignant_as_0_and_drops_the_identity()
    {
        var tumours = Datasets.BreastCancer();
        Assert.Equal([212, 357], tumours.ClassCounts());
        Assert.Equal((17.99f, 10.38f), (tumours.Row(0)[0], tumours.Row(0)[1]));
    }

    [Fact]
    public void Digits_are_scikit_learns()
    {
        var digits = Datasets.Digits();
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], digits.ClassCounts());
        Assert.Equal([0, 0, 5 / 16f, 13 / 16f], digits.Row(0).AsSpan(0, 4).ToArray());
        Assert.Equal([1, 8, 8], digits.FeatureShape);
    }

    [Fact]
    public void All_are_the_content_that_the_catalogue_knows()
        => Assert.All(new[] { Datasets.Iris(), Datasets.Wine(), Datasets.BreastCancer(), Datasets.Digits() }, d =>
            Assert.True(Catalogue.Course.Entries.Any(e =>
                e.KnownContent.ContainsKey(d.Provenance.Hash)), $"{d.Name}: {d.Provenance.Hash}"));
}
