using Courseware.Host.Commands;
using Courseware.Host.Jupyter;

// Past the parser: a front end waits for the kernel's first reply.
return args is ["kernel", "start", var connectionFile] && !connectionFile.StartsWith('-')
    ? KernelProcess.Run(connectionFile)
    : await CommandLine.InvokeAsync(args);
