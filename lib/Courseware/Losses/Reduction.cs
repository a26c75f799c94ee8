namespace Courseware;

/// <summary>How a loss makes one number of many.</summary>
public enum Reduction
{
    /// <summary>The mean over all elements, or over the batch where the loss has one value a sample.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,
}
