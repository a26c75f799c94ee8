using System.Reflection;
using System.Runtime.Loader;
using Courseware.AdapterBuild;
using Courseware.Testing;
using Courseware.Tests;
using Mono.Cecil;
using Xunit;

namespace Courseware.ML.Tests;

/// <summary>What is changed in Microsoft.ML.TorchSharp while the adapter is built, so that its networks keep their parameters.</summary>
public sealed class KeptTensorsTests : IDisposable
{
    private const string User = """
        using TorchSharp;

        public static class User
        {
            public static void Fills(torch.Tensor tensor) { using var filled = tensor.fill_(1); }

            public static void FillsByFunction(torch.Tensor tensor) { using var filled = torch.init.zeros_(tensor); }

            public static void FillsAndKeeps(torch.Tensor tensor) { var filled = tensor.fill_(1); }

            public static void FillsItsOwn() { using var own = new torch.Tensor(); using var filled = own.fill_(1); }

            public static void DisposesItself(torch.Tensor tensor) { tensor.fill_(1); tensor.Dispose(); }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Where_an_in_place_operation_returns_its_own_tensor_a_callers_tensor_lives_on()
    {
        var (assembly, changed) = Keep("this");
        Assert.Equal(["User.Fills", "User.FillsByFunction"], changed);
        Assert.All(["Fills", "FillsByFunction", "FillsAndKeeps"], method => Assert.False(IsDisposedBy(method, assembly), method));
        Assert.True(IsDisposedBy("DisposesItself", assembly));
    }

    [Fact]
    public void Where_it_returns_a_handle_of_its_own_nothing_is_changed()
    {
        var (assembly, changed) = Keep("new Tensor()");
        Assert.Empty(changed);
        Assert.Equal(File.ReadAllBytes(_folder.At("User.dll")), assembly);
    }

    [Fact]
    public void An_operation_that_does_neither_must_be_looked_at()
        => Assert.Contains("neither returns the tensor", Assert.Throws<InvalidDataException>(() => Keep("Other")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void In_the_package_these_four_initialisers_are_changed()
    {
        var (_, changed) = KeptTensors.Keep(File.ReadAllBytes(Package("Microsoft.ML.TorchSharp")), Package("TorchSharp"));
        Assert.Equal(["ModelUtils.InitConstant", "ModelUtils.InitNormal", "ModelUtils.InitXavierUniform", "ModelUtils.InitZeros"],
            changed.Order());
    }

    // Each was looked at. Beside the four, one disposes what an in-place operation returns: FeedForwardLayer.forward, whose tensor is its
    // own, and disposed once more right after. The rest drop the result, or work in a dispose scope, in which a returned tensor that is the
    // old one is not entered again.
    [Fact]
    public void No_other_method_has_begun_to_use_in_place_operations_since_they_were_looked_at()
    {
        using var module = ModuleDefinition.ReadModule(Package("Microsoft.ML.TorchSharp"));
        var methods = module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody
            && method.Body.Instructions.Any(instruction => instruction.Operand is MethodReference called
                && InPlaceOperations.IsOne(called)));
        Assert.Equal(
            ["AttentionSelf.forward", "AutoFormerV2.InitializeWeight", "BaseOptimizer.MultiplyGrads", "DataUtils.CopyTensor",
                "Embeddings.forward", "EncConvLayer.ForwardOneLayer",
                "FeedForwardLayer.forward", "GeLUFast.forward", "ModelUtils.InitConstant", "ModelUtils.InitNormal",
                    "ModelUtils.InitXavierUniform", "ModelUtils.InitZeros",
                "MultiHeadAttention.forward", "NasBertEncoder.ForwardEmbedding", "NasBertEncoder.call", "PositionalEmbedding.MakePositions",
                    "RobertaEncoder.InitWeights",
                "RobertaModel.InitWeights", "SelfAttentionLayer.forward", "SinusoidalPositionalEmbedding.GetEmbedding"],
            methods.Select(method => $"{method.DeclaringType.Name}.{method.Name}").Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string Package(string name)
        => Directory.EnumerateFiles(Path.Combine(Packages.Folder, name.ToLowerInvariant(), Packages.VersionOf(name)), $"{name}.dll",
            SearchOption.AllDirectories)
        .First(file => Directory.GetParent(Path.GetDirectoryName(file)!)!.Name == "lib");

    private (byte[] Assembly, IReadOnlyList<string> Changed) Keep(string result)
    {
        TestLibrary.Build(_folder.At("TorchSharp.dll"), $$"""
            namespace TorchSharp;

            public static class torch
            {
                public sealed class Tensor : System.IDisposable
                {
                    public static Tensor Other = new Tensor();

                    public bool IsDisposed;

                    public Tensor fill_(int value) => {{result}};

                    public void Dispose() => IsDisposed = true;
                }

                public static class init
                {
                    public static Tensor zeros_(Tensor tensor) => tensor.fill_(0);
                }
            }
            """);
        TestLibrary.Build(_folder.At("User.dll"), User, references: _folder.At("TorchSharp.dll"));
        return KeptTensors.Keep(File.ReadAllBytes(_folder.At("User.dll")), _folder.At("TorchSharp.dll"));
    }

    private bool IsDisposedBy(string method, byte[] assembly)
    {
        var context = new AssemblyLoadContext("user", isCollectible: true);
        try
        {
            var torch = context.LoadFromStream(new MemoryStream(File.ReadAllBytes(_folder.At("TorchSharp.dll"))));
            context.Resolving += (_, name) => name.Name == "TorchSharp" ? torch : null;
            var user = context.LoadFromStream(new MemoryStream(assembly)).GetType("User", throwOnError: true)!;
            var tensor = Activator.CreateInstance(torch.GetType("TorchSharp.torch+Tensor", throwOnError: true)!)!;
            user.GetMethod(method, BindingFlags.Static | BindingFlags.Public)!.Invoke(null, [tensor]);
            return (bool)tensor.GetType().GetField("IsDisposed")!.GetValue(tensor)!;
        }
        finally
        {
            context.Unload();
        }
    }
}
