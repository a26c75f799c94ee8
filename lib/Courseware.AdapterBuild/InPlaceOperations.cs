using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Courseware.AdapterBuild;

/// <summary>TorchSharp's operations that change a tensor in place: do they return that same object, or a second handle of it?</summary>
internal sealed class InPlaceOperations(ModuleDefinition torchSharp)
{
    private const string Tensor = "TorchSharp.torch/Tensor";

    /// <summary>Whether a method is one, by the names that torch gives them: fill_, init.zeros_.</summary>
    public static bool IsOne(MethodReference method)
        => method.Name.EndsWith('_') && method.ReturnType.FullName == Tensor
        && method.DeclaringType.FullName.StartsWith("TorchSharp.", StringComparison.Ordinal)
            && (method.HasThis || method.Parameters.Count > 0);

    /// <summary>Whether what an operation returns is the very tensor that it was given.</summary>
    /// <exception cref="InvalidDataException">Its code says neither that nor the contrary.</exception>
    public bool ReturnsItsArgument(MethodReference operation) => ReturnsItsArgument(operation, depth: 0);

    private bool ReturnsItsArgument(MethodReference operation, int depth)
    {
        if (Definition(operation) is not { HasBody: true } method || depth > 8)
            throw new InvalidDataException($"{operation.FullName} is not in {torchSharp.Name}: it is not known whether it returns the tensor that it is given.");
        var producers = FirstArguments.Of(method.Body);
        var answers = method.Body.Instructions.Where(i => i.OpCode.Code == Code.Ret).Select(Returned).Distinct().ToList();
        return answers is [{ } answer] ? answer
            : throw new InvalidDataException($"{operation.FullName} of {torchSharp.Name} neither returns the tensor that it is given nor a new object: look at its code.");

        bool? Returned(Instruction ret) => ret.Previous switch
        {
            { OpCode.Code: Code.Ldarg_0 } => true,
            { OpCode.Code: Code.Newobj } => false,
            // It hands its tensor on to another form of the operation, and returns what that returns.
            { Operand: MethodReference inner } call when IsOne(inner)
                && producers.GetValueOrDefault(call) is { OpCode.Code: Code.Ldarg_0 } => ReturnsItsArgument(inner, depth + 1),
            _ => null,
        };
    }

    // By name and types of parameters: the reference may be to another version.
    private MethodDefinition? Definition(MethodReference reference)
        => torchSharp.GetType(reference.DeclaringType.FullName)?.Methods.FirstOrDefault(method => method.Name == reference.Name
            && method.Parameters.Select(p => p.ParameterType.FullName)
            .SequenceEqual(reference.Parameters.Select(p => p.ParameterType.FullName)));
}
