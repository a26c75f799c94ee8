using TorchSharp;

namespace Courseware;

/// <summary>The library's penalties on weights in torch's functions.</summary>
internal static class TorchPenalty
{
    public static bool Can(Penalty penalty) => penalty is L1 or L2 or L1L2;

    public static torch.Tensor Of(Penalty penalty, torch.Tensor w) => penalty switch
    {
        L1 l1 => w.abs().sum().Times(l1.Lambda),
        L2 l2 => (w * w).sum().Times(l2.Lambda),
        L1L2 both => w.abs().sum().Times(both.Lambda1).Plus((w * w).sum().Times(both.Lambda2)),
        _ => throw new NotSupportedException($"The torchsharp engine does not know the penalty {penalty.GetType().Name}."),
    };
}
