using System.Text.Json;
using Courseware.Data;
using Courseware.Data.StandIns;
using Xunit;

namespace Courseware.Tests.Data;

/// <summary>Stand-ins have the real sets' shape and classes, are the same on every machine, and can be learned, but not perfectly.</summary>
public sealed class StandInTests
{
    private static DataStore Store { get; } = new(Catalogue.Course, new DataSettings { CacheFolder = "nowhere", Policy = DataPolicy.StandInOnly });

    [Fact]
    public void Their_content_is_the_same_everywhere()
    {
        // Recorded once; another value means that a seeded generator changed, and with it every recorded stand-in result.
        Assert.Equal("84df5ebcb74cfddc", Datasets.Mnist(Store).Provenance.Hash);
        Assert.Equal("2e14580f9bc0f739", Datasets.FashionMnist(Store).Provenance.Hash);
        Assert.Equal("568de3b74dce9810", Datasets.Reuters(Store, 1000).Provenance.Hash);
        Assert.Equal("80f24350fc79263d", Datasets.Higgs(Store, 10_000, 984).Provenance.Hash);
        Assert.Equal("1629d985c4ffea3d", Datasets.MobilePrices(Store).Provenance.Hash);
        Assert.Equal("4b0a69f7ba44863b", Datasets.Cifar10(Store).Provenance.Hash);
    }

    [Fact]
    public void Pictures_have_shape_range_and_equal_classes()
    {
        foreach (var (data, shape) in new[] { (Datasets.Mnist(Store), "1×28×28"), (Datasets.FashionMnist(Store), "1×28×28"), (Datasets.Cifar10(Store), "3×32×32") })
        {
            Assert.Equal(shape, string.Join('×', data.Train.FeatureShape));
            Assert.Single(data.Train.ClassCounts().Concat(data.Test.ClassCounts().Select(n => n * data.Train.Count / data.Test.Count)).Distinct());
            var pixels = data.Test.Features;
            Assert.InRange(pixels.Min(), 0, 0.1f);
            Assert.InRange(pixels.Max(), 0.9f, 1);
        }
    }

    [Fact]
    public void Reuters_topics_are_as_uneven_as_the_real_ones()
    {
        var (train, test) = Datasets.Reuters(Store, 1000);
        var counts = train.ClassCounts();
        Assert.Equal((46, 3), (counts.Length, Array.IndexOf(counts, counts.Max())));
        Assert.InRange(counts[3] / (double)train.Count, 0.34, 0.36);
        Assert.True(counts.Min() >= 5);
        Assert.Equal(1000, test.FeatureCount);
        Assert.All(train.Features.AsSpan(0, 100_000).ToArray(), v => Assert.True(v is 0 or 1));
    }

    [Fact]
    public void Nobody_can_be_right_about_more_than_72_percent_of_the_collisions()
    {
        var train = Datasets.Higgs(Store, 10_000, 984).Train;
        var right = 0;
        Span<double> x = stackalloc double[21];
        Span<double> terms = stackalloc double[7];
        for (var i = 0; i < train.Count; i++)
        {
            var row = train.Row(i);
            for (var j = 0; j < x.Length; j++)
                x[j] = row[j];
            Collisions.Terms(x, terms);
            right += (Collisions.Signal(terms) > 0 ? 1 : 0) == train.Labels[i] ? 1 : 0;
        }
        Assert.InRange(right / (double)train.Count, 0.70, 0.74);
        Assert.InRange(train.ClassCounts()[1] / (double)train.Count, 0.45, 0.55);
    }

    [Fact]
    public void Nearest_class_means_tell_garments_apart_but_shirts_badly()
    {
        var (train, test) = Datasets.FashionMnist(Store);
        var means = new double[10, 784];
        for (var i = 0; i < train.Count; i++)
            foreach (var (value, j) in train.Row(i).Select((v, j) => (v, j)))
                means[train.Labels[i], j] += value / 1200;
        var hits = new int[10];
        for (var i = 0; i < test.Count; i++)
        {
            var row = test.Row(i);
            var nearest = Enumerable.Range(0, 10).MinBy(c => Enumerable.Range(0, 784).Sum(j => (row[j] - means[c, j]) * (row[j] - means[c, j])));
            hits[test.Labels[i]] += nearest == test.Labels[i] ? 1 : 0;
        }
        Assert.InRange(hits.Sum() / (double)test.Count, 0.5, 0.9);
        Assert.True(hits[6] < hits[1], $"shirts {hits[6]}, trousers {hits[1]}");
    }

    [Fact]
    public void A_displayed_stand_in_says_so_in_every_form()
    {
        var bundle = Datasets.Higgs(Store, 100, 10).ToMimeBundle();
        Assert.Equal(["text/html", "text/plain", Provenance.MimeType], bundle.Keys);
        Assert.StartsWith("STAND-IN DATA.", bundle["text/plain"], StringComparison.Ordinal);
        Assert.Contains("<strong>Stand-in data.</strong>", bundle["text/html"], StringComparison.Ordinal);
        var json = JsonDocument.Parse(bundle[Provenance.MimeType]).RootElement;
        Assert.Equal(("HIGGS", "stand-in", 110), (json.GetProperty("name").GetString(), json.GetProperty("kind").GetString(), json.GetProperty("rows").GetInt32()));
        Assert.Contains("STAND-IN", Datasets.MobilePrices(Store).Provenance.Line, StringComparison.Ordinal);
    }
}
