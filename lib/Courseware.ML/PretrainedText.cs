using Microsoft.ML;
using TorchSharp;

namespace Courseware;

/// <summary>
/// Text classification by a network that has read before: that of Microsoft.ML.TorchSharp, on the libtorch of Courseware.TorchSharp. It is
/// an extra: where the engine, the pretrained weights or the texts are missing, the output says so at once, of all that is missing, and the
/// notebook goes on.
/// </summary>
public static class PretrainedText
{
    private const string Weights = "nas-bert";
    private const string Folder = "mlnet";

    // Text classification and sentence similarity start from the first, named entities from the second.
    private static readonly string[] s_files = ["NasBert2000000.tsm", "pretrained_NasBert_14M_encoder.tsm"];

    /// <summary>
    /// A context whose trainers of Microsoft.ML.TorchSharp (<c>TextClassification</c>, <c>SentenceSimilarity</c>,
    /// <c>NamedEntityRecognition</c>) find their pretrained weights at hand, and libtorch started: on the GPU if it can use one. Object
    /// detection cannot be had: it calls a member that this TorchSharp does not have. Of named entities, ML.NET 0.23.1 reads out each
    /// word's name one token too early.
    /// </summary>
    /// <param name="weights">The pretrained weights, in a folder called mlnet, which is where ML.NET looks and where it would download them
    /// to: NasBert2000000.tsm, for named entities pretrained_NasBert_14M_encoder.tsm.</param>
    /// <param name="seed">For dropout and the new last layer.</param>
    /// <exception cref="ArgumentException">The weights are not where ML.NET looks.</exception>
    /// <exception cref="InvalidOperationException">The torchsharp engine is not built, or does not run here; the text says what to
    /// do.</exception>
    public static MLContext Context(string weights, int seed = 1)
    {
        if (!Adapter.TryLoad(out _, out var reason))
            throw new InvalidOperationException(reason);
        // A file where ML.NET looks is used as it is. Its own download, five tries of ten minutes, begins only if there is none.
        var place = Path.GetFullPath(weights);
        var folder = Path.GetDirectoryName(place);
        if (!s_files.Contains(Path.GetFileName(place)) || Path.GetFileName(folder) != Folder || !File.Exists(place))
            throw new ArgumentException($"ML.NET looks for its weights in {string.Join(" or ", s_files)} of a folder called {Folder}, and there is no such file at {weights}.", nameof(weights));
        var context = new MLContext(seed) { TempFilePath = Path.GetDirectoryName(folder)! };
        if (torch.cuda.is_available())
            context.GpuDeviceId = 0;
        torch.random.manual_seed(seed); // ML.NET sets its seed only after it has drawn the new last layer.
        return context;
    }

    /// <summary>
    /// Trains on some of the texts, tests on others, and gives ML.NET's figures beside ours; or what is missing, and what to do.
    /// </summary>
    /// <param name="texts">Gives the texts: <c>ReutersTexts.Read</c>.</param>
    /// <param name="train">Texts to train on: the first of their part.</param>
    /// <param name="test">Texts to test on: the first of theirs.</param>
    /// <param name="epochs">Passes over the training texts.</param>
    /// <param name="seed">For dropout and the new last layer.</param>
    public static TextTrial Classify(Func<TrainTestTexts> texts, int train, int test, int epochs, int seed = 1)
        => Classify(texts, train, test, epochs, seed, DataStore.Default, Adapter.Built is not null,
            () => Adapter.TryLoad(out _, out var reason) ? (new TextClassifier().Run, null) : (null, reason));

    /// <inheritdoc cref="Classify(Func{TrainTestTexts}, int, int, int, int)"/>
    /// <param name="texts">As above.</param>
    /// <param name="train">As above.</param>
    /// <param name="test">As above.</param>
    /// <param name="epochs">As above.</param>
    /// <param name="seed">As above.</param>
    /// <param name="store">Where the weights are.</param>
    /// <param name="built">Whether the engine's adapter is there.</param>
    /// <param name="load">Starts libtorch, and gives what trains and tests on texts, with the file of weights, the passes and the seed; or
    /// the line that says why there is none.</param>
    internal static TextTrial Classify(
        Func<TrainTestTexts> texts, int train, int test, int epochs, int seed, DataStore store, bool built,
        Func<(Func<TrainTestTexts, string, int, int, IDisplayable>? Run, string? Reason)> load)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);

        List<string> missing = [];
        if (!built)
            missing.Add(Adapter.NotBuilt(then: "run this cell again"));
        // What costs least comes first: the texts are those of the notebook's own data. The weights are downloaded only if they are all
        // that is missing, and libtorch, which takes seconds, is loaded only when everything is there.
        var read = Try(texts);
        var weights = Try(() => PretrainedWeights.Obtain(store, Weights, download: missing.Count == 0));
        if (missing.Count > 0)
            return TextTrial.Without(missing);
        var (run, reason) = load();
        return run is null ? TextTrial.Without([reason!]) : new(run(read!.Take(train, test), weights!, epochs, seed), null);

        T? Try<T>(Func<T> obtain) where T : class
        {
            try
            {
                return obtain();
            }
            catch (DataUnavailableException wanting)
            {
                // Not what a server said: that stays in no executed notebook.
                missing.Add($"{wanting.Dataset}: {wanting.Summary} {wanting.Advice}{Address(store.Catalogue, wanting.Dataset)}");
            }
            catch (DataFileException wrong)
            {
                var line = $"{DataStore.FromHome(wrong.Path)}: expected {wrong.Expected}, found {wrong.Found}. {wrong.Advice}";
                if (!missing.Contains(line)) // COURSEWARE_DATA may name a folder that is not there: that is one thing.
                    missing.Add(line);
            }
            return null;
        }
    }

    private static string Address(Catalogue catalogue, string missing)
        => catalogue.Weights.FirstOrDefault(entry => entry.Name == missing) is { } weights
        ? $" Its address is {weights.Files[0].Urls[0]}." : "";
}
