using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>Gives a compilation the place of its own number among a session's objects, wherever in a chain it is.</summary>
/// <remarks>
/// The compiler counts the submissions before one: the count is the index of its object in the array that submissions share, and part of
/// the names of the anonymous types that it makes up. In chains of different lengths the same cell would then be called differently, and
/// what was emitted would not be found. The count is computed once and kept in a field; there is no public way to it.
/// </remarks>
internal static class SubmissionSlot
{
    public static CSharpCompilation Place(CSharpCompilation compilation, int number)
    {
        SlotOf(compilation) = number;
        return compilation;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lazySubmissionSlotIndex")]
    private static extern ref int SlotOf(Compilation compilation);
}
