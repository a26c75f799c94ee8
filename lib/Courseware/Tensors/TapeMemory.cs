namespace Courseware;

/// <summary>
/// Lets the values of a recorded tape use one another's memory where they are not needed at the same time. What is computed stays the same
/// to the bit; afterwards only the kept tensors, the leaves and the leaves' gradients may be looked at between two passes.
/// </summary>
internal sealed class TapeMemory
{
    // A buffer is not given to a tensor that would leave most of it unused: a larger one will need it.
    private const int LargestWaste = 4;

    private readonly IReadOnlyList<Operation> _operations;
    private readonly HashSet<Tensor> _outputs;
    private readonly HashSet<object> _kept;
    private readonly List<Tensor> _free = [];

    private TapeMemory(IReadOnlyList<Operation> operations, Tensor[] kept)
    {
        _operations = operations;
        _outputs = [.. operations.Select(o => o.Output)];
        _kept = [.. kept.Select(t => t.Storage), .. operations.SelectMany(o => o.Inputs).Where(t => !_outputs.Contains(t))
            .Select(t => t.Storage)];
    }

    /// <summary>
    /// For a tape that is differentiated, before its first backward pass: a gradient lives from the last operation that reads its value
    /// back to the one that made it, so it takes the place of a gradient that has been passed on, or of a value of the forward pass that no
    /// backward pass needs any more.
    /// </summary>
    public static void ShareGradients(IReadOnlyList<Operation> operations, params Tensor[] kept)
        => new TapeMemory(operations, kept).ShareGradients();

    /// <summary>
    /// For a tape that is only run forward: a value's memory is used again once the last operation that reads it has run. The values are
    /// lost: run it again.
    /// </summary>
    public static void ShareValues(IReadOnlyList<Operation> operations, params Tensor[] kept)
        => new TapeMemory(operations, kept).ShareValues();

    private void ShareGradients()
    {
        // by storage: the first operation, so the last in the backward pass, that reads it there
        var firstRead = new Dictionary<object, int>();
        foreach (var operation in _operations.Where(o => !_kept.Contains(o.Output.Storage)))
            firstRead[operation.Output.Storage] = _operations.Count;
        for (var i = _operations.Count - 1; i >= 0; i--)
        {
            foreach (var read in ReadBack(_operations[i]).Where(t => firstRead.ContainsKey(t.Storage)))
                firstRead[read.Storage] = i;
        }

        var spent = _operations.Select(o => o.Output).DistinctBy(t => t.Storage).Where(t => firstRead.ContainsKey(t.Storage))
            .ToLookup(t => firstRead[t.Storage]);

        var placed = new HashSet<Tensor>();
        _free.AddRange(spent[_operations.Count]);
        for (var i = _operations.Count - 1; i >= 0; i--)
        {
            var operation = _operations[i];
            var passedOn = false;
            foreach (var input in operation.Inputs.Where(t => operation.NeedsGrad && t.NeedsGrad && _outputs.Contains(t)))
            {
                if (!placed.Add(input))
                    continue;
                var inPlace = operation.GradientInPlace && !passedOn && placed.Contains(operation.Output)
                    && input.Length == operation.Output.Length;
                input.PlaceGrad(inPlace ? operation.Output.GradStorage : Take(input) ?? input.Like(input.Shape));
                passedOn |= inPlace;
            }
            if (placed.Contains(operation.Output) && !passedOn)
                _free.Add(operation.Output.GradStorage);
            _free.AddRange(spent[i]);
        }
    }

    private void ShareValues()
    {
        var lastRead = new Dictionary<object, int>();
        for (var i = 0; i < _operations.Count; i++)
        {
            foreach (var tensor in _operations[i].Inputs.Append(_operations[i].Output))
                lastRead[tensor.Storage] = i;
        }

        var users = _outputs.ToLookup(t => t.Storage); // with views: several tensors on one storage
        var spent = lastRead.ToLookup(s => s.Value, s => s.Key);
        var moved = new Dictionary<object, Tensor>();
        for (var i = 0; i < _operations.Count; i++)
        {
            var storage = _operations[i].Output.Storage;
            if (!_kept.Contains(storage) && !moved.ContainsKey(storage) && !moved.Values.Any(t => t.Storage == storage))
            {
                var place = Take(_operations[i].Output) ?? _operations[i].Output;
                moved[storage] = place;
                foreach (var user in users[storage])
                    user.PlaceIn(place);
            }
            _free.AddRange(spent[i].Where(moved.ContainsKey).Select(s => moved[s]));
        }
    }

    private static IEnumerable<Tensor> ReadBack(Operation operation)
        => !operation.NeedsGrad ? []
            : [.. operation.BackwardReads.HasFlag(BackwardReads.Inputs) ? operation.Inputs
                : [], .. operation.BackwardReads.HasFlag(BackwardReads.Output) ? new[] { operation.Output } : []];

    // The smallest free buffer that is large enough.
    private Tensor? Take(Tensor wanted)
    {
        var found = _free.Where(t => t.IsSingle == wanted.IsSingle && t.Capacity >= wanted.Length
            && t.Capacity <= (long)LargestWaste * wanted.Length).MinBy(t => t.Capacity);
        if (found is not null)
            _free.Remove(found);
        return found;
    }
}
