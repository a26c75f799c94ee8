namespace Courseware;

/// <summary>Makes a layer's parameters and running statistics, drawing initial values from the layer's own random numbers.</summary>
public sealed class LayerBuilder
{
    private readonly string _layer;
    private readonly long _seed;
    private readonly DType _dtype;
    private readonly List<Tensor> _parameters;
    private readonly List<Tensor> _state;

    internal LayerBuilder(string layer, long seed, DType dtype, List<Tensor> parameters, List<Tensor> state)
        => (_layer, _seed, _dtype, _parameters, _state) = (layer, seed, dtype, parameters, state);

    /// <summary>A trained tensor "layer/name".</summary>
    /// <param name="name">Its name within the layer, such as "weight".</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">The distribution of its initial values.</param>
    /// <param name="fanIn">How many inputs one output is computed from.</param>
    /// <param name="fanOut">How many outputs one input contributes to.</param>
    public Tensor Parameter(string name, int[] shape, Initializer initializer, int fanIn, int fanOut)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        var path = $"{_layer}/{name}";
        var values = new float[Shapes.Length(shape)];
        initializer.Fill(values, fanIn, fanOut, new RandomStream(_seed, "initialisation", path));
        var tensor = Tensor.Zeros(shape, _dtype, path, requiresGrad: true);
        tensor.CopyFrom(Tensor.From(values, shape));
        _parameters.Add(tensor);
        return tensor;
    }

    /// <summary>A remembered, untrained tensor "layer/name", the same value everywhere at first.</summary>
    public Tensor State(string name, int[] shape, double value)
    {
        var tensor = Tensor.Zeros(shape, _dtype, $"{_layer}/{name}");
        tensor.Fill(value);
        _state.Add(tensor);
        return tensor;
    }
}
