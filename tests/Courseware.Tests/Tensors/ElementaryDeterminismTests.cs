using System.Globalization;
using System.Runtime.Intrinsics;
using Courseware.Tests.Tensors.Kernels;
using Xunit;

namespace Courseware.Tests.Tensors;

/// <summary>
/// The same bits on every machine: fingerprints of what each function gives for fixed inputs, in this process and in processes with
/// narrower vectors.
/// </summary>
public sealed class ElementaryDeterminismTests
{
    private static readonly string[] s_expected = """
        exp 945eec0e9230
        expm1 0c4cedfb6817
        log b8b4eced23d6
        log1p b1fddb2f8a78
        tanh b7d52e0d6af2
        sigmoid 86933c3903bd
        softplus e8befd47c4e0
        erf 2ff3b6d9764d
        sqrt 1265186df01c
        relu 3d226ed09504
        step 366d91a627ad
        double exp f4ff1964c36b
        double expm1 c1667f0c89d0
        double log 725c0c8119f6
        double log1p 4ebacd5f28f7
        double log2 81c266d6b692
        double log10 fb72fa934dbc
        double tanh 1b96ee4e7f48
        double sigmoid dc4c8ac6d7fb
        double softplus 3a1e5c114181
        double erf 9c3cc2f06e87
        double sin 218fbff8499a
        double cos ac8dc7b8e95f
        double pow 0a94b851d0a4
        bits 3c8fe7527459
        uniform b507ff37dd16
        gaussian e048c5501134
        draws 9921a12f58ec
        sums 771ed35aae36
        update 4525edae93d0
        """.Split('\n', StringSplitOptions.TrimEntries);

    [Fact]
    public void This_process_gives_the_recorded_bits() => Assert.Equal(s_expected, Fingerprints());

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", 256)]
    [InlineData("DOTNET_EnableAVX2", "0", 128)]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 0)]
    public void A_process_with_narrower_vectors_gives_the_same_bits(string variable, string value, int widestBits)
    {
        var lines = ChildProcess.Run(Print, (variable, value))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // The first line proves that the switch took effect.
        Assert.InRange(int.Parse(lines[0], CultureInfo.InvariantCulture), 0, widestBits);
        Assert.Equal(s_expected, lines[1..]);
    }

    internal static void Print()
    {
        Console.WriteLine(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated
            ? 128 : 0);
        foreach (var line in Fingerprints())
            Console.WriteLine(line);
    }

    private static List<string> Fingerprints()
    {
        var lines = new List<string>();
        var x = TestFloats.Mixed(6_007, 11, 20);
        var ordinary = TestFloats.Ordinary(6_007, 12);
        var y = new float[x.Length];
        for (var f = 0; f < FunctionRule.Names.Length; f++)
        {
            Elementwise.Map(new FunctionRule(f), x, y);
            Add(FunctionRule.Names[f], new FingerprintBuilder().Add(TestFloats.Bits(y)));
        }

        (string Name, Func<double, double> Function)[] doubles =
        [
            ("exp", Elementary.Exp), ("expm1", Elementary.Expm1), ("log", Elementary.Log), ("log1p", Elementary.Log1p),
                ("log2", Elementary.Log2), ("log10", Elementary.Log10),
            ("tanh", Elementary.Tanh), ("sigmoid", Elementary.Sigmoid), ("softplus", Elementary.Softplus), ("erf", Elementary.Erf),
                ("sin", Elementary.Sin), ("cos", Elementary.Cos),
            ("pow", v => Elementary.Pow(Math.Abs(v), 1.7)),
        ];
        foreach (var (name, function) in doubles)
        {
            var builder = new FingerprintBuilder();
            foreach (var value in x)
            {
                var result = function(value * 1.000000123);
                builder.Add(double.IsNaN(result) ? double.NaN : result);
            }

            Add("double " + name, builder);
        }

        var random = new RandomStream(42, "determinism", "layer", 3);
        var words = new uint[1003];
        random.FillBits(words);
        Add("bits", new FingerprintBuilder().Add(Array.ConvertAll(words, w => (int)w)));
        random.FillUniform(y, -1, 2);
        Add("uniform", new FingerprintBuilder().Add(y));
        random.FillGaussian(y, 0.5f, 2);
        Add("gaussian", new FingerprintBuilder().Add(y));
        var draws = new FingerprintBuilder().Add(random.Permutation(100));
        for (var i = 0; i < 100; i++)
            draws.Add(random.NextGaussian()).Add(random.NextFloat()).Add(random.Next(1000));
        Add("draws", draws);

        var columns = new float[37];
        var wide = ordinary.AsSpan(0, 37 * 100);
        Reduce.ColumnSums(wide, columns);
        Add("sums", new FingerprintBuilder()
            .Add(Reduce.Sum(ordinary)).Add(Reduce.Sum(new FunctionRule(0), ordinary)).Add(Reduce.Max(ordinary)).Add(columns));

        var (weights, slot) = (ordinary[..], new float[ordinary.Length]);
        for (var step = 0; step < 5; step++)
            Elementwise.Update(default(MovingRule), weights, ordinary, slot);
        Add("update", new FingerprintBuilder().Add(weights).Add(slot));
        return lines;

        void Add(string name, FingerprintBuilder builder) => lines.Add($"{name} {builder.ToFingerprint()}");
    }

    private readonly struct MovingRule : IUpdateRule
    {
        public void Apply<V>(ref V w, V g, ref V s, ref V t, ref V u) where V : struct, ILane<V>
        {
            s = 0.9 * s + 0.1 * g * g;
            w -= 0.01 * g / (V.Sqrt(s) + 1e-8);
        }
    }
}
