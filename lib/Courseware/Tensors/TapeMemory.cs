namespace Courseware;

/// <summary>
/// Lets the values of a recorded tape use one another's memory where they are not needed at the same time. What is computed stays the same to the bit;
/// afterwards only the kept tensors, the leaves and the leaves' gradients may be looked at between two passes.
/// </summary>
internal sealed class TapeMemory
{
    // A buffer is not given to a tensor that would leave most of it unused: a larger one will need it.
    private const int LargestWaste = 4;

    private readonly IReadOnlyList<Operation> operations;
    private readonly HashSet<Tensor> outputs;
    private readonly HashSet<object> kept;
    private readonly List<Tensor> free = [];

    private TapeMemory(IReadOnlyList<Operation> operations, Tensor[] kept)
    {
        this.operations = operations;
        outputs = [.. operations.Select(o => o.Output)];
        this.kept = [.. kept.Select(t => t.Storage), .. operations.SelectMany(o => o.Inputs).Where(t => !outputs.Contains(t)).Select(t => t.Storage)];
    }

    /// <summary>
    /// For a tape that is differentiated, before its first backward pass: a gradient lives from the last operation that reads its value back to the one
    /// that made it, so it takes the place of a gradient that has been passed on, or of a value of the forward pass that no backward pass needs any more.
    /// </summary>
    public static void ShareGradients(IReadOnlyList<Operation> operations, params Tensor[] kept) => new TapeMemory(operations, kept).ShareGradients();

    /// <summary>For a tape that is only run forward: a value's memory is used again once the last operation that reads it has run. The values are lost: run it again.</summary>
    public static void ShareValues(IReadOnlyList<Operation> operations, params Tensor[] kept) => new TapeMemory(operations, kept).ShareValues();

    private void ShareGradients()
    {
        var firstRead = new Dictionary<object, int>(); // by storage: the first operation, so the last in the backward pass, that reads it there
        foreach (var operation in operations.Where(o => !kept.Contains(o.Output.Storage)))
            firstRead[operation.Output.Storage] = operations.Count;
        for (var i = operations.Count - 1; i >= 0; i--)
            foreach (var read in ReadBack(operations[i]).Where(t => firstRead.ContainsKey(t.Storage)))
                firstRead[read.Storage] = i;
        var spent = operations.Select(o => o.Output).DistinctBy(t => t.Storage).Where(t => firstRead.ContainsKey(t.Storage)).ToLookup(t => firstRead[t.Storage]);

        var placed = new HashSet<Tensor>();
        free.AddRange(spent[operations.Count]);
        for (var i = operations.Count - 1; i >= 0; i--)
        {
            var operation = operations[i];
            var passedOn = false;
            foreach (var input in operation.Inputs.Where(t => operation.NeedsGrad && t.NeedsGrad && outputs.Contains(t)))
            {
                if (!placed.Add(input))
                    continue;
                var inPlace = operation.GradientInPlace && !passedOn && placed.Contains(operation.Output) && input.Length == operation.Output.Length;
                input.PlaceGrad(inPlace ? operation.Output.GradStorage : Take(input) ?? input.Like(input.Shape));
                passedOn |= inPlace;
            }
            if (placed.Contains(operation.Output) && !passedOn)
                free.Add(operation.Output.GradStorage);
            free.AddRange(spent[i]);
        }
    }

    private void ShareValues()
    {
        var lastRead = new Dictionary<object, int>();
        for (var i = 0; i < operations.Count; i++)
            foreach (var tensor in operations[i].Inputs.Append(operations[i].Output))
                lastRead[tensor.Storage] = i;
        var users = outputs.ToLookup(t => t.Storage); // with views: several tensors on one storage
        var spent = lastRead.ToLookup(s => s.Value, s => s.Key);
        var moved = new Dictionary<object, Tensor>();
        for (var i = 0; i < operations.Count; i++)
        {
            var storage = operations[i].Output.Storage;
            if (!kept.Contains(storage) && !moved.ContainsKey(storage) && !moved.Values.Any(t => t.Storage == storage))
            {
                var place = Take(operations[i].Output) ?? operations[i].Output;
                moved[storage] = place;
                foreach (var user in users[storage])
                    user.PlaceIn(place);
            }
            free.AddRange(spent[i].Where(moved.ContainsKey).Select(s => moved[s]));
        }
    }

    private static IEnumerable<Tensor> ReadBack(Operation operation)
        => !operation.NeedsGrad ? []
            : [.. operation.BackwardReads.HasFlag(BackwardReads.Inputs) ? operation.Inputs : [], .. operation.BackwardReads.HasFlag(BackwardReads.Output) ? new[] { operation.Output } : []];

    // The smallest free buffer that is large enough.
    private Tensor? Take(Tensor wanted)
    {
        var found = free.Where(t => t.IsSingle == wanted.IsSingle && t.Capacity >= wanted.Length && t.Capacity <= (long)LargestWaste * wanted.Length).MinBy(t => t.Capacity);
        if (found is not null)
            free.Remove(found);
        return found;
    }
}
