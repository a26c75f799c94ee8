using System.Collections.Immutable;
using Courseware.Kernel.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Courseware.Kernel.Editing;

/// <summary>
/// The overloads of an unfinished call, the likeliest first: those that take what is typed so far, and of several the one that is used
/// most.
/// </summary>
internal static class OverloadOrder
{
    private const int Impossible = 1000;

    public static ImmutableArray<IMethodSymbol> Of(Call call, CellDraft draft, CancellationToken cancellation)
    {
        var typed = call.Arguments.Select((argument, index) => (argument, index)).Where(a => a.argument is { IsMissing: false }).ToList();
        var chosen = typed.Count > 0 ? call.Methods.FirstOrDefault() : null;
        return [.. call.Methods.OrderBy(method => Misfit(method))
            .ThenBy(method => method.Equals(chosen, SymbolEqualityComparer.Default) ? 0 : 1).ThenBy(method => Rarity(method))];

        int Misfit(IMethodSymbol method)
        {
            var own = call.Parameter(method) is not null ? 0
                : call.Index > 0 || call.Name is not null ? Impossible
                : 1; // Nothing is typed: whoever opened the parenthesis looks for something to put there.
            return own + typed.Sum(a => Misfits(a.argument!, Call.ParameterAt(method, a.index)));
        }

        int Misfits(ExpressionSyntax argument, IParameterSymbol? parameter)
        {
            if (parameter is null)
                return Impossible;
            var type = parameter.IsParams && parameter.Type is IArrayTypeSymbol { ElementType: var element } ? element : parameter.Type;
            if (type is ITypeParameterSymbol or INamedTypeSymbol { IsGenericType: true }
                || draft.Model.GetTypeInfo(argument, cancellation).Type is IErrorTypeSymbol)
            {
                return 1;
            }

            var conversion = draft.Model.ClassifyConversion(argument, type);
            return conversion.IsIdentity ? 0 : conversion.IsImplicit ? 1 : Impossible;
        }

        // The framework lists overloads by the alphabet; the course's stand in an order that means something.
        int Rarity(IMethodSymbol method) =>
            typed.Count > 0 || !Visibility.IsOfFramework(method) ? 0
            : call.Parameter(method)?.Type.SpecialType switch
            {
                SpecialType.System_String => 0,
                SpecialType.System_Double => 1,
                SpecialType.System_Int32 => 2,
                SpecialType.System_Object => 3,
                _ => 4,
            };
    }
}
