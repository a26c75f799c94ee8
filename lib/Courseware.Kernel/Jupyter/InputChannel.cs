using System.Diagnostics.CodeAnalysis;
using Courseware.Kernel.Cells;
using Courseware.Kernel.Zmtp;

namespace Courseware.Kernel.Jupyter;

/// <summary>Asks the front end that runs a cell for input, and waits for the answer. One question at a time.</summary>
[SuppressMessage("Design", "CA1001",
    Justification = "A cell's task may ask after the kernel's end; a semaphore whose handle nobody took holds nothing.")]
internal sealed class InputChannel(RouterSocket socket, MessageCodec codec)
{
    // What jupyter_client sends when its user ends the input.
    private const string EndOfInput = "\u0004";
    private const int RememberedQuestions = 64;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Queue<string> _closed = new();
    private Question? _open;

    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    /// <exception cref="InputNotAvailableException">The request did not allow questions.</exception>
    public string? Ask(JupyterMessage request, bool isAllowed, string prompt, bool isPassword, CancellationToken cancellation)
    {
        if (!isAllowed)
            throw new InputNotAvailableException();
        _turn.Wait(cancellation);
        var question = new Question(codec.NewId(), request.Identity);
        try
        {
            var content = Json.Object(writer =>
            {
                writer.WriteText("prompt", prompt);
                writer.WriteBoolean("password", isPassword);
            });
            lock (_gate)
                _open = question;
            socket.Send(request.Identity, codec.Frames(request.Route, "input_request", request.Header, content, id: question.Id));
            return question.Wait(cancellation);
        }
        finally
        {
            lock (_gate)
            {
                _open = null;
                _closed.Enqueue(question.Id);
                if (_closed.Count > RememberedQuestions)
                    _closed.Dequeue();
            }
            _turn.Release();
        }
    }

    /// <summary>Takes an <c>input_reply</c>.</summary>
    /// <returns>False when nobody asked that peer.</returns>
    public bool Answer(JupyterMessage reply)
    {
        var value = reply.Text("value");
        lock (_gate)
        {
            if (_open is not { } question || !question.Identity.AsSpan().SequenceEqual(reply.Identity) || IsLate(reply))
                return false;
            _open = null;
            question.Answer(value == EndOfInput ? null : value);
            return true;
        }
    }

    // An answer to a question that an interrupt has closed. Some front ends name no parent; those are believed.
    private bool IsLate(JupyterMessage reply) => reply.ParentId is { } parent && _closed.Contains(parent);

    private sealed class Question(string id, byte[] identity)
    {
        private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Id => id;

        public byte[] Identity => identity;

        public void Answer(string? value) => _answer.TrySetResult(value);

        public string? Wait(CancellationToken cancellation)
        {
            _answer.Task.Wait(cancellation);
            return _answer.Task.Result;
        }
    }
}
