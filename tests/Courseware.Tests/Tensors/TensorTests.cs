using Xunit;

namespace Courseware.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void Shapes_are_broadcast_as_numpy_does()
    {
        var matrix = Tensor.Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([11, 22, 33, 14, 25, 36], (matrix + Tensor.Vector(10, 20, 30)).ToDoubles());
        Assert.Equal([10, 20, 30, 80, 100, 120], (matrix * Tensor.From([10.0, 20], 2, 1)).ToDoubles());
        Assert.Equal([2, 3], (Tensor.From([1.0, 2], 2, 1) - Tensor.Vector(1, 2, 3)).Shape);
        Assert.Equal([2, 3], (Tensor.Scalar(1) / matrix).Shape);
        var error = Assert.Throws<ArgumentException>(() => matrix + Tensor.Vector(1, 2));
        Assert.Equal("add: shapes (2, 3) and (2) do not fit together: aligned at the right, sizes must be equal or 1, but 3 meets 2.",
            error.Message);
    }

    [Fact]
    public void The_gradient_of_a_broadcast_operand_is_summed_over_its_copies()
    {
        var (a, b, c) = (Samples.Normal([2, 3], 1, requiresGrad: true), Samples.Normal([3], 2, requiresGrad: true),
            Samples.Uniform([2, 1], 3, 1, 2, requiresGrad: true));
        GradientCheck.Check(() => GradientCheck.Weighted((a + b) * (b - a) / c + c * 2 - b), a, b, c);
    }

    [Fact]
    public void Gradients_of_the_operators_equal_finite_differences()
    {
        var (x, w) = (Samples.Uniform([3, 4], 1, 0.5, 2, requiresGrad: true), Samples.Normal([4, 2], 2, requiresGrad: true));
        GradientCheck.Check(() => GradientCheck.Weighted(x.MatMul(w).Square()), x, w);
        GradientCheck.Check(() => GradientCheck.Weighted(x.Sqrt() + x.Exp() - x.Log() * x.Abs() + 3 * x - x / 2 + 1 / x - (-x)), x);
        GradientCheck.Check(() => x.Reshape(2, -1).Square().Mean() + x.Sum(), x);
    }

    [Fact]
    public void Columns_are_cut_out_and_their_gradient_goes_back_to_them()
    {
        var x = Samples.Normal([3, 5], 1, requiresGrad: true);
        Assert.Equal([x.At(1), x.At(2), x.At(6), x.At(7), x.At(11), x.At(12)], x.Columns(1, 2).ToDoubles());
        GradientCheck.Check(() => GradientCheck.Weighted(x.Columns(1, 3)) + GradientCheck.Weighted(x.Columns(2, 3).Square()) + x.Square()
            .Sum(), x);
        Assert.Contains("has columns 0 to 4; asked for 2 from column 4",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Columns(4, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Columns are those of a matrix", Assert.Throws<ArgumentException>(() => Tensor.Vector(1, 2).Columns(0, 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_used_twice_gets_both_gradients()
    {
        var x = Tensor.Parameter("x", 3);
        (x * x * x).Backward();
        Assert.Equal(27, x.Grad!.Item());
    }

    [Fact]
    public void Gradients_accumulate_until_they_are_forgotten()
    {
        var x = Tensor.Parameter("x", 3);
        (x * x).Backward();
        (2 * x).Backward();
        Assert.Equal(8, x.Grad!.Item());
        x.ZeroGrad();
        Assert.Null(x.Grad);
        (2 * x).Backward();
        Assert.Equal(2, x.Grad!.Item());
    }

    [Fact]
    public void A_second_backward_is_an_error_unless_the_graph_was_kept()
    {
        var x = Tensor.Parameter("x", 3);
        var y = x * x;
        y.Backward();
        var error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Contains("This graph was differentiated before (at its multiply), and a second pass would count its gradients twice",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(6, x.Grad!.Item());

        // A new loss on a part that was differentiated is the same mistake.
        Assert.Throws<InvalidOperationException>(() => (y + 1).Backward());

        x.ZeroGrad();
        var kept = x * x * x;
        kept.Backward(retainGraph: true);
        kept.Backward();
        Assert.Equal(54, x.Grad!.Item());
        Assert.Throws<InvalidOperationException>(() => kept.Backward());
    }

    [Fact]
    public void Backward_says_what_it_cannot_start_from()
    {
        Assert.Contains(
            "Backward() starts from a scalar loss, but a tensor of shape (2) has 2 elements. Reduce it first, with Mean() or Sum().",
            Assert.Throws<InvalidOperationException>(() => Samples.Normal([2], 1, requiresGrad: true).Square().Backward()).Message,
            StringComparison.Ordinal);
        Assert.Contains("depends on no tensor with RequiresGrad",
            Assert.Throws<InvalidOperationException>(() => Tensor.Vector(1, 2).Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mixed_precisions_are_named_with_the_mend()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros([2]) + Tensor.Vector(1, 2));
        Assert.Equal("add: a tensor of shape (2) is Float32, but a tensor of shape (2) is Float64. Convert one with To(DType).",
            error.Message);
    }

    [Fact]
    public void Empty_tensors_go_through()
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var x = Tensor.Zeros([0, 3], dtype, requiresGrad: true);
            Assert.Equal([0, 3], (x + x * 2 - Tensor.Zeros([3], dtype)).Shape);
            Assert.Equal(0, x.Square().Sum().Item());
            Assert.Equal([0, 2], x.MatMul(Tensor.Zeros([3, 2], dtype)).Shape);
            Assert.Equal([0, 3], x.Softmax().Shape);
            (x.Exp().Sum() + x.LogSoftmax().Sum()).Backward();
            Assert.Equal([0, 3], x.Grad!.Shape);
            Assert.Equal([0], Tensor.Zeros([0], dtype).Relu().Shape);
            Assert.True(double.IsNaN(x.Mean().Item()));
        }

        // No summand: the product is zero.
        Assert.Equal([0, 0, 0, 0], Tensor.Zeros([2, 0]).MatMul(Tensor.Zeros([0, 2])).ToDoubles());
        Assert.Contains("Softmax works along the last axis, which must have 1 element or more",
            Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 0]).Softmax()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replayed_training_step_gives_the_bits_of_a_fresh_one()
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var (replayed, fresh) = (Mlp(dtype), Mlp(dtype));
            var (updater, other) =
                (new ParameterUpdater(replayed.Parameters, new Adam(0.01)), new ParameterUpdater(fresh.Parameters, new Adam(0.01)));
            var (x, t, pass) = (Tensor.Zeros([16, 20], dtype), Tensor.Zeros([16], dtype), new Pass { Training = true, Seed = 3 });
            Tape? tape = null;
            for (var step = 0; step < 5; step++)
            {
                x.CopyFrom(Samples.Normal([16, 20], step, dtype));
                t.CopyFrom(Samples.Labels(16, 4, step, dtype));
                pass.Step = step;
                if (tape is null)
                    tape = Tape.Record(() => new CrossEntropy().Of(replayed.Forward(x, pass), t) + replayed.Penalty()!);
                else
                    tape.Forward();
                tape.Backward();
                updater.Step();

                var loss = new CrossEntropy().Of(fresh.Forward(x.Detach(), new Pass { Training = true, Seed = 3, Step = step }), t.Detach())
                    + fresh.Penalty()!;
                other.ZeroGrad();
                loss.Backward();
                other.Step();
                Assert.Equal(loss.Item(), tape.Result.Item());
                Assert.Equal(fresh.Fingerprint, replayed.Fingerprint);
            }
        }
    }

    [Fact]
    public void A_replayed_training_step_allocates_nothing()
    {
        var model = Mlp(DType.Float32, dropout: false);
        var updater = new ParameterUpdater(model.Parameters, new Adam(0.01));
        var (x, t) = (Samples.Normal([16, 20], 1, DType.Float32), Samples.Labels(16, 4, 1, DType.Float32));
        var tape = Tape.Record(() => new CrossEntropy().Of(model.Forward(x, new Pass { Training = true }), t) + model.Penalty()!);
        for (var i = 0; i < 50; i++)
            Step();
        Assert.InRange(Allocations.Of(100, Step), 0, 1024);

        void Step()
        {
            tape.Forward();
            tape.Backward();
            updater.Step();
        }
    }

    [Fact]
    public void A_shape_with_more_elements_than_an_array_holds_is_named_in_the_error()
    {
        Assert.Contains("shape (65536, 65536) has more", Assert.Throws<ArgumentException>(() => Tensor.Zeros([65536, 65536])).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, Tensor.Zeros([65536, 65536, 0]).Length);
    }

    private static Sequential Mlp(DType dtype, bool dropout = true) => new([20], seed: 1, dtype)
    {
        new Dense(33, new Elu(), weightPenalty: new L2(1e-3)), new Dropout(dropout ? 0.2 : 0), new Dense(17, new Relu()), new Dense(4),
    };
}
