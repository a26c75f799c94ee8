namespace Courseware;

/// <summary>
/// A worked solution, generated from the computation itself: for each step the formula, the numbers put in, the result.
/// <code>
/// Derivation.Forward(loss)        // the forward pass, one step for each named tensor
/// Derivation.Backward(loss)       // the chain rule, from the loss back to the parameters
/// Derivation.Step(updater)        // the optimizer's next step: moments, bias correction, update
/// </code>
/// </summary>
/// <remarks>
/// The formulas are those of the operations on the tape and of the optimizer's own rule, run once more over numbers that remember how they
/// were computed. A tensor with a name (<see cref="Tensor.Named"/>: "z1", "ŷ", or TeX) gets a step of its own; what has none is written
/// inside the next. Numbers are shown with six digits and kept with all.
/// </remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Markdown, MimeTypes.Plain])]
public sealed class Derivation : IDisplayable
{
    private const int MostRows = 22;

    private readonly string? _caption;

    internal Derivation(IEnumerable<DerivationStep> steps, string? caption = null) => (Steps, _caption) = ([.. steps], caption);

    /// <summary>The steps, in the order in which they are computed.</summary>
    internal IReadOnlyList<DerivationStep> Steps { get; }

    /// <summary>The results of one step, one for each element: <c>derivation["∂L/∂w1"]</c>.</summary>
    public IReadOnlyList<double> this[string name] => Find(name).Values;

    /// <summary>The forward pass to a tensor, with the present numbers of the leaves.</summary>
    /// <exception cref="NotSupportedException">An operation on the tape has no line to read.</exception>
    public static Derivation Forward(Tensor result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(new GraphTrace(result).Forward());
    }

    /// <summary>The backward pass from a scalar: its derivative by every named tensor and every parameter, by the chain rule.</summary>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public static Derivation Backward(Tensor result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Length != 1)
            throw new ArgumentException($"A backward pass starts from a scalar loss, but {result.Described} has {result.Length} elements. Reduce it first, with Mean() or Sum().", nameof(result));
        return new(new GraphTrace(result).Backward());
    }

    /// <summary>The step that the optimizer would take next, from the present weights, gradients and memory; nothing is changed.</summary>
    /// <param name="updater">The optimizer at work. Its parameters must have gradients: call Backward() before.</param>
    /// <param name="learningRate">α of this step; the optimizer's own if not given.</param>
    /// <exception cref="NotSupportedException">The optimizer's rule is a plain function and cannot be read.</exception>
    public static Derivation Step(ParameterUpdater updater, double? learningRate = null)
    {
        ArgumentNullException.ThrowIfNull(updater);
        return new(UpdateTrace.Steps(updater, learningRate ?? updater.Optimizer.LearningRate));
    }

    /// <summary>Some of the steps, in their own order.</summary>
    public Derivation Only(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var wanted = names.Select(Find).ToHashSet();
        return new(Steps.Where(wanted.Contains), _caption);
    }

    /// <summary>The same steps with a heading over them.</summary>
    public Derivation WithCaption(string caption) => new(Steps, caption);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> ToMimeBundle() => MimeBundle.Empty
        .With(MimeTypes.Markdown,
            (_caption is null ? "" : $"**{_caption}**\n\n")
            + string.Join("\n\n", Blocks().Select(b => $"$$\n{DerivationStep.Aligned(b)}\n$$")))
        .With(MimeTypes.Plain, ToString());

    /// <inheritdoc/>
    public override string ToString() => (_caption is null ? "" : $"{_caption}\n\n") + string.Join("\n\n", Steps.Select(s => s.Text));

    // One formula for all steps would be aligned best, but could not be split over two printed pages.
    private IEnumerable<IReadOnlyList<DerivationStep>> Blocks()
    {
        var block = new List<DerivationStep>();
        foreach (var step in Steps)
        {
            if (block.Count > 0 && block.Sum(s => s.Rows.Count) + step.Rows.Count > MostRows)
            {
                yield return block;
                block = [];
            }
            block.Add(step);
        }
        if (block.Count > 0)
            yield return block;
    }

    private DerivationStep Find(string name) => Steps.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"There is no step '{name}' here; there are {string.Join(", ", Steps.Select(s => $"'{s.Name}'"))}.",
            nameof(name));
}
