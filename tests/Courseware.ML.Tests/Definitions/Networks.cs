using TorchSharp;
using static TorchSharp.torch;

namespace Courseware.ML.Tests.Definitions;

/// <summary>Networks: initial weights, layers, losses and update rules. ML.NET has none of its own.</summary>
internal static class Networks
{
    private const int Drawn = 100_000;

    public static IEnumerable<Definition> Rows()
    {
        random.manual_seed(1);
        yield return Row("Largest weight of a dense layer of 100 inputs, as it is made", Largest(nn.Linear(100, 1000).weight!),
            Of(Made(100, 1000).Weight, w => w.Max(Math.Abs)), "U(±1/√inputs), PyTorch's");
        yield return Row("… largest bias", Largest(nn.Linear(100, 1000).bias!), Of(Made(100, 1000).Bias!, w => w.Max(Math.Abs)));
        yield return Row("Glorot, normal: largest of 100,000 in standard deviations, rounded",
            Math.Round(Extreme(nn.init.xavier_normal_(empty(250, 400)))), Math.Round(Extreme(new GlorotNormal())),
            "`xavier_normal_` draws from a uniform");
        yield return Row("Glorot, uniform, 250 inputs and 400 outputs: largest", Largest(nn.init.xavier_uniform_(empty(400, 250))),
            Drawings(new GlorotUniform(), 250, 400).Max(Math.Abs), decimals: 2);
        yield return Row("He, uniform for ReLU, 250 inputs: largest", Largest(nn.init.kaiming_uniform_(empty(400, 250))),
            Drawings(new HeUniform(), 250, 400).Max(Math.Abs), decimals: 2);
        yield return new("`trunc_normal_` of mean 0: different numbers among 1,000", Cell.None,
            Cell.Of(nn.init.trunc_normal_(empty(1000), 0, 1, -2, 2).data<float>().Distinct().Count()), Cell.None, "a constant");
        yield return Row("Batch norm, batch 1 and 3: running variance after it", BatchNormOfTorch(1, 3), BatchNormOfCourse(1, 3),
            "0.9 · 1 + 0.1 · 2: the unbiased variance");
        yield return Row("… output for the 3", nn.BatchNorm1d(1).forward(tensor(new[] { 1f, 3 }, new long[] { 2, 1 }))
            .data<float>()[1], LayerOfCourse(new BatchNorm(), 1, 3)[1], "ε = 10⁻⁵ within the root");
        yield return new("… running variance after a batch of one row", Cell.None, Cell.Of(BatchNormOfTorch(1)),
            Cell.Of(() => BatchNormOfCourse(1)), "the course's engine on TorchSharp refuses it as the managed one does");
        yield return Row("Dropout of ½: what a kept 1 becomes", nn.functional.dropout(ones(100), 0.5, training: true).max()
            .item<float>(), LayerOfCourse(new Dropout(0.5), [.. Enumerable.Repeat(1f, 100)]).Max(), "divided by 1 − rate");
        yield return Row("GELU of 1", nn.functional.gelu(ones(1)).item<float>(), new Gelu().Of(Tensor.Vector([1.0])).ToDoubles()[0]);
        yield return Row("Leaky ReLU of −1", nn.LeakyReLU().forward(-ones(1)).item<float>(), new LeakyRelu().Of(Tensor.Vector([-1.0]))
            .ToDoubles()[0]);
        yield return Row("Cross-entropy of logits 2, 0, 0, class 0, smoothed by 0.1",
            nn.functional.cross_entropy(tensor(new[] { 2f, 0, 0 }, new long[] { 1, 3 }), tensor(new long[] { 0 }), label_smoothing: 0.1)
            .item<float>(),
            new CrossEntropy(LabelSmoothing: 0.1).Of(Tensor.Matrix(new[,] { { 2.0, 0, 0 } }), Tensor.Vector([0.0])).Item());
        yield return Row("Kullback–Leibler divergence of (¼, ¾) from (½, ½)", Divergence(nn.KLDivLoss(reduction: nn.Reduction.Sum)),
            new KullbackLeibler().Of(Tensor.Matrix(new[,] { { 0.0, 0 } }), Tensor.Matrix(new[,] { { 0.0, Math.Log(3) } })).Item(),
            "TorchSharp's `KLDivLoss` takes its target for logarithms by default: `log_target: false` gives "
            + Cell.Of(Divergence(nn.KLDivLoss(false, nn.Reduction.Sum))));
        yield return Row("Sum of 300 ones over dimension 0", ones(300).sum(0).to(ScalarType.Float64)
            .item<double>(), Tensor.From([.. Enumerable.Repeat(1.0, 300)], 300).Sum().Item(),
            "`sum(0)` binds to a type and adds in one byte; `sum(0L)` is meant");
        yield return Row("SGD, momentum 0.9, rate 0.1: a weight of 1 after two gradients of 1",
            Steps(p => optim.SGD([p], 0.1, momentum: 0.9), 1, 1), Steps(new Momentum(0.1), 1, 1));
        yield return Row("RMSprop by default: after a gradient of 1", Steps(p => optim.RMSProp([p]), 1), Steps(new RmsProp(), 1),
            "rate 0.01, decay 0.99, ε = 10⁻⁸ beside the root");
        yield return Row("Adagrad by default: after two gradients of 1", Steps(p => optim.Adagrad([p]), 1, 1), Steps(new Adagrad(), 1, 1));
        yield return Row("Adadelta by default: after a gradient of 1", Steps(p => optim.Adadelta([p]), 1), Steps(new Adadelta(), 1),
            decimals: 6);
        yield return Row("Adam by default: after a gradient of 1", Steps(p => optim.Adam([p]), 1), Steps(new Adam(), 1), "rate 0.001");
        yield return Row("… rate 0.1, a gradient of 10⁻⁸", Steps(p => optim.Adam([p], 0.1), 1e-8), Steps(new Adam(0.1), 1e-8),
            "ε = 10⁻⁸ beside the root halves the step; within it, ε would swallow it");
        yield return Row("AdamW by default, rate 0.1: after a gradient of 0", Steps(p => optim.AdamW([p], 0.1), 0),
            Steps(new AdamW(0.1), 0), "TorchSharp's decays nothing; PyTorch's and the course's λ is 0.01");
        yield return Row("NAdam by default: after two gradients of 1", Steps(p => optim.NAdam([p]), 1, 1), Steps(new Nadam(), 1, 1),
            decimals: 5);
    }

    private static Definition Row(string figure, double torchSharp, double ours, string note = "", int decimals = 4)
        => new(figure, Cell.None, Cell.Of(Math.Round(torchSharp, decimals)), Cell.Of(Math.Round(ours, decimals)), note);

    private static double Largest(torch.Tensor tensor) => tensor.abs().max().item<float>();

    private static double Of(Tensor tensor, Func<double[], double> figure) => figure(tensor.ToDoubles());

    private static Dense Made(int inputs, int outputs) => (Dense)new Sequential([inputs], seed: 1) { new Dense(outputs) }[0];

    private static float[] Drawings(Initializer initializer, int fanIn, int fanOut)
    {
        var weights = new float[Drawn];
        initializer.Fill(weights, fanIn, fanOut, new RandomStream(1, "weights"));
        return weights;
    }

    private static double Extreme(torch.Tensor drawn) => (drawn.abs().max() / drawn.std()).item<float>();

    private static double Extreme(Initializer initializer)
    {
        var drawn = Drawings(initializer, 250, 400);
        return drawn.Max(Math.Abs) / Math.Sqrt(drawn.Average(w => w * (double)w));
    }

    private static double BatchNormOfTorch(params float[] batch)
    {
        var norm = nn.BatchNorm1d(1);
        norm.train();
        norm.forward(tensor(batch, new long[] { batch.Length, 1 }));
        return norm.running_var!.item<float>();
    }

    private static double BatchNormOfCourse(params float[] batch)
    {
        var norm = new BatchNorm();
        LayerOfCourse(norm, batch);
        return norm.RunningVariance.ToDoubles()[0];
    }

    private static double[] LayerOfCourse(Layer layer, params float[] batch)
    {
        _ = new Sequential([1], seed: 1) { layer };
        return layer.Forward(Tensor.From([.. batch], batch.Length, 1), new Pass { Training = true, Seed = 1, Step = 1 }).ToDoubles();
    }

    private static double Divergence(TorchSharp.Modules.KLDivLoss loss)
        => loss.forward(tensor(new[] { 0.5f, 0.5f }, new long[] { 1, 2 }).log(), tensor(new[] { 0.25f, 0.75f }, new long[] { 1, 2 }))
        .item<float>();

    // A loss of g · w has the gradient g.
    private static double Steps(Func<TorchSharp.Modules.Parameter, optim.Optimizer> made, params double[] gradients)
    {
        var w = new TorchSharp.Modules.Parameter(ones(1));
        var optimizer = made(w);
        foreach (var gradient in gradients)
        {
            optimizer.zero_grad();
            (w * gradient).sum().backward();
            optimizer.step();
        }
        return w.data<float>()[0];
    }

    // The squared error of one output w · x and the target 0 has the gradient 2wx².
    private static double Steps(Optimizer optimizer, params double[] gradients)
    {
        var model = new Sequential([1], seed: 1, dtype: DType.Float64) { new Dense(1, weightInitializer: new Constant(1), useBias: false) };
        using var session = new ManagedEngine().Start(new(model, new MeanSquaredError(), optimizer, 1));
        foreach (var (step, gradient) in gradients.Index())
        {
            var w = session.ReadWeights()[0][0];
            session.Step(new Batch { Count = 1, Features = [(float)Math.Sqrt(gradient / (2 * w))], Targets = [0], Step = step },
                optimizer.LearningRate);
        }
        session.Synchronise();
        return model.Parameters[0].ToDoubles()[0];
    }
}
