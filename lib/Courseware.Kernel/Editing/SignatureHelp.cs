using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Courseware.Kernel.Editing;

/// <summary>The overloads of a call that is being written, the likeliest first.</summary>
/// <param name="Argument">The number of the argument at the cursor, from 0.</param>
internal sealed record SignatureHelp(IReadOnlyList<Signature> Signatures, int Argument)
{
    private const int Most = 30;

    public static SignatureHelp? At(CellCompiler compiler, string cell, int position, CancellationToken cancellation)
    {
        position = int.Clamp(position, 0, cell.Length);
        var text = DraftText.Of(cell, position);
        var draft = new CellDraft(compiler, CSharpSyntaxTree.ParseText(text.Code, CellDraft.ParseOptions, cancellationToken: cancellation));
        if (Call.At(draft, text.To(position), cancellation) is not { } call)
            return null;
        var methods = OverloadOrder.Of(call, draft, cancellation).Take(Most).ToList();
        var index = call.Parameter(methods[0]) is { } parameter ? parameter.Ordinal : call.Index;
        return new SignatureHelp([.. methods.Select(Of)], index);
    }

    private static Signature Of(IMethodSymbol method)
        => new(TextOf(method), [.. method.Parameters.Select(parameter => $"{Describe.Type(parameter.Type)} {parameter.Name}")]);

    // A constructor's name is that of its type, and an indexer's accessor has none that anybody writes.
    private static string TextOf(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? Describe.Full(method) : Describe.Short(method.AssociatedSymbol ?? method);
}
