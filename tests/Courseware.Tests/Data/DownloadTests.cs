using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Courseware.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    // The tests' machine may be busy.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _cache = new();
    private readonly Network _network = new(s_patience) { Stall = s_patience, Answer = s_patience };
    private readonly byte[] _content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 ^ (i >> 8)))];

    private string Target => _cache.File("things/thing.bin");

    public void Dispose()
    {
        _network.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void A_file_comes_whole_verified_and_without_a_part_left()
    {
        using var server = LoopbackServer.Serving(_content);
        Assert.Equal("the cache of downloads", Obtain(server.Url("thing")).Place);
        Assert.Equal(_content, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_is_there_is_not_downloaded_again()
    {
        using var server = LoopbackServer.Serving(_content);
        Obtain(server.Url("thing"));
        Obtain(server.Url("thing"));
        Assert.Single(server.Requests);
    }

    [Fact]
    public void A_broken_download_goes_on_where_it_ended()
    {
        using var server = new LoopbackServer(request => request.From == 0
            ? new(200, _content[..100_000], Length: _content.Length)
            : LoopbackServer.Of(_content, request));
        Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing")));
        Assert.False(File.Exists(Target));
        Obtain(server.Url("thing"));
        Assert.Equal([0, 100_000], server.Requests.Select(r => r.From));
        Assert.Equal(_content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_server_that_cannot_resume_sends_all_again()
    {
        _cache.Write("things/thing.bin.part", _content[..50_000]);
        using var server = new LoopbackServer(_ => new(200, _content));
        Obtain(server.Url("thing"));
        Assert.Equal(_content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_wrong_beginning_is_thrown_away_and_the_file_taken_from_its_start()
    {
        _cache.Write("things/thing.bin.part", new byte[50_000]);
        using var server = LoopbackServer.Serving(_content);
        Obtain(server.Url("thing"));
        Assert.Equal([50_000, 0], server.Requests.Select(r => r.From));
        Assert.Equal(_content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_wrong_checksum_leaves_no_file_and_says_both()
    {
        var wrong = (byte[])_content.Clone();
        wrong[1234] ^= 1;
        using var server = LoopbackServer.Serving(wrong);
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing")));
        Assert.Contains($"the downloaded file has SHA-256 {Hash(wrong)}, not {Hash(_content)}; it was discarded", error.Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_published_md5_is_compared_where_no_sha_is_known()
    {
        using var server = LoopbackServer.Serving(_content);
        var error = Assert.Throws<DataUnavailableException>(() =>
            Obtain(Entry(new CatalogueFile { Name = "thing.bin", Md5 = new string('0', 32), Urls = [server.Url("thing")] })));
        Assert.Contains(", not 00000000000000000000000000000000; it was discarded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_much_is_refused_before_it_fills_the_disk()
    {
        using var server = LoopbackServer.Serving([.. _content, .. _content]);
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing")));
        Assert.Contains("the server sends more than the 300,000 bytes that the file has", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void After_a_404_the_next_address_is_tried()
    {
        using var server = new LoopbackServer(request => request.Path == "/gone" ? new(404, []) : LoopbackServer.Of(_content, request));
        Obtain(server.Url("gone"), server.Url("thing"));
        Assert.Equal(_content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void An_error_lists_every_address_and_what_came_of_it_and_what_to_do()
    {
        using var server = new LoopbackServer(request => new(request.Path == "/a" ? 404 : 500, []));
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("a"), server.Url("b")));
        Assert.Contains($"{server.Url("a")}: the server answered 404 (Status); {server.Url("b")}: the server answered 500 (Status).",
            error.Message, StringComparison.Ordinal);
        Assert.Contains($"Try again later, or put the file into {_cache.File("things")} (or into things/ of a folder that COURSEWARE_DATA names).", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_download_of_which_nothing_came_leaves_no_empty_part(bool hangs)
    {
        using var server = new LoopbackServer(_ => hangs ? new(200, [], Length: _content.Length, HangsAfterBody: true) : new(404, []));
        using var impatient = new Network(s_patience) { Stall = TimeSpan.FromSeconds(1) };
        Assert.Throws<DataUnavailableException>(() => Obtain(Entry(File_(server.Url("thing"))), impatient));
        Assert.Empty(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Another_sessions_download_of_which_nothing_has_come_yet_is_left_alone()
    {
        using var server = LoopbackServer.Serving(_content);
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        using var others = new FileStream(Target + ".part", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing")));
        Assert.Contains("is another session downloading it?", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Target + ".part"));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_to_makes_the_data_unavailable_and_breaks_nothing()
    {
        using var server = LoopbackServer.Serving(_content);
        Directory.CreateDirectory(Target + ".part"); // no program may write to a folder
        Assert.Contains("cannot be written", Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/thing")]
    [InlineData("file:///etc/hosts")]
    [InlineData("data:text/plain,thing")]
    [InlineData("http://")]
    public void A_redirect_to_another_scheme_is_not_followed_and_says_where_to(string elsewhere)
    {
        using var server = new LoopbackServer(_ => new(302, [], $"Location: {elsewhere}\r\n"));
        Assert.Contains($"the server sends one on to {elsewhere}, which is not followed",
            Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_is_followed_to_where_it_leads_and_keeps_the_range_and_a_circle_ends()
    {
        using var server = new LoopbackServer(request => request.Path switch
        {
            "/old" => new(301, [], "Location: /newer?x=1\r\n"),
            "/newer?x=1" => new(302, [], "Location: thing\r\n"),
            "/thing" => LoopbackServer.Of(_content, request),
            _ => new(307, [], "Location: /circle\r\n"),
        });
        _cache.Write("things/thing.bin.part", _content[..1000]);
        Obtain(server.Url("old"));
        Assert.Equal(_content, File.ReadAllBytes(Target));
        Assert.Equal(1000, server.Requests[^1].From);
        File.Delete(Target);
        Assert.Contains("more than 10 times", Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("circle"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, true)] // ENOSPC: no room on the disk
    [InlineData(122, true)] // EDQUOT: none left to this user
    [InlineData(30, true)] // EROFS: a disk that is read only
    [InlineData(unchecked((int)0x80070070), true)] // the same on Windows
    [InlineData(11, false)] // EAGAIN: another session has the file
    public void A_full_disk_is_known_by_the_systems_number(int number, bool isFull)
        => Assert.Equal(isFull, Downloader.IsFull(new IOException("as the system says it", number)));

    [Fact]
    public void A_cache_in_a_home_that_cannot_be_written_to_is_replaced_by_a_private_folder()
    {
        // Below a file there is no folder, for whatever user.
        var home = _cache.Write("home", [1]);
        using var server = LoopbackServer.Serving(_content);
        var entry = Entry(File_(server.Url("thing")));
        var settings =
            new DataSettings { CacheFolder = Path.Combine(home, "courseware"), MayFallBack = true, Policy = DataPolicy.RealOnly };
        using var display = new RecordingDisplay();
        var found = new DataStore(Catalogue.Course, settings, _network).Obtain(entry, "thing.bin");
        Assert.Equal(_content, File.ReadAllBytes(found.Path));
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(found.Path))!;
        Assert.Equal(PrivateFolder.Path, folder);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.NotEqual(Path.Combine(Path.GetTempPath(), "courseware"), folder);
        Assert.Equal(found.Path, new DataStore(Catalogue.Course, settings, _network).TryFind(entry, "thing.bin")?.Path);
        Assert.Single(server.Requests);

        var own = settings with { MayFallBack = false };
        Assert.Contains("name another folder by the environment variable COURSEWARE_CACHE",
            Assert.Throws<DataUnavailableException>(() =>
                new DataStore(Catalogue.Course, own, _network).Obtain(entry, "thing.bin")).Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(found.Path)!, recursive: true);
    }

    [Fact]
    public void A_download_that_stalls_ends_and_can_be_resumed()
    {
        using var server = new LoopbackServer(request => request.From == 0
            ? new(200, _content[..200_000], Length: _content.Length, HangsAfterBody: true)
            : LoopbackServer.Of(_content, request));
        using var impatient = new Network(s_patience) { Stall = TimeSpan.FromSeconds(1) };
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(Entry(File_(server.Url("thing"))), impatient));
        Assert.Contains("nothing came for 1 s", error.Message, StringComparison.Ordinal);
        var kept = new FileInfo(Target + ".part").Length;
        Obtain(server.Url("thing"));
        Assert.Equal(kept, server.Requests[1].From);
        Assert.Equal(_content, File.ReadAllBytes(Target));
    }

    [Fact]
    public void An_absent_network_costs_its_patience_once_for_all_data_sets()
    {
        using var network = new Network(TimeSpan.FromSeconds(2));
        using var server = new LoopbackServer(_ => new(200, [], Silent: true));
        for (var i = 0; i < 5; i++)
            Assert.Throws<DataUnavailableException>(() => Obtain(Entry(File_(server.Url("a"), server.Url("b"), server.Url("c"))), network));
        Assert.True(network.IsAbsent);
        Assert.True(server.Requests.Count <= 1, $"{server.Requests.Count} requests");
    }

    [Fact]
    public void Where_there_is_a_network_a_silent_server_is_told_with_the_time_that_it_was_given()
    {
        using var network = new Network(s_patience) { Answer = TimeSpan.FromSeconds(1) };
        using var server = new LoopbackServer(request => request.Path == "/there" ? new(404, []) : new(200, [], Silent: true));
        Assert.Throws<DataUnavailableException>(() => Obtain(Entry(File_(server.Url("there"))), network));
        Assert.Contains("no answer within 1 s",
            Assert.Throws<DataUnavailableException>(() => Obtain(Entry(File_(server.Url("silent"))), network)).Message,
            StringComparison.Ordinal);
        Assert.False(network.IsAbsent);
    }

    [Fact]
    public void A_refused_connection_counts_as_no_network()
    {
        // A port that is taken and does not listen: nobody else can begin to meanwhile.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)deaf.LocalEndPoint!).Port;
        Assert.Throws<DataUnavailableException>(() => Obtain($"http://127.0.0.1:{port}/thing"));
        Assert.True(_network.IsAbsent);
    }

    [Fact]
    public void A_server_error_does_not_count_as_no_network()
    {
        using var server = new LoopbackServer(_ => new(503, []));
        Assert.Throws<DataUnavailableException>(() => Obtain(server.Url("thing")));
        Assert.False(_network.IsAbsent);
    }

    [Fact]
    public void Offline_asks_nobody()
    {
        using var server = LoopbackServer.Serving(_content);
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(Entry(File_(server.Url("thing"))), _network, offline: true));
        Assert.Contains("COURSEWARE_OFFLINE forbids a download", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_manual_step_is_told()
    {
        var entry = Entry(new CatalogueFile { Name = "thing.bin" }) with { ManualStep = "Sign in at example.org and download thing.bin." };
        var error = Assert.Throws<DataUnavailableException>(() => Obtain(entry));
        Assert.Contains(
            "it cannot be downloaded without an account. Sign in at example.org and download thing.bin. Then put the file into ",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_large_file_only_the_head_is_taken()
    {
        var lines = Enumerable.Range(0, 15_000)
            .Select(i => string.Join(',', Enumerable.Repeat(0, 29)
                .Select((_, j) => j == 0 ? "1" : i == 0 && j == 1 ? "0.8692932" : i == 0 && j == 2 ? "-0.6350818"
                    : $"{i * 31 % 1000 / 100.0 + j:0.00}")));
        var packed = Gzip(Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n"));
        using var server = new LoopbackServer(_ => new(200, packed[..(packed.Length / 2)], Length: packed.Length, HangsAfterBody: true));
        var found = ObtainHead(server.Url("HIGGS.csv.gz"), 5000);
        Assert.Equal("HIGGS-first-5000.csv.gz", Path.GetFileName(found.Path));
        Assert.Equal(5000, Unzip(found.Path).Count(c => c == '\n'));
        Assert.Single(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_head_of_something_else_is_discarded()
    {
        var packed = Gzip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<html>\n", 100))));
        using var server = LoopbackServer.Serving(packed);
        var error = Assert.Throws<DataUnavailableException>(() => ObtainHead(server.Url("HIGGS.csv.gz"), 50));
        Assert.Contains("the downloaded lines are not those of the file: found an HTML page", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_head_of_another_table_is_discarded()
    {
        var row = string.Join(',', Enumerable.Repeat("1", 29)) + "\n";
        using var server = LoopbackServer.Serving(Gzip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(row, 50)))));
        var error = Assert.Throws<DataUnavailableException>(() => ObtainHead(server.Url("HIGGS.csv.gz"), 50));
        Assert.Contains("the downloaded lines are not those of the file: found other lines", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_head_that_is_no_gzip_or_too_short_is_discarded()
    {
        using var plain = LoopbackServer.Serving(_content);
        Assert.Contains("not a gzip file", Assert.Throws<DataUnavailableException>(() => ObtainHead(plain.Url("HIGGS.csv.gz"), 50)).Message,
            StringComparison.Ordinal);
        using var few = LoopbackServer.Serving(Gzip("1,2\n"u8.ToArray()));
        Assert.Contains("ended 49 lines before the 50 that are needed",
            Assert.Throws<DataUnavailableException>(() => ObtainHead(few.Url("HIGGS.csv.gz"), 50)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    private FoundFile Obtain(params string[] urls) => Obtain(Entry(File_(urls)));

    private FoundFile Obtain(CatalogueEntry entry, Network? network = null, bool offline = false)
        => Store(network, offline).Obtain(entry, "thing.bin");

    private FoundFile ObtainHead(string url, int lines)
    {
        var head = new FileHead { Lines = lines, Columns = 29, FirstNumbers = [1, 0.869f, -0.635f] };
        var file = new CatalogueFile { Name = "HIGGS.csv.gz", Head = head, Urls = [url] };
        return Store(null, false).ObtainHead(Entry(file), file);
    }

    private DataStore Store(Network? network, bool offline)
        => new(Catalogue.Course, new DataSettings { CacheFolder = _cache.Path, Offline = offline, Policy = DataPolicy.RealOnly }, network
            ?? _network);

    private CatalogueFile File_(params string[] urls)
        => new() { Name = "thing.bin", Size = _content.Length, Sha256 = Hash(_content), Urls = urls };

    private static CatalogueEntry Entry(CatalogueFile file)
        => new() { Id = "things", Name = "Things", Folder = "things", Licence = "none", Files = [file] };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static string Unzip(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
