using System.Globalization;
using Courseware.Benchmarks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PlainTorchSharp;

/// <summary>
/// Cases 1–8 and 11: the batch gathered by shuffled indices, forward, backward, update, and counting the right answers. Case 10: products.
/// </summary>
internal static class Cases
{
    private const int Batches = 16;

    public static void Run(string[]? asked, int threads)
    {
        set_num_threads(threads);
        random.manual_seed(1);
        foreach (var (number, run) in All)
        {
            if (asked is null || asked.Contains(number.ToString(CultureInfo.InvariantCulture)))
                run(number, threads);
        }
    }

    private static IReadOnlyDictionary<int, Action<int, int>> All { get; } = new SortedDictionary<int, Action<int, int>>
    {
        [1] = (n, t) => Train(n, t, 512, Dense([512 * Batches, 1000]), 46, Layers([1000, 64, 64, 46], () => ReLU()), Adam),
        [2] = (n, t) => Train(n, t, 64, Dense([64 * Batches, 784]), 10, Layers([784, 512, 256, 128, 10], () => ReLU()), Sgd),
        [3] = (n, t) => Train(n, t, 64, Dense([64 * Batches, 784]), 10,
            Layers([784, 1024, 2048, 2048, 1024, 256, 128, 10], () => ReLU()), Sgd),
        [4] = (n, t) => Train(n, t, 500, Dense([500 * Batches, 28]), 2, Layers([28, 512, 512, 512, 512, 1], () => ELU(), 0.5), Adam),
        [5] = (n, t) => Train(n, t, 500, Dense([500 * Batches, 28]), 2, Layers([28, 16, 1], () => ELU()), Adam),
        [6] = (n, t) => Train(n, t, 64, Dense([64 * Batches, 3, 32, 32]), 10, Sequential(
            Conv2d(3, 32, 3, padding: 1), ReLU(), MaxPool2d(2), Conv2d(32, 64, 3, padding: 1), ReLU(), MaxPool2d(2),
            Flatten(), Linear(64 * 8 * 8, 128), ReLU(), Linear(128, 10)), Adam),
        [7] = (n, t) => Train(n, t, 5, Dense([5, 2]), 0, Layers([2, 3, 1], () => ReLU()), Sgd),
        [8] = (n, t) => Train(n, t, 32, Dense([32 * Batches, 20]), 4, Layers([20, 300, 200, 150, 50, 4], () => ReLU(), 0.2), Sgd),
        [10] = (_, t) => Products(t),
        // As many rows and as many filled numbers as Reuters has; to libtorch a zero is a number as any other.
        [11] = (n, t) => Train(n, t, 512, (rand(8982, 1000) < 0.058).to(ScalarType.Float32), 46,
            Layers([1000, 64, 64, 46], () => ReLU()), Adam),
    };

    private static Tensor Dense(long[] shape) => rand(shape) * 2 - 1;

    private static Sequential Layers(int[] sizes, Func<Module<Tensor, Tensor>> activation, double dropout = 0)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        for (var i = 1; i < sizes.Length; i++)
        {
            layers.Add(Linear(sizes[i - 1], sizes[i]));
            if (i == sizes.Length - 1)
                break;
            layers.Add(activation());
            if (dropout > 0)
                layers.Add(Dropout(dropout));
        }
        return Sequential(layers);
    }

    private static optim.Optimizer Adam(Module model) => optim.Adam(model.parameters(), lr: 0.001);

    private static optim.Optimizer Sgd(Module model) => optim.SGD(model.parameters(), learningRate: 0.01);

    // Classes: 2 are one output against 0 or 1; 0 is a regression.
    private static void Train(int number, int threads, int batchSize, Tensor features, int classes, Sequential model,
        Func<Module, optim.Optimizer> optimizerOf)
    {
        var count = features.shape[0];
        var targets = classes == 0 ? rand(count, 1) : classes == 2 ? (arange(count) % 2).to(ScalarType.Float32).unsqueeze(1)
            : arange(count) * 7 % classes;
        Loss<Tensor, Tensor, Tensor> loss = classes == 0 ? MSELoss() : classes == 2 ? BCEWithLogitsLoss() : CrossEntropyLoss();
        model.train();
        using var optimizer = optimizerOf(model);
        var (order, at, right) = (randperm(count), 0L, 0L);
        var measured = Measurement.Of(() =>
        {
            using var scope = NewDisposeScope();
            if (at + batchSize > count)
            {
                order.Dispose();
                (order, at) = (randperm(count).MoveToOuterDisposeScope(), 0);
            }
            var indices = order.narrow(0, at, batchSize);
            at += batchSize;
            var (x, y) = (features.index_select(0, indices), targets.index_select(0, indices));
            optimizer.zero_grad();
            var outputs = model.forward(x);
            var value = loss.forward(outputs, y);
            value.backward();
            optimizer.step();
            _ = value.item<float>();
            if (classes == 2)
                right += (outputs > 0).eq(y > 0.5).sum().item<long>();
            else if (classes > 2)
                right += outputs.argmax(1).eq(y).sum().item<long>();
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"case\":{number},\"engine\":\"libtorch\",\"threads\":{threads},\"samplesPerSecond\":{batchSize / measured.MedianSeconds:F0},\"bestSamplesPerSecond\":{batchSize / measured.BestSeconds:F0},\"microsecondsPerStep\":{measured.MedianSeconds * 1e6:F1}}}"));
    }

    private static void Products(int threads)
    {
        foreach (var (m, n, k) in new[] { (64, 512, 784), (512, 64, 1000), (64, 2048, 2048), (1024, 1024, 1024) })
        {
            foreach (var (form, a, b) in new[]
            {
                ("Y = X·Wᵀ", rand(m, k), rand(n, k).t()), ("A·B", rand(m, k), rand(k, n)), ("Aᵀ·B", rand(k, m).t(), rand(k, n)),
            })
            {
                var measured = Measurement.Of(() => mm(a, b).Dispose());
                var work = 2e-9 * m * n * k;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"case\":10,\"engine\":\"libtorch\",\"threads\":{threads},\"shape\":\"{m}x{n}x{k}\",\"form\":\"{form}\",\"gflops\":{work / measured.MedianSeconds:F1},\"bestGflops\":{work / measured.BestSeconds:F1}}}"));
            }
        }
    }
}
