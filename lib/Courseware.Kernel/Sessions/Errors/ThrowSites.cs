using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The places of a method at which the machine code itself may have thrown: an index out of range, an overflow, a division.
/// </summary>
/// <remarks>
/// All such checks of a method jump to one piece of code at its end, which belongs to no line; the runtime then names the method's first
/// one. What can be known is which lines have such a check: as a rule few, and often one.
/// </remarks>
internal static class ThrowSites
{
    // Up to this size the JIT may put a method into its caller, which then seems to have thrown.
    private const int LargestInlined = 100;
    private const int DeepestInlined = 4;

    private static readonly Lazy<OpCode[]> s_oneByte = new(() => Table(size: 1));
    private static readonly Lazy<OpCode[]> s_twoBytes = new(() => Table(size: 2));

    /// <summary>Whether the frame is that piece of code: of the frame that called it, no line is known.</summary>
    public static bool IsThrowHelper(StackFrame frame) =>
        frame.GetMethod() is { DeclaringType: { Name: "ThrowHelpers", Namespace: "Internal.Runtime.CompilerHelpers" } owner }
        && owner.Assembly == typeof(object).Assembly;

    /// <summary>The statements of <paramref name="method"/> that may have thrown, in the order of the text.</summary>
    /// <param name="symbols">The portable PDB of the method's assembly.</param>
    public static IReadOnlyList<ThrowSite> Of(MethodBase method, Exception exception, byte[] symbols)
    {
        if (Checks(exception) is not { } isCheck || method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return [];
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        var reader = provider.GetMetadataReader();
        var points = reader.GetMethodDebugInformation(((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken))
            .ToDebugInformationHandle()).GetSequencePoints().ToList();
        return
        [
            .. Instructions(code)
                .Where(instruction => isCheck(instruction.Code)
                    || Calls(instruction, method) is { } called && MayThrow(called, isCheck, exception, DeepestInlined))
                .Select(instruction => points.FindLastIndex(point => point.Offset <= instruction.Offset)).Where(index => index >= 0)
                .Select(index => points[index])
                .Where(point => !point.IsHidden)
                .Select(point =>
                    new ThrowSite(reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine, point.StartColumn))
                .Distinct().OrderBy(site => site.Line).ThenBy(site => site.Column),
        ];
    }

    private static Func<OpCode, bool>? Checks(Exception exception) => exception switch
    {
        IndexOutOfRangeException =>
            static code => code.Name!.StartsWith("ldelem", StringComparison.Ordinal)
            || code.Name.StartsWith("stelem", StringComparison.Ordinal),
        OverflowException => static code => code.Name!.Contains(".ovf", StringComparison.Ordinal) || IsDivision(code),
        DivideByZeroException => IsDivision,
        _ => null,
    };

    private static bool IsDivision(OpCode code)
        => code == OpCodes.Div || code == OpCodes.Div_Un || code == OpCodes.Rem || code == OpCodes.Rem_Un;

    private static bool MayThrow(MethodBase called, Func<OpCode, bool> isCheck, Exception exception, int depth)
    {
        if (called.DeclaringType is not { } owner)
            return false;
        // A multi-dimensional array's Get, Set and Address become plain array accesses too.
        if (owner.IsArray)
            return exception is IndexOutOfRangeException;
        // The framework's own methods check what they are given, and then it is they who throw; but these become plain array accesses.
        if (owner.Assembly == typeof(object).Assembly || owner.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
        {
            return exception is IndexOutOfRangeException && called.Name is "get_Item" or "get_Chars"
                && (owner == typeof(string)
                    || owner is { IsGenericType: true } && owner.GetGenericTypeDefinition() is var type
                    && (type == typeof(Span<>) || type == typeof(ReadOnlySpan<>) || type == typeof(ImmutableArray<>)));
        }
        if (depth == 0 || called.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return false;
        if (code.Length > LargestInlined && !called.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining))
            return false;
        return Instructions(code)
            .Any(instruction => isCheck(instruction.Code)
                || Calls(instruction, called) is { } next && next != called && MayThrow(next, isCheck, exception, depth - 1));
    }

    private static MethodBase? Calls((int Offset, OpCode Code, int Operand) instruction, MethodBase caller)
    {
        if (instruction.Code.OperandType != OperandType.InlineMethod)
            return null;
        try
        {
            return caller.Module.ResolveMethod(
                instruction.Operand, caller.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments()
                : null, caller.IsGenericMethod ? caller.GetGenericArguments() : null);
        }
        catch (Exception problem) when (problem is ArgumentException or BadImageFormatException or TypeLoadException or IOException
            or MissingMemberException)
        {
            return null;
        }
    }

    private static List<(int Offset, OpCode Code, int Operand)> Instructions(byte[] code)
    {
        var found = new List<(int, OpCode, int)>();
        for (var at = 0; at < code.Length;)
        {
            var start = at;
            var op = code[at] == 0xFE ? s_twoBytes.Value[code[at + 1]] : s_oneByte.Value[code[at]];
            at += op.Size;
            var operand = op.OperandType is OperandType.InlineMethod or OperandType.InlineSwitch ? BitConverter.ToInt32(code, at) : 0;
            found.Add((start, op, operand));
            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * operand),
                _ => 4,
            };
        }
        return found;
    }

    private static OpCode[] Table(int size)
    {
        var table = new OpCode[256];
        foreach (var code in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (OpCode)field.GetValue(null)!).Where(code => code.Size == size))
        {
            table[(byte)code.Value] = code;
        }

        return table;
    }
}
