using System.IO.Compression;
using System.Text;

namespace Courseware.Tests.Fuzz;

/// <summary>Every format that the library reads, with small whole examples.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All(string folder)
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var table = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 12)
            .Select(i => $"{i % 2}," + string.Join(',', Enumerable.Range(1, 28).Select(j => $"{j * 0.03125}")) + "\n")));
        var named = Encoding.UTF8.GetBytes("\uFEFF5.1,3.5,1.4,0.2,\"Iris-setosa\"\r\n4.9,3.0,1.4,0.2,Iris-virginica\r\n");
        byte[][] pickles = [.. Pickles.Select(Convert.FromBase64String)];
        return
        [
            new("idx, plain and gzip", [idx, Gzip(idx), [.. Gzip(idx[..9]), .. Gzip(idx[9..]), 0, 0, 0]], path =>
                IdxFile.Read(path, 2, 2, 3), IsDataFile),
            new("table of numbers, plain and gzip",
                [table, Gzip(table),
                    Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(table).Replace("\n", "\r\n", StringComparison.Ordinal))], path =>
                        HiggsLoader.Read(path, 12, Catalogue.Course["higgs"]), IsDataFile),
            new("table with a text and a header", [named], ReadNamed, IsDataFile),
            new("npz with pickles of protocols 2 to 5", [.. pickles.Select(p => Npz(p))], ReadNpz, IsDataFile),
            new("pickle alone", pickles, path => NpyArray.ReadIntLists(path, "x.npy", Npy("|O", 4, File.ReadAllBytes(path))), IsDataFile),
            new("tar.gz", [Gzip(Tar("a.txt", 700)), Gzip([.. Tar("x/y", 3)[..1024], .. Tar("b", 600)])], path =>
                CifarLoader.ReadArchive(path, []), IsDataFile),
            new("tar in its packing", [Tar("a.txt", 700), Tar("folder/b", 0)], path => ReadTar(path, folder), IsDataFile),
            new("row file", [RowFileOf(folder)], ReadRows, IsDataFile),
            new("safetensors", [Weights(folder)], path => Model().Load(path), error => error is InvalidDataException
                && error.Message.Contains(".fuzz", StringComparison.Ordinal)),
            new("word index", [Encoding.UTF8.GetBytes("""{"said": 3, "the": 1, "of": 2}""")], path => WordIndex.Read(path, 3), IsDataFile),
            new("file of tensors", [Tensors()], path => TensorFile.Difference(path, 6), IsDataFile),
            new("foreign figure", [.. Figures.Select(Encoding.UTF8.GetBytes)], ReadFigure, error => error is NotSupportedException
                or System.Text.Json.JsonException or ArgumentException && error.Message.Length > 20),
        ];
    }

    private static string[] Pickles { get; } =
    [
        "gAJjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJjX2NvZGVjcwplbmNvZGUKcQNYAQAAAGJxBFgGAAAAbGF0aW4xcQWGcQZScQeHcQhScQkoSwFLBIVxCmNudW1weQpkdHlwZQpxC1gCAAAATzhxDImIh3ENUnEOKEsDWAEAAAB8cQ9OTk5K/////0r/////Sz90cRBiiV1xEShdcRIoSwFNLAFKcBEBAGVdcRNdcRRLBWFdcRUoSwdLCGVldHEWYi4=",
        "gANjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJDAWJxA4dxBFJxBShLAUsEhXEGY251bXB5CmR0eXBlCnEHWAIAAABPOHEIiYiHcQlScQooSwNYAQAAAHxxC05OTkr/////Sv////9LP3RxDGKJXXENKF1xDihLAU0sAUpwEQEAZV1xD11xEEsFYV1xEShLB0sIZWV0cRJiLg==",
        "gASVpgAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwSFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChdlChLAU0sAUpwEQEAZV2UXZRLBWFdlChLB0sIZWV0lGIu",
    ];

    private static string[] Figures { get; } =
    [
        """{"data":[{"type":"scatter","x":["1","2","3"],"y":[1.5,null,2],"mode":"lines"}],"layout":{"xaxis":{"range":[0,null]},"yaxis":{"type":"log","range":[0,1]}}}""",
        """{"data":[{"type":"bar","y":[3,1,2],"error_y":{"array":[1,2,3]}},{"x":["a","b"],"y":[1,2],"xaxis":"x2"}],"layout":{"title":{"text":"<b>t</b>"},"showlegend":true}}""",
        """{"data":[{"type":"heatmap","z":[[1,2],[3,4]],"text":[["a","b"],["c","d"]],"colorscale":[[0,"#000000"],[1,"#FFFFFF"]]}],"layout":{"annotations":[{"text":"a","x":0,"y":1}]}}""",
    ];

    private static bool IsDataFile(Exception error)
        => error is DataFileException { Message: { Length: > 20 } message } && message.Contains(": expected ", StringComparison.Ordinal);

    private static void ReadNamed(string path)
    {
        using var csv = new CsvFile(path, 5, "a small table");
        var row = new float[4];
        while (csv.TryReadWithText(row, 4, out _))
        {
        }
    }

    private static void ReadNpz(string path)
    {
        var members = NpzFile.Read(path, "two arrays", "x.npy", "y.npy");
        NpyArray.ReadIntLists(path, "x.npy", members[0]);
        NpyArray.ReadInts(path, "y.npy", members[1]);
    }

    private static void ReadTar(string path, string folder)
    {
        var packed = Path.Combine(folder, "packed.fuzz");
        File.WriteAllBytes(packed, Gzip(File.ReadAllBytes(path)));
        CifarLoader.ReadArchive(packed, []);
    }

    private static void ReadRows(string path)
    {
        using var rows = RowFile.Open(path);
        var (features, labels, targets) = (new float[rows.FeatureCount], new int[rows.HasClasses ? 1 : 0], new float[rows.TargetWidth]);
        for (var i = 0; i < Math.Min(rows.Count, 5); i++)
            rows.Read([i], features, labels, targets);
    }

    private static void ReadFigure(string path)
    {
        var chart = Chart.FromPlotly(File.ReadAllText(path));
        // A picture is well-formed, whatever the figure's texts, and no place in it is without a number.
        foreach (var element in System.Xml.Linq.XDocument.Parse(chart.ToSvg()).Descendants())
        {
            if (element.Attributes()
                .FirstOrDefault(a => a.Value.Contains("NaN", StringComparison.Ordinal)
                    || a.Value.Contains("Infinity", StringComparison.Ordinal)) is { } place)
            {
                throw new InvalidOperationException($"The picture has a place that is no number: {place}");
            }
        }
        chart.ToString();
    }

    private static byte[] Npz(byte[] pickle)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in new[] { ("x.npy", Npy("|O", 4, pickle)), ("y.npy", Npy("<i8", 4, new byte[32])) })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return packed.ToArray();
    }

    private static byte[] Npy(string descr, int count, byte[] data)
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({count},), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private static byte[] Tar(string name, int size)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)'0';
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return [.. header, .. new byte[(size + 511) / 512 * 512 + 1024]];
    }

    private static byte[] RowFileOf(string folder)
    {
        var path = Path.Combine(folder, "example.rows");
        RowFile.Create(path, new Dataset("small", [1, 2, 3, 4, 5, 6], [1, 2], [1, 0, 1], [0.5f, -1, 7], 1)).Dispose();
        return File.ReadAllBytes(path);
    }

    private static byte[] Weights(string folder)
    {
        var path = Path.Combine(folder, "example.safetensors");
        Model().Save(path);
        return File.ReadAllBytes(path);
    }

    private static Sequential Model() => new(inputs: [3], seed: 1) { new Dense(2), new BatchNorm() };

    // Two tensors of float32, [2, 2] and [2], named a and b.
    private static byte[] Tensors() => [2, 1, (byte)'a', 6, 2, 2, 2, .. new byte[16], 1, (byte)'b', 6, 1, 2, .. new byte[8]];

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return packed.ToArray();
    }
}
