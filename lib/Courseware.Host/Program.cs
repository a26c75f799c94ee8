using Courseware.Host.Commands;

return await CommandLine.InvokeAsync(args);
