namespace Courseware;

/// <summary>
/// A computation, recorded once and replayed as often as needed: new numbers are written into its input tensors, <see cref="Forward"/>
/// recomputes every value in place, <see cref="Backward"/> every gradient. Replaying allocates nothing.
/// </summary>
/// <remarks>A replay repeats the recorded operations: code between them (a C# <c>if</c> on a value) runs only while recording.</remarks>
public sealed class Tape
{
    [ThreadStatic]
    private static List<Operation>? s_recording;

    private readonly Operation[] _operations;

    private Tape(Operation[] operations, Tensor result)
    {
        _operations = operations;
        Result = result;
    }

    /// <summary>What the recorded function returned.</summary>
    public Tensor Result { get; }

    /// <summary>The operations in the order in which they ran.</summary>
    internal IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Runs <paramref name="compute"/> once and records every tensor operation in it.</summary>
    public static Tape Record(Func<Tensor> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        var outer = s_recording;
        s_recording = [];
        try
        {
            var result = compute();
            return new([.. s_recording], result);
        }
        finally
        {
            s_recording = outer;
        }
    }

    /// <summary>Recomputes every value from the present numbers of the inputs and parameters.</summary>
    public void Forward()
    {
        foreach (var operation in _operations)
            operation.Forward();
    }

    /// <summary>
    /// Recomputes the gradient of <see cref="Result"/> by every parameter; unlike <see cref="Tensor.Backward"/> it replaces what was there.
    /// </summary>
    public void Backward()
    {
        foreach (var operation in _operations)
        {
            operation.Output.ZeroGrad();
            foreach (var input in operation.Inputs)
                input.ZeroGrad();
        }
        Result.Seed();
        for (var i = _operations.Length - 1; i >= 0; i--)
            _operations[i].PropagateBack();
    }

    /// <summary>
    /// Lets gradients and spent values share memory, for a tape that is replayed; <paramref name="kept"/> and the result stay readable
    /// after <see cref="Backward"/>.
    /// </summary>
    internal void ShareGradients(params Tensor[] kept) => TapeMemory.ShareGradients(_operations, [.. kept, Result]);

    /// <summary>
    /// Lets values share memory, for a tape that is only run forward; <paramref name="kept"/> and the result stay readable.
    /// </summary>
    internal void ShareValues(params Tensor[] kept)
    {
        TapeMemory.ShareValues(_operations, [.. kept, Result]);
        Forward();
    }

    internal static void Append(Operation operation) => s_recording?.Add(operation);
}
