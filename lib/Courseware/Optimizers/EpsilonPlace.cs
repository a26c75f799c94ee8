namespace Courseware;

/// <summary>Where ε is in a rule that divides by a root.</summary>
public enum EpsilonPlace
{
    /// <summary>√v + ε: PyTorch, and the papers of Adam and Adagrad.</summary>
    Outside,

    /// <summary>√(v + ε): Keras' Adagrad and RMSprop, and the homework's formulas.</summary>
    Inside,

    /// <summary>Keras' Adam: α·√(1−β₂ᵗ)/(1−β₁ᵗ) · m / (√v + ε), with the uncorrected v ("epsilon hat" in the paper).</summary>
    Hat,
}
