namespace Courseware;

/// <summary>The three rules that are all called momentum.</summary>
public enum MomentumForm
{
    /// <summary>PyTorch: the velocity is a sum of gradients, b ← μb + g;  w ← w − αb.</summary>
    Torch,

    /// <summary>Keras, and Polyak 1964: the velocity is a step, v ← μv − αg;  w ← w + v. Equal to PyTorch's while α is constant.</summary>
    Classical,

    /// <summary>The averaged textbook form, V ← βV + (1−β)g;  w ← w − αV: steps are (1−β) times smaller.</summary>
    Averaged,
}
