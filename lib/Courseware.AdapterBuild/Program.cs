namespace Courseware.AdapterBuild;

/// <summary>What the adapters' projects call while they are built: FROM is a package's file, TO the copy that this adapter uses.</summary>
internal static class Program
{
    private const string Usage = """
        weaken-needs FROM TO             copies an ELF library; version needs of which no symbol is used become weak
        keep-tensors FROM TORCHSHARP TO  copies an assembly; tensors of its callers that it would dispose, as TorchSharp's in-place operations return them, live on
        """;

    public static int Main(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["weaken-needs", var from, var to]:
                    var library = File.ReadAllBytes(from);
                    Say(to, "made weak, for none of its symbols is used", VersionNeeds.Weaken(library));
                    Write(to, library);
                    return 0;
                case ["keep-tensors", var from, var torchSharp, var to]:
                    var (assembly, changed) = KeptTensors.Keep(File.ReadAllBytes(from), torchSharp);
                    Say(to, "no longer dispose their argument", changed);
                    Write(to, assembly);
                    return 0;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or BadImageFormatException
            or UnauthorizedAccessException)
        {
            // MSBuild reads this form as an error of the build.
            Console.Error.WriteLine($"{string.Join(' ', args)}: error : {problem.Message}");
            return 1;
        }
    }

    private static void Say(string file, string what, IReadOnlyList<string> changed)
        => Console.WriteLine($"{Path.GetFileName(file)}: {(changed.Count == 0 ? "nothing to change" : $"{string.Join(", ", changed)}: {what}")}");

    // The old file, which a session may have loaded, is not written over.
    private static void Write(string to, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        File.Delete(to);
        File.WriteAllBytes(to, content);
    }
}
