using System.Globalization;
using System.IO.Compression;
using System.Net;

namespace Courseware;

/// <summary>
/// Downloads a file so that it is there whole or not at all: into a .part file next to its place, resumed where an earlier try ended,
/// compared with the catalogue's size and checksum, and only then renamed.
/// </summary>
internal sealed class Downloader(Network network)
{
    /// <summary>Downloads <paramref name="file"/> to <paramref name="target"/> from the first of its addresses that gives it.</summary>
    /// <exception cref="DownloadException">None does; what has come so far is kept for the next try.</exception>
    public void Download(CatalogueEntry entry, CatalogueFile file, string target)
        => Try(entry, file, (url, line, cancellation) => DownloadAsync(entry, file, url, target, line, cancellation));

    /// <summary>
    /// Downloads the first <paramref name="lines"/> lines of a gzip file and ends the connection; written as a gzip file of its own.
    /// </summary>
    public void DownloadHead(CatalogueEntry entry, CatalogueFile file, string target, int lines)
        => Try(entry, file, (url, line, cancellation) => DownloadHeadAsync(entry, file, url, target, lines, line, cancellation));

    private void Try(CatalogueEntry entry, CatalogueFile file, Func<string, Shown, CancellationToken, Task> download)
    {
        var cancellation = Notebook.Cancellation;
        if (network.IsAbsent)
            throw new DownloadException("there is no network.") { HasNoNetwork = true };
        var line = DataNotice.Progress($"{entry.Name}: downloading {file.Name}. Licence: {entry.Licence}{(entry.LicenceNote is { } note ? $" ({note})" : "")}");
        var failures = new List<string>();
        var (answered, cannotBeWritten) = (false, false);
        foreach (var url in file.Urls)
        {
            try
            {
                // A cell waits here anyway; its own thread must not be the one that the awaits come back to.
                Task.Run(() => download(url, line, cancellation), cancellation).GetAwaiter().GetResult();
                return;
            }
            catch (Exception error) when (error is HttpRequestException or TimeoutException or DownloadException or IOException
                or InvalidDataException or UnauthorizedAccessException)
            {
                answered |= error is not (HttpRequestException { StatusCode: null } or TimeoutException);
                failures.Add($"{url}: {Reason(error)}");
                cannotBeWritten = error is DownloadException { CannotBeWritten: true } || IsFull(error);
            }
            if (network.IsAbsent || cannotBeWritten)
                break;
        }
        if (!answered)
            network.NoneAnswered();
        var why = string.Join("; ", failures);
        DataNotice.Update(line, $"{entry.Name}: {file.Name} could not be downloaded ({why}).");
        throw new DownloadException(why + ".") { HasNoNetwork = network.IsAbsent, CannotBeWritten = cannotBeWritten };
    }

    private async Task DownloadAsync(CatalogueEntry entry, CatalogueFile file, string url, string target, Shown line,
        CancellationToken cancellation)
    {
        var part = target + ".part";
        MakeFolder(target);
        var resumed = File.Exists(part);
        for (var again = true; ; again = false)
        {
            await FillAsync(entry, file, url, part, line, cancellation).ConfigureAwait(false);
            if (Checksums.Difference(part, file) is not { } difference)
                break;
            var length = new FileInfo(part).Length;
            if (file.Size is { } size && length < size)
                throw new DownloadException($"ended after {length:N0} of {size:N0} bytes");
            File.Delete(part); // our own unfinished file; nothing that a user has put there
            if (!(resumed && again))
                throw new DownloadException($"the downloaded file has {difference}; it was discarded");
        }
        File.Move(part, target, overwrite: true);
        DataNotice.Update(line, $"{entry.Name}: {file.Name} downloaded and verified.");
    }

    // Appends to the part what is missing.
    private async Task FillAsync(CatalogueEntry entry, CatalogueFile file, string url, string part, Shown line,
        CancellationToken cancellation)
    {
        await using var output = OpenPart(part);
        try
        {
            await FillAsync(entry, file, url, output, line, cancellation).ConfigureAwait(false);
        }
        catch
        {
            // Nothing came: there is nothing to resume. Only of a part that was ours: another session's is empty too while it waits for its
            // first byte.
            var isEmpty = output.Length == 0;
            await output.DisposeAsync().ConfigureAwait(false);
            if (isEmpty)
                File.Delete(part);
            throw;
        }
    }

    private async Task FillAsync(CatalogueEntry entry, CatalogueFile file, string url, FileStream output, Shown line,
        CancellationToken cancellation)
    {
        if (file.Size is { } whole && output.Length >= whole)
            return;
        using var response = await network.GetAsync(url, output.Length, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            output.SetLength(0);
            throw new DownloadException("the server refused to resume; the next try starts from the beginning");
        }
        Succeeded(response);
        if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != output.Length)
            output.SetLength(0);
        output.Seek(0, SeekOrigin.End);
        var total = file.Size ?? output.Length + response.Content.Headers.ContentLength;
        await CopyAsync(response, output, output.Length, done => Report(line, entry, file, done, total), file.Size, cancellation)
            .ConfigureAwait(false);
    }

    private async Task CopyAsync(HttpResponseMessage response, Stream output, long done, Action<long> report, long? limit,
        CancellationToken cancellation)
    {
        await using var input = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[1 << 17];
        var last = Environment.TickCount64;
        while (true)
        {
            var read = await ReadAsync(input, buffer, cancellation).ConfigureAwait(false);
            if (read == 0)
                break;
            await WriteAsync(output, buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            done += read;
            if (done > limit)
                throw new DownloadException($"the server sends more than the {limit:N0} bytes that the file has");
            if (Environment.TickCount64 - last < 300)
                continue;
            last = Environment.TickCount64;
            report(done);
        }
        await WriteAsync(output, default, cancellation).ConfigureAwait(false);
    }

    // Nothing to write: what is in the buffer goes to the disk.
    private static async Task WriteAsync(Stream output, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            if (bytes.IsEmpty)
                await output.FlushAsync(cancellation).ConfigureAwait(false);
            else
                await output.WriteAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }
    }

    private static void MakeFolder(string target)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }
    }

    // No room on the disk, or none left to this user, or a disk that is read only: as the system numbers it, on Unix and on Windows.
    internal static bool IsFull(Exception error) => error is IOException && (error.HResult & 0xFFFF) is 28 or 122 or 30 or 112 or 19;

    private static DownloadException CannotBeWritten(Exception error)
        => new($"it cannot be written ({error.Message})") { CannotBeWritten = true };

    private async Task DownloadHeadAsync(CatalogueEntry entry, CatalogueFile file, string url, string target, int lines, Shown line,
        CancellationToken cancellation)
    {
        MakeFolder(target);
        try
        {
            using var whole = NewFile(target);
            using (var response = await network.GetAsync(url, 0, cancellation).ConfigureAwait(false))
            {
                Succeeded(response);
                await using var input = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                await using var unpacked = new GZipStream(new Watched(this, input), CompressionMode.Decompress);
                await using var output = new GZipStream(whole.Stream, CompressionLevel.Optimal, leaveOpen: true);
                var buffer = new byte[1 << 16];
                var left = lines;
                while (left > 0)
                {
                    var read = await unpacked.ReadAsync(buffer, cancellation).ConfigureAwait(false);
                    if (read == 0)
                        throw new DownloadException($"ended {left:N0} lines before the {lines:N0} that are needed");
                    var keep = 0;
                    while (keep < read && left > 0)
                    {
                        if (buffer[keep++] == '\n')
                            left--;
                    }

                    await WriteAsync(output, buffer.AsMemory(0, keep), cancellation).ConfigureAwait(false);
                }
            }
            await WriteAsync(whole.Stream, default, cancellation).ConfigureAwait(false);
            whole.Finish(part => file.Head!.Check(part, file.Name, lines));
        }
        catch (DataFileException error)
        {
            throw new DownloadException($"the downloaded lines are not those of the file: found {error.Found}; they were discarded");
        }
        DataNotice.Update(line, FormattableString.Invariant($"{entry.Name}: the first {lines:N0} lines of {file.Name} downloaded."));
    }

    private async ValueTask<int> ReadAsync(Stream input, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(network.Stall);
        try
        {
            return await input.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadException(
                string.Create(CultureInfo.InvariantCulture, $"nothing came for {network.Stall.TotalSeconds:0.#} s"));
        }
    }

    private static WholeFile NewFile(string target)
    {
        try
        {
            return new WholeFile(target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(error);
        }
    }

    private static FileStream OpenPart(string part)
    {
        try
        {
            return new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DownloadException($"{part} cannot be written ({error.Message}); is another session downloading it?") { CannotBeWritten = error is UnauthorizedAccessException || IsFull(error) };
        }
    }

    private static void Succeeded(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            throw new DownloadException($"the server answered {(int)response.StatusCode} ({response.ReasonPhrase})");
    }

    private static string Reason(Exception error) => error switch
    {
        HttpRequestException { InnerException: { } inner } => inner.Message,
        InvalidDataException => "what came is not a gzip file",
        _ => error.Message,
    };

    private static void Report(Shown line, CatalogueEntry entry, CatalogueFile file, long done, long? total)
        => DataNotice.Update(line, string.Create(CultureInfo.InvariantCulture,
            $"{entry.Name}: {file.Name}, {done / 1e6:0.0}{(total is { } all ? $" of {all / 1e6:0.0}" : "")} MB"));

    /// <summary>A stream whose reads end with an error when nothing comes for too long.</summary>
    private sealed class Watched(Downloader downloader, Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => downloader.ReadAsync(inner, buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count)
            => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
