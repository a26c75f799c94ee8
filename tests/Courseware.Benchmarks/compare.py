"""The table of the README: our engine and plain TorchSharp on libtorch, in turn, in one sitting.

    dotnet build -c Release tests/Courseware.Benchmarks && dotnet build -c Release tests/Courseware.Benchmarks/torchsharp
    COURSEWARE_DATA=… python3 tests/Courseware.Benchmarks/compare.py --case 1,2,3 --rounds 5

Each round runs every column once: ours on one and two threads; libtorch on one, and on two with libgomp's own way of waiting and with a short one
(GOMP_SPINCOUNT=1000, which is at its best on a busy machine). A figure is the median of the rounds, beside it the spread from the lowest to the highest.
"Best" is the best of libtorch's columns. The load average says how busy the machine was: beside other work only figures on one thread can be compared.
"""
import argparse
import json
import os
import statistics
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = os.path.join(HERE, "..", "..", "artifacts", "bin")
OURS = os.path.join(BUILT, "Courseware.Benchmarks", "release", "Courseware.Benchmarks.dll")
THEIRS = os.path.join(BUILT, "Courseware.Benchmarks.TorchSharp", "release", "Courseware.Benchmarks.TorchSharp.dll")
COLUMNS = [
    ("ours, 1 thread", OURS, 1, {}),
    ("libtorch, 1 thread", THEIRS, 1, {}),
    ("ours, 2 threads", OURS, 2, {}),
    ("libtorch, 2 threads", THEIRS, 2, {}),
    ("libtorch, 2 threads, short spin", THEIRS, 2, {"GOMP_SPINCOUNT": "1000"}),
]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="1,2,3,4,5,6,7,8,10,11", help="numbers, separated by commas")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, choices=[1, 2], help="only the columns of so many threads")
    return parser.parse_args()


def run(program, threads, environment, cases):
    """What one program measured: name of the row → samples or GFLOP a second."""
    out = subprocess.run(["dotnet", "exec", program, "--case", cases, "--threads", str(threads)], env={**os.environ, **environment},
                         stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = {}
    for line in out.splitlines():
        if not line.startswith("{"):
            continue
        found = json.loads(line)
        name = f"{found['case']}" if "shape" not in found else f"{found['case']} {found['shape']}, {found['form']}"
        rows[name] = found.get("samplesPerSecond", found.get("gflops"))
    return rows


def figure(values):
    """The median, and the spread in per cent of it."""
    median = statistics.median(values)
    text = f"{median:,.0f}" if median >= 1000 else f"{median:.1f}"
    return f"{text} ± {50 * (max(values) - min(values)) / median:.0f} %"


def main():
    asked = options()
    columns = [column for column in COLUMNS if asked.threads in (None, column[2])]
    measured, loads = {}, []
    for _ in range(asked.rounds):
        for name, program, threads, environment in columns:
            for row, value in run(program, threads, environment, asked.case).items():
                measured.setdefault(row, {}).setdefault(name, []).append(value)
            loads.append(os.getloadavg()[0])
    print("| case | " + " | ".join(column[0] for column in columns) + " | ours : best |")
    print("|---|" + "---:|" * (len(columns) + 1))
    for row, of in measured.items():
        medians = {name: statistics.median(values) for name, values in of.items()}
        ours, best = (max(value for name, value in medians.items() if name.startswith(who)) for who in ("ours", "libtorch"))
        print(f"| {row} | " + " | ".join(figure(of[column[0]]) for column in columns) + f" | {ours / best:.2f} |", flush=True)
    print(f"\n{asked.rounds} rounds; load average {min(loads):.1f} to {max(loads):.1f}.")


if __name__ == "__main__":
    main()
