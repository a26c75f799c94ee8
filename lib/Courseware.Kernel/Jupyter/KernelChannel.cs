namespace Courseware.Kernel.Jupyter;

/// <summary>The socket that a message came by.</summary>
internal enum KernelChannel
{
    Shell,
    Control,
    Stdin,
}
