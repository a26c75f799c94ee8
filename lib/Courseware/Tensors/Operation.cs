namespace Courseware;

/// <summary>
/// One step of a computation: reads its inputs, fills its output, and knows the derivative of the output by each input.
/// Both directions work on owned buffers, so that a recorded step can be replayed without allocating.
/// </summary>
internal abstract class Operation
{
    protected Operation(string name, params Tensor[] inputs)
    {
        Name = name;
        Inputs = inputs;
        foreach (var input in inputs)
        {
            if (input.DType != inputs[0].DType)
                throw new ArgumentException($"{name}: {inputs[0].Described} is {inputs[0].DType}, but {input.Described} is {input.DType}. Convert one with To(DType).");
        }

        NeedsGrad = Array.Exists(inputs, i => i.NeedsGrad);
    }

    /// <summary>What the operation is called in the field: matmul, relu, mean …</summary>
    public string Name { get; }

    public Tensor[] Inputs { get; }

    public Tensor Output { get; private set; } = null!;

    public bool NeedsGrad { get; }

    /// <summary>What <see cref="Backward"/> looks at, apart from the gradient of the output.</summary>
    public virtual BackwardReads BackwardReads => BackwardReads.Inputs | BackwardReads.Output;

    /// <summary>
    /// May the gradient of the input be written over that of the output? Where element i of the one depends on element i of the other
    /// alone.
    /// </summary>
    public virtual bool GradientInPlace => false;

    /// <summary>Set once the operation's graph has been differentiated and not kept.</summary>
    public bool Spent { get; set; }

    /// <summary>The operation as a formula over its inputs' formulas, in TeX.</summary>
    public virtual string Tex(params string[] inputs) => $@"\operatorname{{{Name}}}({string.Join(", ", inputs)})";

    /// <summary>
    /// One element of the output over any kind of number: the line that <see cref="Forward"/> runs in bulk. For derivations.
    /// </summary>
    /// <param name="input">Element k of input i.</param>
    /// <param name="k">Which element of the output.</param>
    public virtual V Line<V>(Func<int, int, V> input, int k) where V : struct, ILane<V> => throw Unreadable();

    /// <summary>The chain rule over any kind of number: the line that <see cref="Backward"/> runs in bulk.</summary>
    /// <param name="input">Element k of input i.</param>
    /// <param name="output">Element k of the output.</param>
    /// <param name="dy">The loss's derivative by element k of the output.</param>
    /// <param name="give">Takes input i, element k, and this operation's share of the loss's derivative by it.</param>
    public virtual void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
        where V : struct, ILane<V> => throw Unreadable();

    private NotSupportedException Unreadable()
        => new($"A derivation cannot write the formula of '{Name}'. It can write element-wise operations, sums, means, matrix products and losses that compare element by element.");

    /// <summary>Fills <see cref="Output"/> from the inputs.</summary>
    public abstract void Forward();

    /// <summary>Adds this operation's share to the gradient of each input that needs one (the chain rule's local factor).</summary>
    public abstract void Backward();

    /// <summary>Runs <see cref="Backward"/> if a gradient has reached the output.</summary>
    public void PropagateBack()
    {
        if (NeedsGrad && Output.HasGrad)
            Backward();
    }

    /// <summary>Computes the output for the first time and records the operation on it and on the running <see cref="Tape"/>.</summary>
    protected Tensor Record(Tensor output)
    {
        Output = output;
        output.Source = this;
        Forward();
        Tape.Append(this);
        return output;
    }

    /// <summary>Every operation that <paramref name="end"/> depends on, each after those it depends on itself.</summary>
    public static List<Operation> InOrder(Tensor end)
    {
        var order = new List<Operation>();
        var seen = new HashSet<Operation>();
        var stack = new Stack<(Operation Operation, int Next)>();
        if (end.Source is not null && seen.Add(end.Source))
            stack.Push((end.Source, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Next == top.Operation.Inputs.Length)
            {
                order.Add(top.Operation);
                continue;
            }
            stack.Push((top.Operation, top.Next + 1));
            if (top.Operation.Inputs[top.Next].Source is { } source && seen.Add(source))
                stack.Push((source, 0));
        }
        return order;
    }
}
