using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Courseware;

/// <summary>
/// Offers to draw a Plotly figure that another library has made, by a convention of base-library types: a host that meets one where there
/// is no network asks for it.
/// </summary>
internal static class FigureOffer
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Who asks has no reference to us: the offer is made when the library is loaded.")]
    internal static void Make() =>
        AppContext.SetData("notebook.figure",
            (Func<string, IReadOnlyDictionary<string, string>>)(static json => Chart.FromPlotly(json).ToMimeBundle()));
}
