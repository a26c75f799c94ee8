using Courseware.Tests.Golden;
using Xunit;

namespace Courseware.Tests.Losses;

public sealed class LossesGoldenTests
{
    private static readonly DType[] s_both = [DType.Float32, DType.Float64];

    [Theory]
    [GoldenCases("a_losses/mse.json")]
    [GoldenCases("a_losses/huber.json")]
    [GoldenCases("a_losses/bce_with_logits.json")]
    [GoldenCases("a_losses/cross_entropy_logits.json")]
    [GoldenCases("a_losses/landmark_mean_euclidean.json")]
    public void Value_and_gradient_equal_the_references(GoldenCase c)
    {
        foreach (var dtype in s_both)
            CheckLoss(c, Of(c), dtype);
        if (c.HasOutput("distances"))
            CheckEach(c, "distances", new MeanEuclidean(), 2);
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("a_losses/bce_probabilities.json")]
    public void Binary_cross_entropy_on_probabilities_clips_as_each_library_does(GoldenCase c)
    {
        Loss loss = c.Name.StartsWith("torch", StringComparison.Ordinal)
            ? new BinaryCrossEntropy()
            : new KerasBinaryCrossEntropy(c.Number("epsilon")) { Keras2 = c.Name.StartsWith("keras2", StringComparison.Ordinal) };
        foreach (var dtype in s_both)
            CheckLoss(c, loss, dtype, c.Name == "torch_bce_hard" ? 1e-8 : 1e-10);
        if (c.HasOutput("elementwise"))
            CheckEach(c, "elementwise", loss, 1);
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("a_losses/keras_cross_entropy_probabilities.json")]
    public void Keras_cross_entropy_from_probabilities_divides_and_clips_in_keras_order(GoldenCase c)
    {
        var loss = new KerasCategoricalCrossEntropy(c.Number("epsilon"));
        foreach (var dtype in s_both)
        {
            CheckLoss(c, loss, dtype);
            var (p, t) = (c.Input("input"), Target(c));
            var losses = Enumerable.Range(0, p.Shape[0]).Select(n =>
            {
                var row = p.Row(n);
                var target = t.Shape.Length == 1 ? new GoldenTensor([1], [t[n]]) : new GoldenTensor([1, row.Length], t.Row(n).Data);
                return loss.Of(new GoldenTensor([1, row.Length], row.Data).ToTensor(dtype), target.ToTensor(dtype)).Item();
            }).ToArray();
            c.Check("per_sample", Courseware.Tensor.From(losses, losses.Length).To(dtype));
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("a_losses/nll_log_softmax.json")]
    public void Log_softmax_and_negative_log_likelihood_equal_cross_entropy(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var input = c.Tensor("input", dtype, requiresGrad: true);
            var logs = input.LogSoftmax();
            c.Check("log_softmax", logs);
            var loss = new NegativeLogLikelihood().Of(logs, c.Tensor("labels", dtype));
            c.Check("value", loss);
            loss.Backward();
            c.Check("grad_input", input.Grad!);

            var leaf = c.Expected("log_softmax").ToTensor(dtype, requiresGrad: true);
            new NegativeLogLikelihood().Of(leaf, c.Tensor("labels", dtype)).Backward();
            c.Check("grad_log_softmax", leaf.Grad!);
        }
        c.AssertAllOutputsCompared();
    }

    [Theory, GoldenCases("a_losses/distillation_kl.json")]
    public void Distillation_weighs_labels_and_the_softened_teacher(GoldenCase c)
    {
        foreach (var dtype in s_both)
        {
            var student = c.Tensor("student_logits", dtype, requiresGrad: true);
            var teacher = c.Tensor("teacher_logits", dtype);
            var temperature = c.Number("temperature");
            Tensor loss;
            if (c.HasHyper("alpha"))
            {
                var labels = c.Tensor("labels", dtype);
                c.Check("hard_loss", new CrossEntropy().Of(student, labels));
                c.Check("soft_loss", new KullbackLeibler(temperature).Of(student, teacher));
                loss = new DistillationLoss(c.Number("alpha"), temperature).Of(student, labels, teacher);
            }
            else
            {
                c.Check("teacher_soft_targets", (teacher / temperature).Softmax());
                loss = new KullbackLeibler(temperature).Of(student, teacher);
            }
            c.Check("value", loss);
            loss.Backward();
            c.Check("grad_student_logits", student.Grad!);
        }
        c.AssertAllOutputsCompared();
    }

    private static Loss Of(GoldenCase c)
    {
        var reduction = c.Text("reduction", "mean") == "sum" ? Reduction.Sum : Reduction.Mean;
        return c.File switch
        {
            "a_losses/mse.json" => c.Name switch
            {
                "mse_half_per_sample" => new HalfMeanSquaredError(),
                "mae_mean" => new MeanAbsoluteError(),
                _ => new MeanSquaredError { Reduction = reduction },
            },
            "a_losses/huber.json" => c.HasHyper("delta") ? new Huber(c.Number("delta")) : new SmoothL1(c.Number("beta")),
            "a_losses/bce_with_logits.json" =>
                new BinaryCrossEntropyWithLogits
                {
                    Reduction = reduction,
                    PositiveWeights = c.HasInput("pos_weight")
                    ? c.Input("pos_weight").Data : null
                },
            "a_losses/cross_entropy_logits.json" =>
                new CrossEntropy(c.Number("label_smoothing", 0))
                {
                    Reduction = reduction,
                    ClassWeights = c.HasInput("weight")
                    ? c.Input("weight").Data : null
                },
            _ => new MeanEuclidean(),
        };
    }

    private static GoldenTensor Target(GoldenCase c) => c.Input(c.HasInput("labels") ? "labels" : "target");

    private static void CheckLoss(GoldenCase c, Loss loss, DType dtype, double relative = 1e-10)
    {
        var input = c.Tensor("input", dtype, requiresGrad: true);
        var value = loss.Of(input, Target(c).ToTensor(dtype));
        c.Check("value", value, relative);
        value.Backward();
        c.Check("grad_input", input.Grad!, relative);
    }

    /// <summary>The loss of every element, or of every few neighbouring ones, on its own.</summary>
    private static void CheckEach(GoldenCase c, string output, Loss loss, int width)
    {
        var (p, t) = (c.Input("input").Data, Target(c).Data);
        foreach (var dtype in s_both)
        {
            var values = Enumerable.Range(0, p.Length / width).Select(i =>
                loss.Of(Slice(p, i).ToTensor(dtype), Slice(t, i).ToTensor(dtype)).Item()).ToArray();
            c.Check(output, Courseware.Tensor.From(values, c.Expected(output).Shape).To(dtype));
        }

        GoldenTensor Slice(double[] data, int i) => new([width], data[(i * width)..((i + 1) * width)]);
    }
}
