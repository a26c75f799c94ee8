namespace Courseware;

public sealed partial class Sequential
{
    /// <summary>Saves all weights in the safetensors format; the file is replaced whole or not at all.</summary>
    public void Save(string path) => Safetensors.Write(path, Weights);

    /// <summary>Loads weights that a model of the same architecture saved.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, belongs to another architecture, or holds a weight that is NaN or
    /// infinite; the model is unchanged.</exception>
    public void Load(string path) => Safetensors.Read(path, Weights);
}
