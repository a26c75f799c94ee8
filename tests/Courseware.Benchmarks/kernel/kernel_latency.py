"""How long a Jupyter kernel lets its user wait. Prints one JSON line a measure and kernel.

    python3 kernel_latency.py courseware-csharp python3        # names of installed kernelspecs
    python3 kernel_latency.py --starts 10 courseware-csharp

Needs jupyter_client only. Times are seconds on the client's clock, through real sockets, on loopback. Measures:
  first_reply   from starting the process to the first kernel_info_reply (median of the starts)
  first_cell    from starting the process to the end of the first cell, `1+1`, sent as soon as the kernel answers (median of the starts)
  cell          one further trivial cell, from sending it to its reply and idle (median of 200, one after the other)
  queued_100    100 trivial cells sent at once, until the last reply
  interrupt     from the interrupt of an endless loop to the cell's reply (median of 5; null: not within 10 s)
  shutdown      from the shutdown_request to the end of the process (median of the starts)
  memory_mb     resident memory after all this, of the last start (Linux only)
"""
import argparse
import json
import queue
import statistics
import time

from jupyter_client import KernelManager

ENDLESS = {"python": "while True: pass", "C#": "while (true) {}"}


class Kernel:
    """One start of a kernel."""

    def __init__(self, name):
        self.manager = KernelManager(kernel_name=name)
        self.language = self.manager.kernel_spec.language
        self.begin = time.perf_counter()
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.kernel_info()
        self.client.get_shell_msg(timeout=60)
        self.first_reply = self.elapsed()
        # A subscription may arrive after the first reply. Front ends ask until they hear something on iopub, and so does this.
        while True:
            try:
                self.client.get_iopub_msg(timeout=0.05)
                break
            except queue.Empty:
                self.client.kernel_info()

    def elapsed(self):
        return time.perf_counter() - self.begin

    def send(self, code):
        return self.client.execute(code, store_history=True)

    def reply(self, request, timeout=60):
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def published(self, request, what, timeout=60):
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request and what(message):
                return

    def run(self, code):
        begin = time.perf_counter()
        request = self.send(code)
        content = self.reply(request)
        self.published(request, is_idle)
        if content["status"] != "ok":
            raise SystemExit(f"{code}: {content}")
        return time.perf_counter() - begin

    def queued(self, count):
        begin = time.perf_counter()
        requests = [self.send(f"{i}+2") for i in range(count)]
        self.reply(requests[-1])
        took = time.perf_counter() - begin
        self.published(requests[-1], is_idle)
        return took

    def interrupt(self):
        request = self.send(ENDLESS[self.language])
        self.published(request, lambda message: message["msg_type"] == "execute_input")
        time.sleep(0.3)
        begin = time.perf_counter()
        self.manager.interrupt_kernel()
        self.reply(request, timeout=10)
        took = time.perf_counter() - begin
        self.published(request, is_idle)
        return took

    def memory(self):
        try:
            with open(f"/proc/{self.manager.provisioner.pid}/status", encoding="ascii") as status:
                return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
        except OSError:
            return None

    def shut_down(self):
        begin = time.perf_counter()
        self.client.shutdown()
        self.manager.provisioner.process.wait(timeout=30)
        took = time.perf_counter() - begin
        self.client.stop_channels()
        self.manager.cleanup_resources()
        return took

    def kill(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def is_idle(message):
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"


def measure(name, starts):
    def say(what, values, digits=4):
        values = [value for value in values if value is not None]
        line = {"kernel": name, "measure": what, "value": round(statistics.median(values), digits) if values else None}
        if len(values) > 1:
            line |= {"min": round(min(values), digits), "max": round(max(values), digits), "n": len(values)}
        print(json.dumps(line), flush=True)

    replies, cells, ends = [], [], []
    for start in range(starts):
        kernel = Kernel(name)
        replies.append(kernel.first_reply)
        kernel.run("1+1")
        cells.append(kernel.elapsed())
        if start < starts - 1:
            ends.append(kernel.shut_down())
    say("first_reply", replies)
    say("first_cell", cells)
    say("cell", [kernel.run(f"{i}+1") for i in range(200)])
    say("queued_100", [kernel.queued(100)])
    memory = kernel.memory()
    try:
        say("interrupt", [kernel.interrupt() for _ in range(5)])
        ends.append(kernel.shut_down())
    except queue.Empty:
        say("interrupt", [])
        kernel.kill()
    say("shutdown", ends)
    say("memory_mb", [memory], 0)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("kernel", nargs="+", help="name of an installed kernelspec")
    arguments.add_argument("--starts", type=int, default=5, help="processes to start for the measures of a start (default 5)")
    options = arguments.parse_args()
    for kernelspec in options.kernel:
        measure(kernelspec, options.starts)
