namespace Courseware;

/// <summary>
/// y = x·mask / (1 − p);  ∂L/∂x = ∂L/∂y·mask / (1 − p). A new mask is drawn at each forward pass: an element is kept if its 32 random bits
/// are at least p·2³².
/// </summary>
internal sealed class DropoutOperation : Operation
{
    private readonly double _rate;
    private readonly Action<uint[]> _draw;
    private readonly uint[] _bits;
    private readonly uint _threshold;

    private DropoutOperation(Tensor x, double rate, Action<uint[]> draw)
        : base("dropout", x)
    {
        (_rate, _draw) = (rate, draw);
        _bits = new uint[x.Length];
        _threshold = (uint)Math.Min(uint.MaxValue, Math.Round(rate * 4294967296.0));
    }

    public static Tensor Of(Tensor x, double rate, Action<uint[]> draw) => new DropoutOperation(x, rate, draw).Record(x.Like(x.Shape));

    public override BackwardReads BackwardReads => BackwardReads.None;

    public override bool GradientInPlace => true;

    public override void Forward()
    {
        _draw(_bits);
        Mask(Inputs[0], Output, add: false);
    }

    public override void Backward() => Mask(Output.GradStorage, Inputs[0].TakeGrad(out var add), add);

    private void Mask(Tensor from, Tensor to, bool add)
    {
        var scale = 1 / (1 - _rate);
        if (from.IsSingle)
            DropoutMask.Apply(_bits, _threshold, (float)scale, from.Floats, to.Floats, add);
        else
            DropoutMask.Apply(_bits, _threshold, scale, from.Doubles, to.Doubles, add);
    }
}
