using TorchSharp;
using Functional = TorchSharp.torch.nn.functional;
using TorchReduction = TorchSharp.torch.nn.Reduction;

namespace Courseware;

/// <summary>One of the library's losses in torch's functions, differentiated by torch.</summary>
/// <remarks>
/// Predictions and targets are taken as the library hands them over; that they fit is checked there. Class indices that do not are an error
/// of libtorch's.
/// </remarks>
internal sealed class TorchLoss : IDisposable
{
    private readonly Loss _loss;
    private readonly torch.ScalarType _type;
    private readonly torch.Device _device;
    private readonly Dictionary<double[], torch.Tensor> _weights = [];

    private TorchLoss(Loss loss, torch.ScalarType type, torch.Device device) => (_loss, _type, _device) = (loss, type, device);

    public static TorchLoss Of(Loss loss, torch.ScalarType type, torch.Device device) => new(loss, type, device);

    /// <summary>Why this loss cannot run here; null if it can.</summary>
    public static string? Cannot(Loss loss) => loss switch
    {
        DistillationLoss distillation => Cannot(distillation.Hard),
        LandmarkLoss landmarks => Cannot(landmarks.Points),
        BinaryCrossEntropy or BinaryCrossEntropyWithLogits or CrossEntropy or HalfMeanSquaredError or Huber or KerasBinaryCrossEntropy
            or KerasCategoricalCrossEntropy
            or KullbackLeibler or MeanAbsoluteError or MeanEuclidean or MeanSquaredError or NegativeLogLikelihood or SmoothL1 => null,
        _ => $"{loss.GetType().Name} is a loss that it does not know",
    };

    public torch.Tensor Forward(torch.Tensor prediction, torch.Tensor target) => Of(_loss, prediction, target);

    public torch.Tensor Forward(torch.Tensor prediction, torch.Tensor target, torch.Tensor second)
    {
        if (_loss is not DistillationLoss distillation)
            throw new NotSupportedException($"{_loss.GetType().Name} takes one target, but second targets (a teacher's logits) were given. Use DistillationLoss, or leave FitOptions.SecondTargets out.");
        var α = distillation.Alpha;
        if (α == 1)
            return Forward(prediction, target);
        var soft = Of(new KullbackLeibler(distillation.Temperature) { Reduction = _loss.Reduction }, prediction, second);
        return α == 0 ? soft : Forward(prediction, target).Times(α).Plus(soft.Times(1 - α));
    }

    public void Dispose()
    {
        foreach (var tensor in _weights.Values)
            tensor.Dispose();
        _weights.Clear();
    }

    private torch.Tensor Of(Loss loss, torch.Tensor p, torch.Tensor t)
    {
        var reduction = loss.Reduction == Courseware.Reduction.Mean ? TorchReduction.Mean : TorchReduction.Sum;
        switch (loss)
        {
            case MeanSquaredError:
                return Reduced((p - t) * (p - t));
            case HalfMeanSquaredError:
                return Scaled(((p - t) * (p - t)).sum().Times(0.5), p.shape[0]);
            case MeanAbsoluteError:
                return Reduced((p - t).abs());
            case Huber huber:
                return Functional.huber_loss(p, t, huber.Delta, reduction);
            case SmoothL1 smooth:
                return Functional.smooth_l1_loss(p, t, reduction, smooth.Beta);
            case MeanEuclidean:
                // The norm, unlike a root of a sum of squares, has gradient 0 at distance 0.
                return Reduced((p - t).reshape(-1, 2).norm(dim: 1));
            case BinaryCrossEntropy:
                return Functional.binary_cross_entropy(p, t, reduction: reduction);
            case BinaryCrossEntropyWithLogits { PositiveWeights: null }:
                return Functional.binary_cross_entropy_with_logits(p, t, reduction: reduction);
            case BinaryCrossEntropyWithLogits logits:
                return Functional.binary_cross_entropy_with_logits(p, t, reduction: reduction,
                    pos_weights: Weights(logits.PositiveWeights));
            case KerasBinaryCrossEntropy keras:
                var (ε, inside) = (keras.Epsilon, keras.Keras2 ? keras.Epsilon : 0);
                var clipped = p.Clip(ε, 1 - ε);
                return Reduced(-(t * clipped.Plus(inside).log()).Plus(t.From(1) * clipped.From(1).Plus(inside).log()));
            case KerasCategoricalCrossEntropy keras:
                return Scaled(KerasCategorical(keras, p, t), p.shape[0]);
            case CrossEntropy cross:
                return Cross(cross, p, t, reduction);
            case NegativeLogLikelihood likelihood:
                return Functional.nll_loss(p, t, likelihood.ClassWeights is null ? null : Weights(likelihood.ClassWeights), reduction);
            case KullbackLeibler divergence:
                var T = divergence.Temperature;
                var (student, teacher) = (Functional.log_softmax(p.Over(T), -1), Functional.log_softmax(t.Over(T), -1));
                return Scaled((teacher.exp() * (teacher - student)).sum().Times(T * T), p.shape[0]);
            case LandmarkLoss landmarks:
                return Landmarks(landmarks, p, t);
            case DistillationLoss distillation:
                return Of(distillation.Hard with { Reduction = distillation.Reduction }, distillation.HardOnProbabilities
                    ? Functional.softmax(p, -1) : p, t);
            default:
                throw new NotSupportedException($"The torchsharp engine does not know the loss {loss.GetType().Name}.");
        }

        torch.Tensor Reduced(torch.Tensor each) => loss.Reduction == Courseware.Reduction.Mean ? each.mean() : each.sum();

        torch.Tensor Scaled(torch.Tensor sum, double count) => loss.Reduction == Courseware.Reduction.Mean ? sum.Times(1 / count) : sum;
    }

    private torch.Tensor Landmarks(LandmarkLoss landmarks, torch.Tensor p, torch.Tensor t)
    {
        var (n, points) = (t.shape[0], t.shape[1] / 3);
        var visible = t.narrow(1, 2 * points, points);
        var mask = visible.unsqueeze(2);
        var loss = Of(landmarks.Points with { Reduction = landmarks.Reduction }, Coordinates(p) * mask, Coordinates(t) * mask);
        if (landmarks.Reduction == Courseware.Reduction.Mean)
            loss = loss / visible.mean().Plus(1e-30);
        if (landmarks.VisibilityWeight == 0)
            return loss;
        var flags = new BinaryCrossEntropyWithLogits { Reduction = landmarks.Reduction };
        return loss.Plus(Of(flags, p.narrow(1, 2 * points, points), visible).Times(landmarks.VisibilityWeight));

        torch.Tensor Coordinates(torch.Tensor rows) => rows.narrow(1, 0, 2 * points).reshape(n, points, 2);
    }

    private torch.Tensor Cross(CrossEntropy cross, torch.Tensor z, torch.Tensor t, TorchReduction reduction)
    {
        var indices = t.dtype == torch.ScalarType.Int64;
        if (indices && cross.LabelSmoothing == 0 && cross.ClassWeights is null)
            return Functional.cross_entropy(z, t, reduction: reduction);

        // −Σ q·log p with q = w·((1−s)·t + s/C), as the library defines it.
        var (s, classes) = (cross.LabelSmoothing, z.shape[1]);
        var q = (indices ? Functional.one_hot(t, classes).to(_type) : t).Times(1 - s).Plus(s / classes);
        if (cross.ClassWeights is not null)
            q = q * Weights(cross.ClassWeights);
        var sum = -(q * Functional.log_softmax(z, -1)).sum();
        if (cross.Reduction != Courseware.Reduction.Mean)
            return sum;
        return indices && cross.ClassWeights is not null && cross.DivideByWeights ? sum / Weights(cross.ClassWeights)[t].sum()
            : sum.Times(1.0 / z.shape[0]);
    }

    private static torch.Tensor KerasCategorical(KerasCategoricalCrossEntropy keras, torch.Tensor p, torch.Tensor t)
    {
        var ε = keras.Epsilon;
        if (t.dtype != torch.ScalarType.Int64)
            return -(t * (p / p.sum(-1, keepdim: true)).Clip(ε, 1 - ε).log()).sum();
        var clipped = p.Clip(ε, 1 - ε);
        return -(clipped.gather(1, t.unsqueeze(1)).squeeze(1) / clipped.sum(-1)).log().sum();
    }

    // Made once for each array of weights, and kept over the steps.
    private torch.Tensor Weights(double[] numbers)
    {
        if (!_weights.TryGetValue(numbers, out var tensor))
            _weights[numbers] = tensor = Numbers.ToTorch(numbers.AsSpan(), [numbers.Length], _type, _device).DetachFromDisposeScope();
        return tensor;
    }
}
