namespace Courseware;

/// <summary>The names of columns that ML.NET's own trainers and evaluators take by default.</summary>
public static class ColumnNames
{
    /// <summary>The row as a vector of numbers.</summary>
    public const string Features = "Features";

    /// <summary>The class, or the single number to predict.</summary>
    public const string Label = "Label";

    /// <summary>Several numbers to predict. ML.NET's trainers have no use for it; a network has.</summary>
    public const string Targets = "Targets";

    /// <summary>What a model predicts.</summary>
    public const string Score = "Score";

    /// <summary>Of two classes: how probable class 1 is.</summary>
    public const string Probability = "Probability";

    /// <summary>The class that a model calls.</summary>
    public const string PredictedLabel = "PredictedLabel";

    internal const string SlotNames = "SlotNames";
    internal const string KeyValues = "KeyValues";
}
