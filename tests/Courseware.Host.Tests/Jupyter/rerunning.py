"""A notebook as JupyterLab runs it: each request names its cell, and cells are changed, run again and deleted.

Run by JupyterClientsTests.cs. Prints one JSON line a run: the cell, and what a reader sees under it.
"""

import json

from jupyter_client.manager import start_new_kernel

PATIENCE = 120


def main():
    manager, client = start_new_kernel(kernel_name="courseware-csharp", startup_timeout=PATIENCE)
    try:
        for cell, code, deleted in RUNS:
            print(json.dumps({"cell": cell, "shown": run(client, cell, code, deleted)}), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client, cell, code, deleted):
    metadata = {"cellId": cell, "deletedCells": deleted, "recordTiming": False} if cell else {}
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True, "stop_on_error": True}
    request = client.session.msg("execute_request", content, metadata=metadata)
    client.shell_channel.send(request)
    shown = []
    while True:
        message = client.get_iopub_msg(timeout=PATIENCE)
        if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            return shown
        if kind == "stream":
            shown.append(content["text"])
        elif kind in ("execute_result", "display_data"):
            shown.append(content["data"]["text/plain"])
        elif kind == "error":
            shown.append("\n".join(content["traceback"]))


RUNS = [
    ("x", "var x = 1;", []),
    ("f", "int F() => 10 * x;", []),
    ("y", "var y = F() + 1;", []),
    ("show", "y", []),
    ("x", "var x = 2;", []),
    ("list", "#!stale", []),
    ("show", "y", []),
    ("again", "#!rerun", []),
    ("list", "#!stale", []),
    ("x", "var x = 3;", []),
    ("x", "var x = 2;", []),
    ("list", "#!stale", []),
    ("broken", "var z = int.Parse(\"no\");", []),
    ("needs", "z + 1", []),
    # Deleted cells are told with the next run.
    ("list", "#!stale", ["f"]),
    # Of a front end that does not name its cells: one is known by its words and its names.
    ("", "var a = 1;", []),
    ("", "var b = a + 1;", []),
    ("", "var a = 5;", []),
    ("", "#!rerun\nb", []),
]

main()
