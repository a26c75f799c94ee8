namespace Courseware;

/// <summary>A session that also takes batches without their zeros, and gives the same bits.</summary>
internal interface ISparseSession : ITrainingSession
{
    /// <summary>The outputs for some samples in evaluation mode.</summary>
    void Predict(SparseRows rows, Span<float> outputs);
}
