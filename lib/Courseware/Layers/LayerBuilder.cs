namespace Courseware;

/// <summary>Makes a layer's parameters and running statistics, drawing initial values from the layer's own random numbers.</summary>
public sealed class LayerBuilder
{
    private readonly string layer;
    private readonly long seed;
    private readonly DType dtype;
    private readonly List<Tensor> parameters;
    private readonly List<Tensor> state;

    internal LayerBuilder(string layer, long seed, DType dtype, List<Tensor> parameters, List<Tensor> state)
        => (this.layer, this.seed, this.dtype, this.parameters, this.state) = (layer, seed, dtype, parameters, state);

    /// <summary>A trained tensor "layer/name".</summary>
    /// <param name="name">Its name within the layer, such as "weight".</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">The distribution of its initial values.</param>
    /// <param name="fanIn">How many inputs one output is computed from.</param>
    /// <param name="fanOut">How many outputs one input contributes to.</param>
    public Tensor Parameter(string name, int[] shape, Initializer initializer, int fanIn, int fanOut)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        var path = $"{layer}/{name}";
        var values = new float[Shapes.Length(shape)];
        initializer.Fill(values, fanIn, fanOut, new RandomStream(seed, "initialisation", path));
        var tensor = Tensor.Zeros(shape, dtype, path, requiresGrad: true);
        tensor.CopyFrom(Tensor.From(values, shape));
        parameters.Add(tensor);
        return tensor;
    }

    /// <summary>A remembered, untrained tensor "layer/name", the same value everywhere at first.</summary>
    public Tensor State(string name, int[] shape, double value)
    {
        var tensor = Tensor.Zeros(shape, dtype, $"{layer}/{name}");
        tensor.Fill(value);
        state.Add(tensor);
        return tensor;
    }
}
