using Courseware.Host.Commands;

// Past the parser: a front end waits for the kernel's first reply.
return args is ["kernel", "start", var connectionFile] && !connectionFile.StartsWith('-')
    ? KernelStart.Run(connectionFile)
    : await CommandLine.InvokeAsync(args);
