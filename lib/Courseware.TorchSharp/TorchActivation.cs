using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;

namespace Courseware;

/// <summary>The library's activations in torch's functions.</summary>
internal static class TorchActivation
{
    /// <summary>The function; null for an activation that a student wrote.</summary>
    public static Func<torch.Tensor, torch.Tensor>? Of(Activation activation) => activation switch
    {
        Relu => x => x.relu(),
        LeakyRelu leaky => x => x.LeakyRelu(leaky.NegativeSlope),
        Elu elu => x => x.Elu(elu.Alpha),
        Selu => x => x.selu(),
        Gelu { IsApproximate: false } => x => x.gelu(),
        // torch has this form from 1.12 on, but TorchSharp 0.102.7 does not offer it.
        Gelu => x => x.Times(0.5) * x.Plus((x * x * x).Times(0.044715)).Times(0.79788456080286536).tanh().Plus(1),
        Sigmoid => x => x.sigmoid(),
        Tanh => x => x.tanh(),
        Softplus softplus => x => Functional.softplus(x, softplus.Beta, softplus.Threshold),
        Softmax => x => Functional.softmax(x, -1),
        LogSoftmax => x => Functional.log_softmax(x, -1),
        _ => null,
    };
}
