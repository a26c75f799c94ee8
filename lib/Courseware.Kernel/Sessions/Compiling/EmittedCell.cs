using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Courseware.Kernel.Sessions;

/// <summary>A compilation's assembly and symbols, or why there are none.</summary>
internal sealed record EmittedCell(byte[] Image, byte[] Symbols, ImmutableArray<Diagnostic> Errors)
{
    /// <summary>The types that the compiler made up for it and that other cells may share.</summary>
    public SynthesizedTypes Synthesized => field ??= SynthesizedTypes.Of(Image);

    private static readonly EmitOptions s_options = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    /// <summary>
    /// Emits without asking for diagnostics first: that would bind every name a second time, and names of old cells are found slowly.
    /// </summary>
    public static EmittedCell Of(CSharpCompilation compilation, CancellationToken cancellation)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var result = compilation.Emit(image, symbols, options: s_options, cancellationToken: cancellation);
        return result.Success
            ? new EmittedCell(image.ToArray(), symbols.ToArray(), [])
            : new EmittedCell([], [], [.. result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)]);
    }
}
