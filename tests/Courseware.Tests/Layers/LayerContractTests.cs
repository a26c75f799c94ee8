using Courseware.Tests.Tensors;
using Xunit;

namespace Courseware.Tests.Layers;

/// <summary>What every layer must do, fed by one table.</summary>
public sealed class LayerContractTests
{
    private sealed record Case(Func<Layer> Make, int[] Input, int[] Output, int[]? Misfit = null, string Error = "");

    private static readonly int[] s_image = [2, 5, 6];

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["Dense"] = new(() =>
            new Dense(3), [4], [3], [2, 4],
            "Layer 'dense1' (Dense) takes vectors (put a Flatten before it), but got inputs of shape (2, 4)"),
        ["Dense without bias"] = new(() => new Dense(3, new Tanh(), useBias: false), [4], [3]),
        ["Conv2D"] = new(() =>
            new Conv2D(3, kernelSize: 3, padding: 1), s_image, [3, 5, 6], [4],
            "Layer 'conv2d1' (Conv2D) takes images of shape (channels, height, width), but got inputs of shape (4)"),
        ["Conv2D strided"] =
            new(() => new Conv2D(2, kernelSize: (3, 2), stride: (2, 1), padding: (1, 0), activation: new Sigmoid(), useBias: false),
                s_image, [2, 3, 5]),
        ["Conv2D too large"] = new(() => new Conv2D(2, kernelSize: 5), s_image, [2, 1, 2], [2, 4, 6],
            "no smaller than its kernel (5×5, padding 0×0), but got inputs of shape (2, 4, 6)"),
        ["MaxPooling2D"] = new(() => new MaxPooling2D(2), s_image, [2, 2, 3], [2, 1, 6],
            "Layer 'maxpooling2d1' (MaxPooling2D) takes images of shape (channels, height, width), no smaller than its window (2×2, padding 0×0), but got inputs of shape (2, 1, 6)"),
        ["MaxPooling2D overlapping"] = new(() => new MaxPooling2D(3, stride: 1, padding: 1), s_image, s_image),
        ["AveragePooling2D"] =
            new(() => new AveragePooling2D((2, 3)), s_image, [2, 2, 2], [6], "Layer 'averagepooling2d1' (AveragePooling2D) takes images"),
        ["AveragePooling2D without padding"] =
            new(() => new AveragePooling2D(3, stride: 2, padding: 1, countPadding: false), s_image, [2, 3, 3]),
        ["GlobalAveragePooling2D"] =
            new(() => new GlobalAveragePooling2D(), s_image, [2], [6], "takes images of shape (channels, height, width)"),
        ["BatchNorm"] = new(() => new BatchNorm(), [3], [3], [2, 3],
            "Layer 'batchnorm1' (BatchNorm) takes vectors, or images of shape (channels, height, width), but got inputs of shape (2, 3)"),
        ["BatchNorm of images"] = new(() => new BatchNorm(), s_image, s_image),
        ["BatchNorm without weights"] = new(() => new BatchNorm(affine: false), s_image, s_image),
        ["Dropout"] = new(() => new Dropout(0.3), [6], [6]),
        ["Flatten"] = new(() => new Flatten(), s_image, [60]),
        ["Relu"] = new(() => new Relu(), [6], [6]),
        ["LeakyRelu"] = new(() => new LeakyRelu(0.1), [6], [6]),
        ["Elu"] = new(() => new Elu(0.7), s_image, s_image),
        ["Selu"] = new(() => new Selu(), [6], [6]),
        ["Gelu"] = new(() => new Gelu(), [6], [6]),
        ["Gelu approximate"] = new(() => new Gelu(approximate: true), [6], [6]),
        ["Sigmoid"] = new(() => new Sigmoid(), [6], [6]),
        ["Tanh"] = new(() => new Tanh(), [6], [6]),
        ["Softplus"] = new(() => new Softplus(beta: 2), [6], [6]),
        ["Softmax"] = new(() => new Softmax(), [6], [6]),
        ["LogSoftmax"] = new(() => new LogSoftmax(), [6], [6]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    public static TheoryData<string> NamesWithMisfits => [.. s_cases.Where(c => c.Value.Error.Length > 0).Select(c => c.Key)];

    [Fact]
    public void Every_layer_of_the_library_is_in_the_table()
    {
        var tested = s_cases.Values.Select(c => c.Make().GetType()).ToHashSet();
        var missing = typeof(Layer).Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract && !tested.Contains(t)).Select(t => t.Name);
        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_output_has_the_announced_shape_for_any_batch(string name)
    {
        var model = Model(name);
        Assert.Equal(s_cases[name].Output, model.OutputShape);
        foreach (var count in new[] { 0, 1, 7 })
            Assert.Equal([count, .. s_cases[name].Output], model.Forward(Samples.Normal([count, .. s_cases[name].Input], 1)).Shape);
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_equal_finite_differences_in_training_and_in_evaluation(string name)
    {
        foreach (var training in new[] { true, false })
        {
            var model = Model(name);
            var x = Samples.Normal([4, .. s_cases[name].Input], 2, requiresGrad: true);
            var pass = new Pass { Training = training, Seed = 5 };
            GradientCheck.Check(() => GradientCheck.Weighted(model.Forward(x, pass)), [x, .. model.Parameters]);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Float32_follows_float64(string name)
    {
        var (single, twin) = (Model(name, DType.Float32), Model(name, DType.Float64));
        var x = Samples.Normal([9, .. s_cases[name].Input], 3, DType.Float32);
        var pass = new Pass { Training = true, Seed = 5 };
        var (y, expected) = (single.Forward(x, pass).ToDoubles(), twin.Forward(x.To(DType.Float64), pass).ToDoubles());
        for (var i = 0; i < y.Length; i++)
            Assert.Equal(expected[i], y[i], 5e-6);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_layer_loads_into_the_same_bits(string name)
    {
        var path = Path.Combine(Path.GetTempPath(), $"courseware-{Guid.NewGuid():N}.safetensors");
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            try
            {
                var (model, other) = (Model(name, dtype), Model(name, dtype, seed: 8));
                var x = Samples.Normal([5, .. s_cases[name].Input], 4, dtype);
                model.Forward(x, new Pass { Training = true });
                model.Save(path);
                other.Load(path);
                Assert.Equal(model.Fingerprint, other.Fingerprint);
                Assert.Equal(model.Forward(x).ToDoubles(), other.Forward(x).ToDoubles());
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void One_seed_gives_the_same_bits_and_a_replayed_tape_those_of_a_fresh_pass(string name)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            var (replayed, fresh) = (Model(name, dtype), Model(name, dtype));
            Assert.Equal(replayed.Fingerprint, fresh.Fingerprint);
            if (replayed.Parameters.Count > 0 && !name.StartsWith("BatchNorm", StringComparison.Ordinal))
                Assert.NotEqual(replayed.Fingerprint, Model(name, dtype, seed: 2).Fingerprint);

            var x = Samples.Normal([33, .. s_cases[name].Input], 5, dtype, requiresGrad: true);
            var pass = new Pass { Training = true, Seed = 5 };
            var tape = Tape.Record(() => GradientCheck.Weighted(replayed.Forward(x, pass)));
            GradientCheck.Weighted(fresh.Forward(x, pass));
            for (var step = 1; step <= 2; step++)
            {
                x.CopyFrom(Samples.Normal(x.Shape, 10 + step, dtype));
                pass.Step = step;
                tape.Forward();
                tape.Backward();

                var copy = Samples.Normal(x.Shape, 10 + step, dtype, requiresGrad: true);
                foreach (var parameter in fresh.Parameters)
                    parameter.ZeroGrad();
                var loss = GradientCheck.Weighted(fresh.Forward(copy, new Pass { Training = true, Seed = 5, Step = step }));
                loss.Backward();
                Assert.Equal(loss.Item(), tape.Result.Item());
                Assert.Equal(copy.Grad!.ToDoubles(), x.Grad!.ToDoubles());
                foreach (var (a, b) in fresh.Parameters.Zip(replayed.Parameters))
                    Assert.Equal(a.Grad!.ToDoubles(), b.Grad!.ToDoubles());
                Assert.Equal(fresh.Fingerprint, replayed.Fingerprint);
            }
        }
    }

    [Theory, MemberData(nameof(NamesWithMisfits))]
    public void A_shape_that_does_not_fit_is_named(string name)
    {
        var @case = s_cases[name];
        var error = Assert.Throws<ArgumentException>(() => new Sequential(@case.Misfit!, seed: 1) { @case.Make() });
        Assert.Contains(@case.Error, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_belongs_to_one_model()
    {
        var layer = new Dense(2);
        _ = new Sequential([3], seed: 1) { layer };
        var error = Assert.Throws<InvalidOperationException>(() => new Sequential([3], seed: 1) { layer });
        Assert.Contains("Layer 'dense1' already belongs to a model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_settings_are_named()
    {
        Throws("A Dense layer needs at least 1 unit, got 0", () => new Dense(0));
        Throws("A Conv2D layer needs at least 1 filter, got 0", () => new Conv2D(0, 3));
        Throws("Conv2D's kernel size must be 1 or more in both directions; got 3×0", () => new Conv2D(1, (3, 0)));
        Throws("Conv2D's stride must be 1 or more", () => new Conv2D(1, 3, stride: 0));
        Throws("MaxPooling2D's padding is at most half its size", () => new MaxPooling2D(3, padding: 2));
        Throws("Dropout's rate is the share that is dropped, 0 ≤ rate < 1; got 1", () => new Dropout(1));
        Throws("BatchNorm's momentum is the weight of the new value", () => new BatchNorm(momentum: 1.5));

        static void Throws(string text, Func<Layer> make)
            => Assert.Contains(text, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_norm_refuses_to_train_on_one_value()
    {
        var model = new Sequential([3], seed: 1) { new BatchNorm() };
        var error = Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 3]), new Pass { Training = true }));
        Assert.Contains(
            "Layer 'batchnorm1' (BatchNorm) needs 2 or more values of each channel to train on, but a batch of shape (1, 3) has 1",
            error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 3], model.Forward(Tensor.Zeros([1, 3])).Shape);
    }

    [Fact]
    public void Dropout_keeps_the_expected_activation()
    {
        var model = new Sequential([1000], seed: 1) { new Dropout(0.3) };
        var x = Tensor.Full([100, 1000], 1);
        var y = model.Forward(x, new Pass { Training = true, Seed = 3 }).ToDoubles();
        Assert.Equal(1, y.Average(), 0.01);
        Assert.Equal(0.3, y.Count(v => v == 0) / (double)y.Length, 0.005);
        Assert.NotEqual(y, model.Forward(x, new Pass { Training = true, Seed = 3, Step = 1 }).ToDoubles());
        Assert.NotEqual(y, model.Forward(x, new Pass { Training = true, Seed = 4 }).ToDoubles());
    }

    [Fact]
    public void Function_and_layer_are_the_same()
    {
        var x = Samples.Normal([3, 5], 1);
        var pairs = new (Tensor, Activation)[]
        {
            (x.Relu(), new Relu()), (x.LeakyRelu(0.2), new LeakyRelu(0.2)), (x.Elu(0.5), new Elu(0.5)), (x.Selu(), new Selu()),
                (x.Gelu(), new Gelu()),
            (x.Gelu(approximate: true), new Gelu(approximate: true)), (x.Sigmoid(), new Sigmoid()), (x.Tanh(), new Tanh()),
                (x.Softplus(3), new Softplus(3)),
            (x.Softmax(), new Softmax()), (x.LogSoftmax(), new LogSoftmax()),
        };
        foreach (var (value, layer) in pairs)
            Assert.Equal(layer.Of(x).ToDoubles(), value.ToDoubles());
    }

    private static Sequential Model(string name, DType dtype = DType.Float64, long seed = 1)
        => new(s_cases[name].Input, seed, dtype) { s_cases[name].Make() };
}
