using System.ComponentModel;
using System.Diagnostics;

namespace Courseware.Page.Serving;

/// <summary>Opens an address in the user's browser.</summary>
internal static class BrowserStart
{
    /// <summary>Where there is no browser to open, nothing happens: the address was printed.</summary>
    public static void Try(string address)
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("DISPLAY") is null or ""
            && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null or "")
        {
            return;
        }

        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
            : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open"
                : "xdg-open", [address])
            { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            // The address was printed.
        }
    }
}
