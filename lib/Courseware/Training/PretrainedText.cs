using Courseware.Data;
using Courseware.Display;

namespace Courseware.Training;

/// <summary>
/// Text classification by a network that has read before: ML.NET's, in the adapter that <c>dotnet build lib/Courseware.MLNet</c> makes. It is an extra: where the adapter, its pretrained
/// weights or the texts are missing, one line says so at once, and the notebook goes on.
/// </summary>
public static class PretrainedText
{
    private const string What = "ML.NET's text classification";
    private const string Weights = "nas-bert";

    /// <summary>Trains on some of the texts, tests on others, and gives ML.NET's figures beside ours; or the one line that says what is missing.</summary>
    /// <param name="texts">Gives the texts: <c>Datasets.ReutersTexts</c>. Not asked while something else is missing.</param>
    /// <param name="train">Texts to train on: the first of their part.</param>
    /// <param name="test">Texts to test on: the first of theirs.</param>
    /// <param name="epochs">Passes over the training texts.</param>
    /// <param name="seed">For dropout and the new last layer.</param>
    public static TextTrial Classify(Func<TrainTestTexts> texts, int train, int test, int epochs, int seed = 1)
        => Classify(texts, train, test, epochs, seed, DataStore.Default, Adapter.Built is not null, () => Adapter.TryLoad<ITextClassifier>(What, out var found, out var reason) ? (found, null) : (null, reason));

    internal static TextTrial Classify(Func<TrainTestTexts> texts, int train, int test, int epochs, int seed, DataStore store, bool built, Func<(ITextClassifier? Found, string? Reason)> load)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (!built)
            return TextTrial.Without(Adapter.NotBuilt(What));
        try
        {
            // The weights come before the adapter: to load libtorch takes seconds, to find that they are missing does not.
            var weights = PretrainedWeights.Obtain(store, Weights);
            var (classifier, reason) = load();
            return classifier is null ? TextTrial.Without(reason!) : new(classifier.Run(texts().Take(train, test), weights, epochs, seed), null);
        }
        catch (DataUnavailableException missing)
        {
            // Not what a server said: that stays in no executed notebook.
            return TextTrial.Without($"{missing.Dataset}: {missing.Summary} {missing.Advice}{Address(store.Catalogue, missing.Dataset)}");
        }
        catch (DataFileException wrong)
        {
            return TextTrial.Without($"{DataStore.FromHome(wrong.Path)}: expected {wrong.Expected}, found {wrong.Found}. {wrong.Advice}");
        }
    }

    private static string Address(Catalogue catalogue, string missing)
        => catalogue.Weights.FirstOrDefault(entry => entry.Name == missing) is { } weights ? $" Its address is {weights.Files[0].Urls[0]}." : "";
}
