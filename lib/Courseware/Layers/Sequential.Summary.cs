namespace Courseware;

public sealed partial class Sequential
{
    /// <summary>The layers as a table: name, kind, output shape, parameters, as Keras' <c>summary()</c> shows them.</summary>
    public Table Summary()
    {
        var table = new Table("Layer", "Kind", "Output shape", new Column("Parameters", "N0"), new Column("Multiply-adds", "N0"));
        foreach (var layer in _layers)
        {
            table = table.Row(layer.Name, layer.Kind, $"(N, {string.Join(", ", layer.OutputShape)})", layer.ParameterCount,
                layer.MultiplyAdds);
        }

        return table.Row("total", "", $"(N, {string.Join(", ", OutputShape)})", ParameterCount, MultiplyAdds)
            .WithCaption($"Model {Name}: input (N, {string.Join(", ", InputShape)})")
            .WithNote(FormattableString.Invariant($"{ParameterCount * (DType == DType.Float32 ? 4 : 8) / 1024.0:N0} KiB of weights, fingerprint {Fingerprint}"));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {string.Join(" → ", _layers.Select(l => l.Kind))}, {ParameterCount} parameters";
}
