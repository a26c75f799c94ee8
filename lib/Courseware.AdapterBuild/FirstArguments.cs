using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Courseware.AdapterBuild;

/// <summary>Of each call in a method's body: the instruction that put its first argument (this, where it has one) on the stack.</summary>
/// <remarks>
/// The body is read from top to bottom. Where two branches leave one value (a conditional expression) both are counted, so that only what
/// is deeper is misplaced.
/// </remarks>
internal static class FirstArguments
{
    public static IReadOnlyDictionary<Instruction, Instruction> Of(MethodBody body)
    {
        var first = new Dictionary<Instruction, Instruction>();
        var stack = new Stack<Instruction>();
        foreach (var instruction in body.Instructions)
        {
            var taken = Taken(instruction, stack.Count);
            Instruction? last = null;
            for (var i = 0; i < taken && stack.TryPop(out var producer); i++)
                last = producer;
            if (instruction.Operand is MethodReference && last is not null)
                first[instruction] = last;
            for (var i = Left(instruction); i > 0; i--)
                stack.Push(instruction);
        }
        return first;
    }

    private static int Taken(Instruction i, int depth) => i.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
            or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8
            or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8
            or StackBehaviour.Popref_popi_popr4 or StackBehaviour.Popref_popi_popr8
            or StackBehaviour.Popref_popi_popref => 3,
        StackBehaviour.PopAll => depth,
        _ when i.Operand is MethodReference method => method.Parameters.Count + (method.HasThis && i.OpCode.Code != Code.Newobj ? 1 : 0),
        _ => i.OpCode.Code == Code.Ret ? Math.Min(1, depth) : 0,
    };

    private static int Left(Instruction i) => i.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => i.Operand is MethodReference { ReturnType.MetadataType: not MetadataType.Void } ? 1 : 0,
        _ => 1,
    };
}
