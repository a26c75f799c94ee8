using System.Diagnostics;
using System.Net.Http.Headers;

namespace Courseware;

/// <summary>
/// The way to the outside, and what is known of it. Until a first answer has come, all attempts together wait no longer than three seconds;
/// then the network counts as absent for the rest of the process, so that several data sets do not each wait.
/// </summary>
internal sealed class Network : IDisposable
{
    private const int MostHops = 10;

    private readonly HttpClient _client;
    private readonly TimeSpan _patience;
    private readonly Stopwatch _waited = new();
    private readonly Lock _lock = new();
    private bool _reached;

    public Network(TimeSpan? patience = null)
    {
        _patience = patience ?? TimeSpan.FromSeconds(3);
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = _patience, AllowAutoRedirect = false })
        {
            Timeout =
            Timeout.InfiniteTimeSpan
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("courseware/0.1");
    }

    public static Network OfProcess { get; } = new();

    /// <summary>No answer came within the patience: nothing is tried any more.</summary>
    public bool IsAbsent { get; private set; }

    /// <summary>A line of no progress longer than this ends a download (it can be resumed).</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an answer's head may take once there is a network.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Asks for <paramref name="url"/>, from byte <paramref name="from"/> on, and where the answer sends one on; gives the last answer's
    /// head, whatever its status.
    /// </summary>
    /// <exception cref="HttpRequestException">No connection.</exception>
    /// <exception cref="TimeoutException">No answer in time.</exception>
    /// <exception cref="DownloadException">It sends one on to where one does not go: from https to http, to another scheme, or in a
    /// circle.</exception>
    public async Task<HttpResponseMessage> GetAsync(string url, long from, CancellationToken cancellation)
    {
        var place = new Uri(url);
        for (var hop = 0; ; hop++)
        {
            var response = await AskAsync(place, from, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)
                || !response.Headers.TryGetValues("Location", out var locations))
            {
                return response;
            }

            var location = locations.First();
            response.Dispose();
            if (hop == MostHops)
                throw new DownloadException($"the server sends one on more than {MostHops} times, last to {location}");
            place = Next(place, location) ?? throw new DownloadException(
                $"the server sends one on to {location}, which is not followed: from http only to http and https, from https only to https");
        }
    }

    // An address that begins with / would be a file to Uri where files' paths do.
    private static Uri? Next(Uri from, string location)
        => Uri.TryCreate(location.StartsWith("//", StringComparison.Ordinal) ? $"{from.Scheme}:{location}" : location,
                location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal) ? UriKind.Relative
                : UriKind.RelativeOrAbsolute, out var link)
            && Uri.TryCreate(from, link, out var next)
            && (next.Scheme == Uri.UriSchemeHttps || next.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp) ? next : null;

    private async Task<HttpResponseMessage> AskAsync(Uri url, long from, CancellationToken cancellation)
    {
        if (IsAbsent)
            throw new TimeoutException("no network (tried before)");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        TimeSpan limit, told;
        lock (_lock)
        {
            (limit, told) = _reached ? (Answer, Answer) : (_patience - _waited.Elapsed, _patience);
            if (!_reached)
                _waited.Start();
        }
        patience.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            lock (_lock)
                _reached = true;
            return response;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The timer may fire a moment before the stopwatch has counted the whole patience: what is used up is used up.
            NoneAnswered();
            throw new TimeoutException(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"no answer within {told.TotalSeconds:0.#} s"));
        }
        finally
        {
            lock (_lock)
            {
                _waited.Stop();
                IsAbsent |= !_reached && _waited.Elapsed >= _patience;
            }
        }
    }

    /// <summary>Every address of a file failed to connect: there is no network, unless an answer has come before.</summary>
    public void NoneAnswered()
    {
        lock (_lock)
            IsAbsent |= !_reached;
    }

    /// <summary>Forgets that the network was absent.</summary>
    public void TryAgain()
    {
        lock (_lock)
        {
            IsAbsent = false;
            _waited.Reset();
        }
    }

    public void Dispose() => _client.Dispose();
}
