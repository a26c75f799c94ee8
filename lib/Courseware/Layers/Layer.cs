namespace Courseware;

/// <summary>
/// One layer of a network: made with its settings, built when it joins a <see cref="Sequential"/> and learns the shape of its input.
/// </summary>
public abstract class Layer
{
    private readonly List<Tensor> _parameters = [];
    private readonly List<Tensor> _state = [];

    /// <summary>The layer's name in its model, such as "dense2"; also the key of its random numbers.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The kind of the layer, such as "Dense".</summary>
    internal string Kind => GetType().Name;

    /// <summary>The shape of one sample that enters, without the batch dimension.</summary>
    public int[] InputShape { get; private set; } = [];

    /// <summary>The shape of one sample that leaves, without the batch dimension.</summary>
    public int[] OutputShape { get; private set; } = [];

    /// <summary>What training changes, in a fixed order.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>What the layer remembers besides (running statistics); saved, but not trained.</summary>
    internal IReadOnlyList<Tensor> State => _state;

    /// <summary>The number of trained numbers.</summary>
    public int ParameterCount => _parameters.Sum(p => p.Length);

    /// <summary>The multiplications and additions that one sample costs in the forward pass, counted as pairs.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>What the layer adds to the loss for the size of its weights; null for nothing.</summary>
    public virtual Tensor? PenaltyTerm() => null;

    /// <summary>Computes the layer's output for a batch, shape (N, …) → (N, …).</summary>
    public abstract Tensor Forward(Tensor x, Pass pass);

    /// <summary>Checks the input's shape, makes the parameters, and returns the output's shape (without the batch dimension).</summary>
    /// <exception cref="ArgumentException">The layer cannot take inputs of that shape.</exception>
    protected abstract int[] Build(int[] inputShape, LayerBuilder builder);

    internal void Join(string name, int[] inputShape, long seed, DType dtype)
    {
        if (Name.Length > 0)
            throw new InvalidOperationException($"Layer '{Name}' already belongs to a model. Make a new layer: two models must not share one by accident.");
        try
        {
            Name = name;
            InputShape = [.. inputShape];
            OutputShape = Build(inputShape, new LayerBuilder(name, seed, dtype, _parameters, _state));
        }
        catch
        {
            // A layer that does not fit here is still free: its user puts a Flatten before it and adds it again.
            (Name, InputShape) = ("", []);
            _parameters.Clear();
            _state.Clear();
            throw;
        }
    }

    /// <summary>An error that names the layer, what it takes, and what came.</summary>
    protected ArgumentException Misfit(string takes, int[] got)
        => new($"{(Name.Length > 0 ? $"Layer '{Name}' ({Kind})" : Kind)} takes {takes}, but got inputs of shape {Shapes.Text(got)} (without the batch dimension).");
}
