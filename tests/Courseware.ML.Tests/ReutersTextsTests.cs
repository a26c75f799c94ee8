using Xunit;

namespace Courseware.ML.Tests;

/// <summary>On the real copy, in the folder that COURSEWARE_DATA names; skipped without.</summary>
public sealed class ReutersTextsTests
{
    [Fact]
    public void Reuters_as_texts_are_the_same_documents_in_the_same_order()
    {
        var folder = Environment.GetEnvironmentVariable("COURSEWARE_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "COURSEWARE_DATA names no folder with real data.");
        var store = new DataStore(Catalogue.Course, new DataSettings
        {
            DataFolder = folder,
            CacheFolder = Path.Combine(Path.GetTempPath(), "courseware-no-cache"),
            Policy = DataPolicy.RealOnly,
            Offline = true,
        });
        var (rows, texts) = (Datasets.Reuters(store, 40_000), ReutersTexts.Read(store));
        Assert.StartsWith("mcgrath rentcorp said as a result of its december acquisition of space co it expects earnings per share in 1987",
            texts.Train.Texts[0], StringComparison.Ordinal);
        Assert.EndsWith(" reuter 3", texts.Train.Texts[0], StringComparison.Ordinal);
        Assert.Equal(rows.Provenance, texts.Provenance);
        Same(rows.Train, texts.Train);
        Same(rows.Test, texts.Test);
        Assert.Equal("mcgrath rentcorp", texts.Take(1, 1).FirstWords(2).Train.Texts.Single());
    }

    [Fact]
    public void With_another_word_index_the_texts_are_not_recognised()
    {
        var folder = Environment.GetEnvironmentVariable("COURSEWARE_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "COURSEWARE_DATA names no folder with real data.");
        var copy = Directory.CreateTempSubdirectory("courseware-");
        try
        {
            var own = Directory.CreateDirectory(Path.Combine(copy.FullName, "reuters")).FullName;
            File.CreateSymbolicLink(Path.Combine(own, "reuters.npz"), Path.GetFullPath(Path.Combine(folder, "reuters", "reuters.npz")));
            var index = File.ReadAllText(Path.Combine(folder, "reuters", "reuters_word_index.json"));
            File.WriteAllText(Path.Combine(own, "reuters_word_index.json"),
                index.Replace("\"mdbl\"", "\"mdbl!\"", StringComparison.Ordinal));
            DataStore Store(DataPolicy policy) => new(Catalogue.Course, new DataSettings
            {
                DataFolder = copy.FullName,
                CacheFolder = Path.Combine(Path.GetTempPath(), "courseware-no-cache"),
                Policy = policy,
                Offline = true,
            });
            Assert.Equal(DataKind.Unrecognised, ReutersTexts.Read(Store(DataPolicy.RealOrStandIn)).Provenance.Kind);
            Assert.Contains("differs from the published file",
                Assert.Throws<DataUnavailableException>(() => ReutersTexts.Read(Store(DataPolicy.RealOnly))).Message, StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    // With a column for every word, a document's row has as many ones as it has different words, and one for the start.
    private static void Same(Dataset rows, LabelledTexts texts)
    {
        Assert.Equal(rows.Labels, texts.Labels);
        Assert.Equal(rows.ClassNames, texts.ClassNames);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(rows.Row(i).ToArray().Count(x => x == 1) - 1, texts.Texts[i].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Distinct().Count());
        }
    }
}
