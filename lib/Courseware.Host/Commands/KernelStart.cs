using Courseware.Host.Installing;
using Courseware.Kernel.Jupyter;

namespace Courseware.Host.Commands;

/// <summary>What <c>kernel start</c> does. Apart from the other commands: their parser takes time to load.</summary>
internal static class KernelStart
{
    /// <summary>Runs the kernel until its front end ends it. An installed copy that it runs from is not removed meanwhile.</summary>
    public static int Run(string connectionFile)
    {
        using var copy = HostCopies.HoldRunning();
        return KernelProcess.Run(connectionFile);
    }
}
