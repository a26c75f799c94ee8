using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Sessions;

/// <summary>
/// The compiler's <c>/debug+ /optimize+</c>: optimised code in which each statement begins where its line is, so that an exception's line
/// is right.
/// </summary>
/// <remarks>
/// Without it a variable that is used once is left on the stack, a statement then begins in the middle of the one before, and a division by
/// zero is reported for the wrong line. The JIT optimises as before. There is no public way to it but the parser of the compiler's command
/// line, which takes a tenth of a second to load.
/// </remarks>
internal static class ExactLines
{
    public static CSharpCompilationOptions Of(CSharpCompilationOptions options)
    {
        try
        {
            Set(options, true);
        }
        catch (MissingMethodException)
        {
            // Another compiler: lines are a little less exact.
        }
        return options;
    }

    // The options were just made: nobody has seen them without it.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_DebugPlusMode")]
    private static extern void Set(CompilationOptions options, bool value);
}
