namespace Courseware;

/// <summary>Trains a network that starts from pretrained weights to tell the classes of texts. An adapter has one; <see cref="PretrainedText"/> finds it.</summary>
public interface ITextClassifier
{
    /// <summary>Trains on the first part, measures on the second, and gives the figures.</summary>
    /// <param name="texts">What to train and to test on.</param>
    /// <param name="weights">The file of pretrained weights, which has been checked.</param>
    /// <param name="epochs">Passes over the training texts.</param>
    /// <param name="seed">For dropout and the new last layer.</param>
    IDisplayable Run(TrainTestTexts texts, string weights, int epochs, int seed);
}
