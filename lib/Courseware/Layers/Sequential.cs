using System.Collections;

namespace Courseware;

/// <summary>
/// A network whose layers follow one another:
/// <code>var model = new Sequential(inputs: [28], seed: 1) { new Dense(16, new Elu()), new Dense(1) };</code>
/// </summary>
/// <remarks>
/// Each layer is built when it is added, so that a shape that does not fit is an error at its line. Initial weights depend on (seed, layer
/// name) alone.
/// </remarks>
[TypeFormatterSource(typeof(BundleFormatterSource), PreferredMimeTypes = [MimeTypes.Plain])]
public sealed partial class Sequential : IReadOnlyList<Layer>
{
    private readonly List<Layer> _layers = [];

    /// <summary>An empty network.</summary>
    /// <param name="inputs">The shape of one sample: [28] for a row of numbers, [3, 32, 32] for an image.</param>
    /// <param name="seed">The seed of the initial weights.</param>
    /// <param name="dtype">The precision in which it computes.</param>
    /// <param name="name">What charts and tables call it.</param>
    public Sequential(int[] inputs, long seed, DType dtype = DType.Float32, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length == 0 || inputs.Any(size => size <= 0))
            throw new ArgumentException($"A model's input shape needs one or more positive sizes, such as [28] or [1, 28, 28]; got {Shapes.Text(inputs)}.", nameof(inputs));
        (InputShape, Seed, DType, Name) = ([.. inputs], seed, dtype, name);
    }

    /// <summary>What charts and tables call the model.</summary>
    public string Name { get; }

    /// <summary>The shape of one sample.</summary>
    public int[] InputShape { get; }

    /// <summary>The shape of one sample's output.</summary>
    public int[] OutputShape => _layers.Count == 0 ? InputShape : _layers[^1].OutputShape;

    /// <summary>The seed of the initial weights.</summary>
    public long Seed { get; }

    /// <summary>The precision in which the model computes.</summary>
    public DType DType { get; }

    /// <summary>All that training changes, layer by layer.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. _layers.SelectMany(l => l.Parameters)];

    /// <summary>All that is saved: parameters and running statistics, layer by layer.</summary>
    public IReadOnlyList<Tensor> Weights => [.. _layers.SelectMany(l => l.Parameters.Concat(l.State))];

    /// <summary>The number of trained numbers.</summary>
    public int ParameterCount => _layers.Sum(l => l.ParameterCount);

    /// <summary>The multiply-adds that the prediction of one sample costs.</summary>
    public long MultiplyAdds => _layers.Sum(l => l.MultiplyAdds);

    /// <summary>A short hash of all weights' bits: two models that show the same one are the same model.</summary>
    public Fingerprint Fingerprint => Weights.Aggregate(new FingerprintBuilder(), (hash, w) => w.AddTo(hash)).ToFingerprint();

    /// <inheritdoc/>
    public int Count => _layers.Count;

    /// <inheritdoc/>
    public Layer this[int index] => _layers[index];

    /// <summary>Appends a layer and builds it for the shape that reaches it.</summary>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        var kind = layer.Kind.ToLowerInvariant();
        layer.Join($"{kind}{_layers.Count(l => l.Kind == layer.Kind) + 1}", OutputShape, Seed, DType);
        _layers.Add(layer);
    }

    /// <summary>The output for a batch, shape (N, inputs…) → (N, outputs…), in evaluation mode unless a pass says otherwise.</summary>
    public Tensor Forward(Tensor x, Pass? pass = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || !Shapes.Same(x.Shape.AsSpan(1), InputShape))
            throw new ArgumentException($"Model '{Name}' takes batches of shape (N, {string.Join(", ", InputShape)}), but got {Shapes.Text(x.Shape)}.", nameof(x));
        foreach (var layer in _layers)
            x = layer.Forward(x, pass ?? Pass.Evaluation);
        return x;
    }

    /// <summary>The sum of all penalties on weights; null if the model has none.</summary>
    public Tensor? Penalty()
    {
        Tensor? sum = null;
        foreach (var layer in _layers)
        {
            if (layer.PenaltyTerm() is { } term)
                sum = sum is null ? term : sum + term;
        }

        return sum;
    }

    /// <summary>Takes over all weights of a model with the same architecture.</summary>
    public void CopyWeightsFrom(Sequential other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (mine, theirs) = (Weights, other.Weights);
        if (mine.Count != theirs.Count || mine.Zip(theirs).Any(p => !Shapes.Same(p.First.Shape, p.Second.Shape)))
            throw new ArgumentException($"The weights of '{other.Name}' do not fit '{Name}': {other.Weights.Count} tensors of shapes {string.Join(" ", theirs.Select(t => Shapes.Text(t.Shape)))} against {string.Join(" ", mine.Select(t => Shapes.Text(t.Shape)))}.");
        for (var i = 0; i < mine.Count; i++)
            mine[i].CopyFrom(theirs[i]);
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
