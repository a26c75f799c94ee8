using System.Text.Json;

namespace Courseware;

/// <summary>Keras' word index: a JSON object from word to frequency rank, 1 for the most frequent.</summary>
internal static class WordIndex
{
    /// <summary>The words by their rank; place 0 is empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largest">The largest rank that will be asked for.</param>
    /// <exception cref="DataFileException">The file is not such an index, or a rank is missing or there twice.</exception>
    public static string[] Read(string path, int largest)
    {
        var expected = $"a JSON object that gives each word a rank of its own, from 1 to {largest:N0} or more";
        var ranks = Ranks(path, expected);
        if (ranks.Count < largest)
            throw new DataFileException(path, expected, $"{ranks.Count:N0} words");
        var words = new string[ranks.Count + 1];
        words[0] = "";
        foreach (var (word, rank) in ranks)
        {
            if (rank < 1 || rank >= words.Length || words[rank] is not null)
                throw new DataFileException(path, expected, $"rank {rank} for \"{word}\", which is out of range or another word's");
            words[rank] = word;
        }
        return words;
    }

    private static Dictionary<string, int> Ranks(string path, string expected)
    {
        using var file = FileFacts.Open(path, expected);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(file) ?? [];
        }
        catch (JsonException error)
        {
            throw new DataFileException(path, expected, FileFacts.DescribeFile(path), inner: error);
        }
    }
}
