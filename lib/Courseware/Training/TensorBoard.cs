using System.Globalization;

namespace Courseware;

/// <summary>
/// Writes a training run as TensorBoard reads it: the losses, the accuracies and the learning rate of each epoch, and histograms of the
/// weights. Start <c>tensorboard --logdir artifacts/tensorboard</c> in the course's folder; each epoch is there as soon as it is over.
/// <code>
/// model.Fit(train, new FitOptions { …, Callbacks = [new TensorBoard()] })
/// </code>
/// </summary>
/// <remarks>
/// The names are those of Keras' callback: the runs <c>train</c> (training mode, as the network learns) and <c>validation</c>, and here
/// also <c>train-evaluated</c> (evaluation mode), each with <c>epoch_loss</c> and <c>epoch_accuracy</c>, so that TensorBoard draws the
/// curves on one axis. Histograms have the weights' own names; that of epoch 0 is the start.
/// A run never writes into the folder of an earlier one: the second run of "large" goes to "large-2".
/// </remarks>
/// <param name="folder">Where the runs go, one folder each; <c>artifacts/tensorboard</c> in the course's folder if not given.</param>
/// <param name="histogramsEvery">How many epochs there are between two histograms of the weights; 0 for none.</param>
/// <param name="eachStep">Also write the loss of each step's batch, as <c>batch_loss</c>.</param>
public sealed class TensorBoard(string? folder = null, int histogramsEvery = 1, bool eachStep = false) : Callback
{
    private readonly int _histogramsEvery = histogramsEvery >= 0 ? histogramsEvery : throw new ArgumentOutOfRangeException(
        nameof(histogramsEvery),
        $"TensorBoard's histogramsEvery is the number of epochs between two histograms, or 0 for none; got {histogramsEvery}.");

    private EventFile? _train, _validation, _evaluated;
    private int _lastEvaluated;

    /// <summary>Where the present run, or the last one, is written; null before the first.</summary>
    public string? RunFolder { get; private set; }

    /// <inheritdoc/>
    public override void Begin(FitProgress progress)
    {
        var runs = folder ?? CourseFolder.TryPath("artifacts", "tensorboard") ?? Path.Combine("artifacts", "tensorboard");
        RunFolder = Unused(runs, progress.History.Name);
        _train = new EventFile(Path.Combine(RunFolder, "train"));
        (_validation, _evaluated, _lastEvaluated) = (null, null, 0);
        if (_histogramsEvery > 0)
            AddHistograms(progress, 0);
        _train.Flush();
    }

    /// <inheritdoc/>
    public override void StepDone(FitProgress progress)
    {
        if (eachStep)
            _train!.Add(progress.Steps, "batch_loss", progress.StepLoss);
    }

    /// <inheritdoc/>
    public override void EpochDone(FitProgress progress)
    {
        var epoch = progress.History.Last;
        Add(ref _train, "train", epoch.Epoch, epoch.RunningLoss, epoch.RunningAccuracy);
        _train!.Add(epoch.Epoch, "epoch_learning_rate", epoch.LearningRate);
        Add(ref _validation, "validation", epoch.Epoch, epoch.ValLoss, epoch.ValAccuracy);
        AddEvaluated(epoch);
        if (_histogramsEvery > 0 && epoch.Epoch % _histogramsEvery == 0)
            AddHistograms(progress, epoch.Epoch);
        Flush();
    }

    /// <inheritdoc/>
    public override void End(FitProgress progress)
    {
        // A run that was stopped measures its last epoch after that epoch is over.
        AddEvaluated(progress.History.Last);
        Flush();
    }

    private void AddEvaluated(EpochRecord epoch)
    {
        if (epoch.Epoch == _lastEvaluated || double.IsNaN(epoch.TrainLoss))
            return;
        Add(ref _evaluated, "train-evaluated", epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy);
        _lastEvaluated = epoch.Epoch;
    }

    // What was not measured is NaN, and has no place in a chart; a loss that is NaN because training diverged has: TensorBoard marks it.
    private void Add(ref EventFile? file, string run, int epoch, double loss, double accuracy)
    {
        if (file is null && double.IsNaN(loss))
            return;
        file ??= new EventFile(Path.Combine(RunFolder!, run));
        file.Add(epoch, "epoch_loss", loss);
        if (!double.IsNaN(accuracy))
            file.Add(epoch, "epoch_accuracy", accuracy);
    }

    private void AddHistograms(FitProgress progress, int epoch)
    {
        foreach (var (tensor, values) in progress.Model.Weights.Zip(progress.Session.ReadWeights()))
            _train!.Add(epoch, tensor.Name ?? "weights", values);
    }

    private void Flush()
    {
        _train?.Flush();
        _validation?.Flush();
        _evaluated?.Flush();
    }

    private static string Unused(string folder, string run)
    {
        static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '=' or '+' or ' ';
        var name = string.Concat(run.Trim().Select(c => IsPlain(c) ? c : '_')).Trim('.', ' ');
        var path = Path.Combine(folder, name.Length == 0 ? "model" : name);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}-{number}");
            if (!File.Exists(candidate) && (!Directory.Exists(candidate) || !Directory.EnumerateFileSystemEntries(candidate).Any()))
                return candidate;
        }
    }
}
