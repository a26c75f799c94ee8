using Courseware.Page.Serving;

return await PageProcess.RunAsync(args, Console.Out, Console.Error, Directory.GetCurrentDirectory());
