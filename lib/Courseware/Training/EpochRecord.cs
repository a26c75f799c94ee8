namespace Courseware;

/// <summary>One epoch in numbers. What was not measured is NaN.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="RunningLoss">The mean of the batch losses seen while training (training mode: dropout on, weights changing), without
/// penalty.</param>
/// <param name="RunningAccuracy">The share of right predictions seen while training.</param>
/// <param name="Penalty">The mean of the penalties on weights, which training adds to the running loss.</param>
/// <param name="TrainLoss">The loss on the training set after the epoch, in evaluation mode.</param>
/// <param name="TrainAccuracy">The accuracy on the training set after the epoch, in evaluation mode.</param>
/// <param name="ValLoss">The loss on the validation set after the epoch.</param>
/// <param name="ValAccuracy">The accuracy on the validation set after the epoch.</param>
/// <param name="LearningRate">The learning rate of the epoch's last step.</param>
/// <param name="Seconds">How long the epoch took: measured, so different on every machine.</param>
public sealed record EpochRecord(
    int Epoch, double RunningLoss, double RunningAccuracy, double Penalty, double TrainLoss, double TrainAccuracy, double ValLoss,
    double ValAccuracy, double LearningRate, double Seconds)
{
    /// <summary>Validation loss minus training loss, both in evaluation mode: positive and growing means overfitting.</summary>
    public double Gap => ValLoss - TrainLoss;
}
