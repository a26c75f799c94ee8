using System.Text;
using Courseware.Tests.Data;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>
/// The optional network that has read before: where something is missing, the output says all that is, at once, and nothing is loaded for
/// it.
/// </summary>
public sealed class PretrainedTextTests : IDisposable
{
    private const string Name = "NasBert2000000.tsm";
    private static readonly TrainTestTexts s_few = new(Texts("train", "a b", "c d", "e f"), Texts("test", "g h", "i j"));

    private readonly TemporaryFolder _folder = new();
    private readonly Network _network = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Without_an_adapter_the_line_names_the_command()
    {
        _folder.Write($"data/mlnet/{Name}", Weights(6));
        var trial = PretrainedText.Classify(() => s_few, 3, 2, 1, 1, Store(), built: false, NotLoaded);
        Assert.Equal(
            "This section was left out. The torchsharp engine is not built: type 'dotnet build lib/Courseware.TorchSharp' in the course's folder, then run this cell again.", trial.Missing);
        Assert.Null(trial.Result);
        Assert.Equal(trial.Missing, trial.ToString());
        Assert.Equal(trial.Missing, trial.ToMimeBundle()[MimeTypes.Plain]);
        Assert.StartsWith("<p role=\"note\">This section was left out. The torchsharp", trial.ToMimeBundle()[MimeTypes.Html],
            StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_missing_is_told_at_once_and_nothing_is_downloaded_for_it()
    {
        using var server = LoopbackServer.Serving(Weights(4, 2));
        var trial = PretrainedText.Classify(() =>
            ReutersTexts.Read(Store(Catalogue.Course, offline: true)), 3, 2, 1, 1, Store(Six(server.Url(Name))), built: false, NotLoaded);
        Assert.StartsWith("This section was left out: 3 things are missing. (1) The torchsharp engine is not built: ", trial.Missing,
            StringComparison.Ordinal);
        Assert.Contains(" (2) Reuters: reuters.npz is not in ", trial.Missing, StringComparison.Ordinal);
        Assert.Contains($" (3) NAS-BERT weights: {Name} is not in the folder COURSEWARE_DATA or the cache of downloads. Where there is a network it is downloaded once nothing else is missing; or put the file into ", trial.Missing, StringComparison.Ordinal);
        Assert.Contains("<ol><li>The torchsharp engine is not built: ", trial.ToMimeBundle()[MimeTypes.Html], StringComparison.Ordinal);
        Assert.Equal(trial.Missing, trial.ToMimeBundle()[MimeTypes.Plain]);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_data_folder_that_is_not_there_is_one_missing_thing()
    {
        var nowhere = new DataStore(Catalogue.Course,
            new DataSettings { DataFolder = _folder.File("nowhere"), CacheFolder = _folder.File("cache") }, _network);
        var line = PretrainedText.Classify(() => ReutersTexts.Read(nowhere), 1, 1, 1, 1, nowhere, built: true, NotLoaded).Missing;
        Assert.StartsWith($"This section was left out. {_folder.File("nowhere")}: expected the folder that COURSEWARE_DATA names, found no such folder.", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_weights_the_line_says_which_where_they_were_looked_for_and_where_to_get_them()
    {
        var line = Line(Store(Catalogue.Course, offline: true));
        Assert.Contains($"NAS-BERT weights: {Name} is not in the folder COURSEWARE_DATA or the cache of downloads, and COURSEWARE_OFFLINE forbids a download.", line, StringComparison.Ordinal);
        Assert.Contains("put the file into ", line, StringComparison.Ordinal);
        Assert.Contains("(or into mlnet/ of a folder that COURSEWARE_DATA names)", line, StringComparison.Ordinal);
        Assert.EndsWith($" Its address is https://aka.ms/mlnet-resources/models/{Name}.", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void Without_a_network_the_line_says_so_once_the_patience_is_over()
    {
        using var network = new Network(TimeSpan.FromMilliseconds(300));
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start(); // Takes the connection and never answers, as some firewalls.
        var line = Line(Store(Six($"http://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}/{Name}"), network: network));
        Assert.Contains("and there is no network.", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_policy_of_stand_ins_only_downloads_nothing()
        => Assert.Contains("NAS-BERT weights: The policy StandInOnly forbids it.",
            Line(Store(Catalogue.Course, policy: DataPolicy.StandInOnly)), StringComparison.Ordinal);

    [Theory]
    [InlineData("nothing", "an empty file, not tensors of 6 numbers")]
    [InlineData("page", "an HTML page (a login or error page saved under this name?), not tensors of 6 numbers")]
    [InlineData("cut off", "the end of the file in tensor 2 of 2, after 31 bytes; 6 numbers take 24")]
    [InlineData("fewer", "4 numbers, not 6")]
    [InlineData("doubles", "bytes that begin 010177070106")]
    [InlineData("another end", "4 numbers and then something else, not 6")]
    public void A_wrong_file_is_named_with_what_was_expected_and_found_and_left_as_it_is(string kind, string found)
    {
        var content = kind switch
        {
            "nothing" => [],
            "page" => "<!DOCTYPE html><html><body>Sign in</body></html>"u8.ToArray(),
            "cut off" => Weights(4, 2)[..^4],
            "fewer" => Weights(4),
            "doubles" => Weights(6, type: 7),
            _ => [.. Weights(4, 2)[..^14], .. new byte[60]],
        };
        var path = _folder.Write($"data/mlnet/{Name}", content);
        var line = Line(Store(Six("http://127.0.0.1:9/never-asked")));
        Assert.StartsWith($"This section was left out. {path}: expected the NAS-BERT weights (six numbers), found {found}", line,
            StringComparison.Ordinal);
        Assert.Contains("was left as it is", line, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_page_that_comes_instead_of_the_weights_is_discarded()
    {
        using var server = LoopbackServer.Serving("<html>Welcome</html>"u8.ToArray());
        var line = Line(Store(Six(server.Url(Name)), network: _network));
        Assert.Contains("none of its addresses gave it", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Weights_are_downloaded_once_checked_and_handed_on_with_the_first_texts()
    {
        using var server = LoopbackServer.Serving(Weights(4, 2));
        var classifier = new Recorder();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("figures",
                PretrainedText.Classify(() => s_few, 2, 1, 4, 7, Store(Six(server.Url(Name)), network: _network), true, () =>
                    (classifier.Run, null)).ToString());
        }

        Assert.Single(server.Requests);
        Assert.Equal(_folder.File($"cache/mlnet/{Name}"), classifier.Weights);
        Assert.Equal((2, 1, 4, 7), classifier.Asked);
    }

    [Fact]
    public void Weights_in_the_data_folder_come_before_those_in_the_cache()
    {
        _folder.Write($"cache/mlnet/{Name}", Weights(6));
        var path = _folder.Write($"data/mlnet/{Name}", Weights(2, 2, 2));
        var classifier = new Recorder();
        PretrainedText.Classify(() => s_few, 2, 1, 1, 1, Store(), true, () => (classifier.Run, null));
        Assert.Equal(path, classifier.Weights);
    }

    [Fact]
    public void An_adapter_that_cannot_start_is_the_line()
    {
        _folder.Write($"data/mlnet/{Name}", Weights(6));
        Assert.Equal("This section was left out. libtorch is missing.",
            PretrainedText.Classify(() => s_few, 1, 1, 1, 1, Store(), true, () => (null, "libtorch is missing.")).Missing);
    }

    [Fact]
    public void Texts_that_cannot_be_had_are_the_line()
    {
        _folder.Write($"data/mlnet/{Name}", Weights(6));
        var line = PretrainedText.Classify(() => ReutersTexts.Read(Store(Catalogue.Course, offline: true)), 1, 1, 1, 1, Store(), true, () =>
            (new Recorder().Run, null)).Missing;
        Assert.Contains("Reuters: reuters.npz is not in", line, StringComparison.Ordinal);
    }

    [Theory, InlineData(0, 1, 1), InlineData(1, 0, 1), InlineData(1, 1, 0)]
    public void Nothing_to_train_on_or_to_test_on_is_an_error(int train, int test, int epochs)
        => Assert.Throws<ArgumentOutOfRangeException>(() => PretrainedText.Classify(() => s_few, train, test, epochs));

    [Fact]
    public void The_catalogue_tells_the_weights_size_and_address()
        => Assert.All(Catalogue.Course.Weights.SelectMany(entry => entry.Files), file =>
        {
            Assert.True(file.Weights > 0);
            Assert.NotEmpty(file.Urls);
        });

    // What is missing is told before the adapter is loaded.
    private static string Line(DataStore store) => PretrainedText.Classify(() => s_few, 3, 2, 1, 1, store, built: true, NotLoaded).Missing!;

    private static (Func<TrainTestTexts, string, int, int, IDisplayable>?, string?) NotLoaded()
        => throw new InvalidOperationException("The adapter was loaded.");

    private DataStore Store(Catalogue? catalogue = null, bool offline = false, DataPolicy policy = DataPolicy.RealOrStandIn,
        Network? network = null)
    {
        Directory.CreateDirectory(_folder.File("data"));
        return new(catalogue
            ?? Six("http://127.0.0.1:9/never-asked"),
            new DataSettings { DataFolder = _folder.File("data"), CacheFolder = _folder.File("cache"), Offline = offline, Policy = policy },
            network ?? _network);
    }

    private static Catalogue Six(string url) => Catalogue.Parse($$"""
        {"datasets": [], "weights": [{"id": "nas-bert", "name": "NAS-BERT weights", "folder": "mlnet", "shape": "six numbers", "licence": "none",
          "files": [{"name": "{{Name}}", "weights": 6, "urls": ["{{url}}"]}]}]}
        """);

    private static LabelledTexts Texts(string name, params string[] texts)
        => new(name, texts, [.. texts.Select((_, i) => i % 2)], ["even", "odd"],
            new("few", DataKind.Real, "0", texts.Length, "a test", "none"));

    // As TorchSharp writes it: how many tensors, then name, type, dimensions and raw numbers of each.
    private static byte[] Weights(params int[] sizes) => Weights(sizes, 6);

    private static byte[] Weights(int size, byte type) => Weights([size], type);

    private static byte[] Weights(int[] sizes, byte type)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file, Encoding.UTF8);
        writer.Write((byte)sizes.Length);
        foreach (var size in sizes)
        {
            writer.Write("w");
            writer.Write([type, 1, (byte)size]);
            writer.Write(new byte[size * (type == 7 ? 8 : 4)]);
        }
        return file.ToArray();
    }

    private sealed class Recorder
    {
        public string? Weights { get; private set; }

        public (int Train, int Test, int Epochs, int Seed) Asked { get; private set; }

        public Markdown Run(TrainTestTexts texts, string weights, int epochs, int seed)
        {
            (Weights, Asked) = (weights, (texts.Train.Count, texts.Test.Count, epochs, seed));
            return new Markdown("figures");
        }
    }
}
