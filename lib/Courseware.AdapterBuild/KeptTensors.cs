using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Courseware.AdapterBuild;

/// <summary>
/// Finds methods that dispose what an in-place operation of TorchSharp returns for one of their own arguments:
/// <c>using var _ = torch.nn.init.zeros_(tensor);</c>. Where the operation returns a second handle (TorchSharp 0.102.7) that frees the
/// handle; where it returns the same object (0.107.0) it disposes the caller's tensor. Then, and only then, the call of Dispose is taken
/// out.
/// </summary>
/// <remarks>
/// The question is put to the two assemblies themselves and not to their version numbers: once either changes its ways, nothing is changed
/// here. A result that belongs to a local tensor is left alone: the method disposes that one too.
/// </remarks>
internal static class KeptTensors
{
    /// <summary>The assembly with those calls taken out.</summary>
    /// <param name="assembly">Its bytes.</param>
    /// <param name="torchSharp">The TorchSharp.dll that it is to run on.</param>
    /// <returns>The new bytes (the same, if nothing is to change), and the methods that were changed.</returns>
    /// <exception cref="InvalidDataException">An operation neither returns its argument nor a new object: that must be looked
    /// at.</exception>
    public static (byte[] Assembly, IReadOnlyList<string> Changed) Keep(byte[] assembly, string torchSharp)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        using var torch = ModuleDefinition.ReadModule(torchSharp);
        var operations = new InPlaceOperations(torch);
        var changed = new List<string>();
        foreach (var method in AllTypes(module.Types).SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            var disposals = DisposalsOfArguments(method, operations);
            foreach (var disposal in disposals)
                method.Body.GetILProcessor().Replace(disposal, Instruction.Create(OpCodes.Pop));
            if (disposals.Count > 0)
                changed.Add($"{method.DeclaringType.Name}.{method.Name}");
        }
        if (changed.Count == 0)
            return (assembly, changed);
        using var written = new MemoryStream();
        module.Write(written);
        return (written.ToArray(), changed);
    }

    private static List<Instruction> DisposalsOfArguments(MethodDefinition method, InPlaceOperations operations)
    {
        var found = new List<Instruction>();
        var producers = FirstArguments.Of(method.Body);
        foreach (var call in method.Body.Instructions)
        {
            if (call.Operand is not MethodReference operation || !InPlaceOperations.IsOne(operation)
                || Stored(call, method) is not { } local)
            {
                continue;
            }

            if (producers.GetValueOrDefault(call) is not { } first || !IsArgument(first) || Stores(method, local) != 1)
                continue;
            var disposals = method.Body.Instructions.Where(i => IsDispose(i) && i.Previous is { } before && Loaded(before, method) == local)
                .ToList();
            if (disposals.Count > 0 && operations.ReturnsItsArgument(operation))
                found.AddRange(disposals);
        }
        return found;
    }

    private static bool IsDispose(Instruction i) => i.Operand is MethodReference { Name: "Dispose", Parameters.Count: 0 };

    private static bool IsArgument(Instruction i)
        => i.OpCode.Code is Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3 or Code.Ldarg or Code.Ldarg_S;

    private static int Stores(MethodDefinition method, VariableDefinition local)
        => method.Body.Instructions.Count(i => Variable(i, method, store: true) == local);

    private static VariableDefinition? Stored(Instruction call, MethodDefinition method)
        => call.Next is { } next ? Variable(next, method, store: true) : null;

    private static VariableDefinition? Loaded(Instruction i, MethodDefinition method) => Variable(i, method, store: false);

    private static VariableDefinition? Variable(Instruction i, MethodDefinition method, bool store) => (i.OpCode.Code, store) switch
    {
        (Code.Stloc_0, true) or (Code.Ldloc_0, false) => method.Body.Variables[0],
        (Code.Stloc_1, true) or (Code.Ldloc_1, false) => method.Body.Variables[1],
        (Code.Stloc_2, true) or (Code.Ldloc_2, false) => method.Body.Variables[2],
        (Code.Stloc_3, true) or (Code.Ldloc_3, false) => method.Body.Variables[3],
        (Code.Stloc or Code.Stloc_S, true) or (Code.Ldloc or Code.Ldloc_S, false) => (VariableDefinition)i.Operand,
        _ => null,
    };

    private static IEnumerable<TypeDefinition> AllTypes(IEnumerable<TypeDefinition> types)
        => types.SelectMany(type => AllTypes(type.NestedTypes).Prepend(type));
}
