namespace Courseware;

/// <summary>The same numbers under another shape.</summary>
internal sealed class ReshapeOperation : Operation
{
    private ReshapeOperation(Tensor x)
        : base("reshape", x)
    {
    }

    public static Tensor Of(Tensor x, int[] shape) => new ReshapeOperation(x).Record(x.View(shape));

    public override BackwardReads BackwardReads => BackwardReads.None;

    public override bool GradientInPlace => true;

    public override string Tex(params string[] inputs) => inputs[0];

    public override void Forward()
    {
        // The output shares the input's storage.
    }

    public override void Backward()
    {
        var gradient = Inputs[0].TakeGrad(out var add);
        ElementByElement.Map(default(CopyRule), Output.GradStorage, gradient, add);
    }

    public override V Line<V>(Func<int, int, V> input, int k) => input(0, k);

    public override void LineBack<V>(Func<int, int, V> input, Func<int, V> output, Func<int, V> dy, Action<int, int, V> give)
    {
        for (var k = 0; k < Output.Length; k++)
            give(0, k, dy(k));
    }
}
