namespace Courseware;

public sealed partial class Tensor
{
    private bool _gradWritten;

    /// <summary>
    /// Differentiates this scalar by every parameter it was computed from and adds the result to their <see cref="Grad"/>
    /// (reverse-mode automatic differentiation: the chain rule, from the loss back to the leaves).
    /// </summary>
    /// <param name="retainGraph">Keep the graph, so that it can be differentiated again; each further call adds once more to the
    /// leaves.</param>
    /// <exception cref="InvalidOperationException">The tensor is no scalar, depends on no parameter, or its graph was differentiated
    /// before.</exception>
    public void Backward(bool retainGraph = false)
    {
        if (Length != 1)
            throw new InvalidOperationException($"Backward() starts from a scalar loss, but {Described} has {Length} elements. Reduce it first, with Mean() or Sum().");
        if (!NeedsGrad)
            throw new InvalidOperationException($"{Described} depends on no tensor with RequiresGrad, so there is nothing to differentiate.");

        var operations = Operation.InOrder(this);
        if (operations.Find(o => o.Spent) is { } spent)
            throw new InvalidOperationException($"This graph was differentiated before (at its {spent.Name}), and a second pass would count its gradients twice. Compute the loss again, or call Backward(retainGraph: true) the first time.");

        foreach (var operation in operations)
            operation.Output._gradWritten = false;
        Seed();
        for (var i = operations.Count - 1; i >= 0; i--)
        {
            operations[i].PropagateBack();
            operations[i].Spent = !retainGraph;
        }
    }

    /// <summary>Forgets the accumulated gradient.</summary>
    public void ZeroGrad() => _gradWritten = false;

    /// <summary>Whether a gradient has reached this tensor in the present backward pass.</summary>
    internal bool HasGrad => _gradWritten;

    /// <summary>Starts a backward pass here: the derivative of the loss by itself is 1.</summary>
    internal void Seed()
    {
        GradStorage.Fill(1);
        _gradWritten = true;
    }

    /// <summary>The tensor that the gradient is written to, whatever it holds.</summary>
    internal Tensor GradStorage => _grad ??= Like(Shape);

    /// <summary>Gives the gradient a place in the array of another tensor, which must be large enough.</summary>
    internal void PlaceGrad(Tensor buffer) => _grad = new([.. Shape], buffer._singles, buffer._doubles);

    /// <summary>
    /// An operation asks where to leave a gradient: the tensor to write to, and whether to add to what another consumer left there
    /// (<paramref name="add"/>) or to overwrite.
    /// </summary>
    internal Tensor TakeGrad(out bool add)
    {
        add = _gradWritten;
        _gradWritten = true;
        return GradStorage;
    }
}
