using System.Text.Json;

namespace Courseware;

/// <summary>
/// Reads <c>notebooks/claims.json</c>: each claim with its statement, its rule and its texts. A changed file is read again.
/// </summary>
internal static class ClaimFile
{
    private static readonly Lock s_gate = new();
    private static (string Path, DateTime Written, IReadOnlyList<Claim> Claims)? s_read;

    public static IReadOnlyList<Claim> Read()
    {
        if (CourseFolder.TryPath("notebooks", "claims.json") is not { } path || !File.Exists(path))
        {
            throw new InvalidDataException(
                "The course's claims are in notebooks/claims.json, which was not found. Start from inside a clone of the course.");
        }

        lock (s_gate)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (s_read is not { } read || read.Path != path || read.Written != written)
                s_read = read = (path, written, Read(path));
            return read.Claims;
        }
    }

    internal static IReadOnlyList<Claim> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return [.. json.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path} is not a list of claims, each with id, kind, statement and rule: {e.Message}", e);
        }
    }

    private static Claim Read(JsonElement row)
    {
        string Required(string name) => row.GetProperty(name).GetString()!;
        string? Text(string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

        var kind = Required("kind") switch
        {
            "R" => ClaimKind.Reported,
            "C" => ClaimKind.Statement,
            "M" => ClaimKind.Mistake,
            "O" => ClaimKind.Ours,
            var other => throw new InvalidOperationException($"the kind of a claim is R, C, M or O; found '{other}'."),
        };
        var statement = Required("statement");
        return new(Required("id"), kind, statement, Required("rule"))
        {
            Sentence = Text("sentence") ?? statement,
            Words = Text("words") ?? Text("sentenceFa") ?? "",
            Source = Text("source") ?? "",
            Texts = new(
                Text("data"), Text("ours"), Text("reported")
                ?? "", Text("because"), Text("ifNot"), Text("ifUndecided"), Text("better") ?? ""),
        };
    }
}
