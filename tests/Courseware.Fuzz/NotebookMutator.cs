using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Courseware.Fuzz;

/// <summary>Makes of a notebook's file another, as crashes, merges, other programs and people do.</summary>
internal sealed class NotebookMutator(Random random)
{
    private static readonly string[] s_keys =
        ["source", "cell_type", "metadata", "outputs", "id", "data", "text", "text/plain", "text/html", "attachments", "tags",
            "execution_count", "nbformat", "cells", "output_type", "name"];

    private static readonly JsonSerializerOptions s_deep = new() { WriteIndented = true, MaxDepth = 500 };

    // Half a character can stand in a file only as an escape: it is put in once the rest is text.
    private const string Half = "HALF-OF-A-CHARACTER";

    private static readonly string[] s_texts =
    [
        "", " ", "\0", "\u001b[31mred", "\u202e right to left", "ﷺ \u200c\u200d", new string('x', 5000), "<script>alert(1)</script>",
            "$\\frac{1}{$", "](", "![](attachment:a.png)", "#r \"nuget: X\"", "\r\n\r",
        "[a](b\0c.md)", "[a](%00)", "[a](" + new string('.', 300) + "/x)", "![p](c:\\x|y.png)", "<<<<<<< HEAD", "raises-exception",
            "skip-execution", "\ufeff", "\ufdd0\uffff", Half, "a" + Half + "b",
    ];

    /// <summary>The kinds of mutation by their names.</summary>
    public IReadOnlyList<(string Name, Func<byte[], byte[], byte[]> Apply)> Kinds =>
    [
        ("a byte changed", (file, _) => Changed(file)),
        ("cut off", (file, _) => file[..random.Next(file.Length + 1)]),
        ("a piece left out", (file, _) => Without(file)),
        ("a piece twice", (file, _) => Twice(file)),
        ("bytes put in", (file, _) => Inserted(file, Noise())),
        ("a piece of another file", Spliced),
        ("a merge's marks", (file, _) => Inserted(file, Encoding.UTF8.GetBytes("\n<<<<<<< HEAD\n=======\n>>>>>>> other\n"))),
        ("zeros at the end", (file, _) => [.. file.AsSpan(0, random.Next(file.Length)), .. new byte[random.Next(1, 4096)]]),
        ("another encoding", (file, _) =>
            ((Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1,
                new UTF8Encoding(true)])[random.Next(5)] is var to
                    ? [.. to.GetPreamble(), .. to.GetBytes(Encoding.UTF8.GetString(file))] : []),
        ("another value", (file, _) => InTree(file, (root, nodes) => Replace(root, nodes, Odd(3)))),
        ("another text", (file, _) => InTree(file, (root, nodes) => Replace(root, nodes, Text()))),
        ("a part left out", (file, _) => InTree(file, (_, nodes) => Remove(nodes))),
        ("another name", (file, _) => InTree(file, (_, nodes) => Rename(nodes))),
        ("a part in another place", (file, _) => InTree(file, Move)),
        ("deep nesting", (file, _) => InTree(file, (root, nodes) => Replace(root, nodes, Nested(random.Next(10, 70))))),
        ("half of a character", (file, _) => InTree(file, (root, nodes) => Replace(root, nodes, Half))),
        ("no number", (file, _) => NoNumber(file)),
    ];

    private byte[] Changed(byte[] file)
    {
        var changed = (byte[])file.Clone();
        for (var i = random.Next(1, 4); i > 0 && changed.Length > 0; i--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }

    private byte[] Without(byte[] file)
    {
        var (start, length) = Piece(file);
        return [.. file.AsSpan(0, start), .. file.AsSpan(start + length)];
    }

    private byte[] Twice(byte[] file)
    {
        var (start, length) = Piece(file);
        return [.. file.AsSpan(0, start + length), .. file.AsSpan(start)];
    }

    private byte[] Spliced(byte[] file, byte[] other)
    {
        var (start, length) = Piece(other);
        return Inserted(file, other[start..(start + length)]);
    }

    private byte[] Inserted(byte[] file, byte[] piece)
    {
        var at = random.Next(file.Length + 1);
        return [.. file.AsSpan(0, at), .. piece, .. file.AsSpan(at)];
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(1, 64)];
        random.NextBytes(noise);
        return noise;
    }

    private (int Start, int Length) Piece(byte[] file)
    {
        var start = random.Next(file.Length);
        return (start, random.Next(int.Min(2000, file.Length - start) + 1));
    }

    private byte[] NoNumber(byte[] file)
    {
        var text = Encoding.UTF8.GetString(file);
        var places = text.Index().Where(at => at.Item is ':' or '[').Select(at => at.Index + 1).ToList();
        var word = ((string[])["NaN", "Infinity", "-Infinity", "1e999", "undefined", "True", "None", "0x1", "01"])[random.Next(9)];
        return places.Count == 0 ? file : Encoding.UTF8.GetBytes(text.Insert(places[random.Next(places.Count)], $" {word}, "));
    }

    private static byte[] InTree(byte[] file, Action<JsonNode, List<JsonNode>> change)
    {
        var root = JsonNode.Parse(file)!;
        change(root, [.. All(root)]);
        return Encoding.UTF8.GetBytes(root.ToJsonString(s_deep).Replace(Half, "\\ud83d", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonNode> All(JsonNode node)
    {
        yield return node;
        var parts = node switch
        {
            JsonObject o => o.Select(field => field.Value),
            JsonArray a => a.AsEnumerable(),
            _ => [],
        };
        foreach (var inner in parts.OfType<JsonNode>().SelectMany(All))
            yield return inner;
    }

    private void Replace(JsonNode root, List<JsonNode> nodes, JsonNode? by)
    {
        var node = nodes[random.Next(nodes.Count)];
        if (node != root)
            node.ReplaceWith(by);
        else if (root is JsonObject whole)
            whole[s_keys[random.Next(s_keys.Length)]] = by;
    }

    private void Remove(List<JsonNode> nodes)
    {
        var node = nodes[random.Next(nodes.Count)];
        if (node.Parent is JsonObject owner)
            owner.Remove(node.GetPropertyName());
        else if (node.Parent is JsonArray list)
            list.RemoveAt(node.GetElementIndex());
    }

    private void Rename(List<JsonNode> nodes)
    {
        var node = nodes[random.Next(nodes.Count)];
        if (node.Parent is not JsonObject owner)
            return;
        owner.Remove(node.GetPropertyName());
        owner[random.Next(3) == 0 ? s_texts[random.Next(s_texts.Length)] : s_keys[random.Next(s_keys.Length)]] = node;
    }

    private void Move(JsonNode root, List<JsonNode> nodes)
    {
        var copy = nodes[random.Next(nodes.Count)].DeepClone();
        Replace(root, nodes, copy);
    }

    private string Text() => s_texts[random.Next(s_texts.Length)];

    private JsonNode? Odd(int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => null,
        1 => random.Next(-2, 8),
        2 => long.MaxValue,
        3 => 1e308,
        4 => random.Next(2) == 0,
        5 or 6 or 7 => Text(),
        8 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Odd(depth - 1))]),
        9 => new JsonObject { [s_keys[random.Next(s_keys.Length)]] = Odd(depth - 1) },
        _ => new JsonObject(),
    };

    private JsonNode Nested(int levels)
    {
        JsonNode node = "x";
        for (; levels > 0; levels--)
            node = random.Next(2) == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        return node;
    }
}
