"""The public conformance suite (jupyter_kernel_test) against our kernel, with every feature switched on.

Run by ConformanceTests.cs, which makes a kernelspec of that name and points JUPYTER_PATH at it.
"""

import unittest

import jupyter_kernel_test as suite

KERNEL = "courseware-csharp"


# The suite gives a message a second or less to arrive; a busy machine takes longer over it.
PATIENCE = 120
suite.TIMEOUT = PATIENCE


class Patient:
    """For both editions of the suite: waits for what is to come, and does not wait for silence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        get = cls.kc.iopub_channel.get_msg
        cls.kc.iopub_channel.get_msg = lambda *args, timeout=None, **named: get(*args, timeout=PATIENCE, **named)

    def flush_channels(self):
        """All that earlier requests caused comes before what this one does: the suite takes a tenth of a second's silence for that."""
        asked = self.kc.kernel_info()
        while self.kc.get_shell_msg(timeout=PATIENCE)["parent_header"].get("msg_id") != asked:
            pass
        while True:
            message = self.kc.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == asked and message["content"].get("execution_state") == "idle":
                return


class CoursewareKernelTests(Patient, suite.KernelTests):
    kernel_name = KERNEL
    language_name = "csharp"
    file_extension = ".csx"
    code_hello_world = 'Console.WriteLine("hello, world")'
    code_stderr = 'Console.Error.WriteLine("a warning")'
    completion_samples = [
        {"text": "Consol", "matches": {"Console", "ConsoleCancelEventArgs", "ConsoleCancelEventHandler", "ConsoleColor", "ConsoleKey", "ConsoleKeyInfo", "ConsoleModifiers", "ConsoleSpecialKey"}},
        {"text": "\U0001f600 Math.Sqr"},
        {"text": 'var text = "a"; text.Trim'},
    ]
    complete_code_samples = ["1 + 2", "var a = 1;", "int F(int n)\n{\n    return n;\n}", "// a comment", "using System;"]
    incomplete_code_samples = ["for (var i = 0; i < 3; i++)\n{", "Console.WriteLine(", "class A\n{\n    int B;", '"""\ntext', "var a ="]
    invalid_code_samples = ["1 +* 2 )", "class 3 { }", "}"]
    code_page_something = 'page("read me")'
    code_generate_error = 'throw new InvalidOperationException("on purpose");'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": "Math.Sqrt(16)", "result": "4"},
        {"code": "new[] { 1, 2 }.Sum()", "result": "3"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": 'display("plain");', "mime": "text/plain"},
    ]
    code_history_pattern = "1?+*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console"
    code_clear_output = "clear_output();"


# The suite's newer editions have it; Debian's has not.
if hasattr(suite, "IopubWelcomeTests"):

    class CoursewareWelcomeTests(suite.IopubWelcomeTests):
        kernel_name = KERNEL
        support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main(verbosity=2)
