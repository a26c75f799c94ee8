// Notebooks written for .NET Interactive begin with these usings. What they use of it is in our namespace,
// which every cell sees; the namespaces only have to be there.
#pragma warning disable IDE0130, SA1403
namespace Microsoft.DotNet.Interactive
{
    internal static class Marker;
}

namespace Microsoft.DotNet.Interactive.Formatting
{
    internal static class Marker;
}
