using Courseware.Losses;
using TorchSharp;

namespace Courseware.MLNet;

/// <summary>The library's penalties on weights in torch's functions.</summary>
internal static class TorchPenalty
{
    public static bool Can(Penalty penalty) => penalty is L1 or L2 or L1L2;

    public static torch.Tensor Of(Penalty penalty, torch.Tensor w) => penalty switch
    {
        L1 l1 => l1.Lambda * w.abs().sum(),
        L2 l2 => l2.Lambda * (w * w).sum(),
        L1L2 both => both.Lambda1 * w.abs().sum() + both.Lambda2 * (w * w).sum(),
        _ => throw new NotSupportedException($"The torchsharp engine does not know the penalty {penalty.GetType().Name}."),
    };
}
