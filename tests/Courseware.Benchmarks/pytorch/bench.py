"""The benchmark's cases in PyTorch, one JSON line each, to stand beside those of Courseware.Benchmarks.

    python3 tests/Courseware.Benchmarks/pytorch/bench.py --case 1,2 --threads 2

Eager mode, float32, data in memory. A step is what Fit does: the batch gathered by shuffled index, zero_grad, forward, loss, backward, step, and (for
classes) counting the right answers. The median of nine repeats of 0.15 s after half a second of warm-up, as there.
Case 9 is a DataLoader with torchvision's transforms (python3-torchvision), with as many worker processes as threads, none for one; it is left out where
torchvision is not installed.

"As installed" in the README is Debian's python3-torch with the package libopenblas0-pthread. That OpenBLAS has threads of its own beside PyTorch's, and the
two get into each other's way: it is at its best with --threads 1 --blas-threads 2. "Best" is the best of these and of OpenBLAS' OpenMP build, which shares
PyTorch's threads: the package libopenblas0-openmp, installed, or unpacked (apt-get download, dpkg-deb -x) and its folder openblas-openmp named in
LD_LIBRARY_PATH. OPENBLAS_CORETYPE=Haswell, Zen or SkylakeX picks OpenBLAS' kernels; OPENBLAS_VERBOSE=2 tells which it took.
"""
import argparse
import json
import os
import sys
import time


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="1,2,3,4,5,6,7,8,9,10", help="numbers, separated by commas")
    parser.add_argument("--threads", type=int, default=2, help="PyTorch's threads")
    parser.add_argument("--blas-threads", type=int, help="OpenBLAS' threads, if they are not PyTorch's (default: as --threads)")
    asked = parser.parse_args()
    asked.cases = [int(part) if part.isdigit() else part for part in asked.case.split(",")]
    for number in asked.cases:
        if number not in range(1, 11):
            parser.error(f"no case {number}: there are 1 to 10")
    return asked


# OpenBLAS reads its number of threads when it is loaded, so before the import below.
ASKED = options()
BLAS_THREADS = ASKED.blas_threads or ASKED.threads
os.environ["OPENBLAS_NUM_THREADS"] = str(BLAS_THREADS)

import torch  # noqa: E402
from torch import nn  # noqa: E402

BATCHES = 16


def median_of(action):
    """Median and least seconds of a call: nine repeats of 0.15 s after 0.5 s of warm-up."""
    start = time.perf_counter()
    while time.perf_counter() - start < 0.5:
        action()
    start = time.perf_counter()
    action()
    calls = max(1, int(0.15 / max(1e-9, time.perf_counter() - start)))
    seconds = []
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(calls):
            action()
        seconds.append((time.perf_counter() - start) / calls)
    seconds.sort()
    return seconds[4], seconds[0]


def tell(**figures):
    print(json.dumps({**figures, "threads": ASKED.threads, "blasThreads": BLAS_THREADS}, ensure_ascii=False), flush=True)


def dense(sizes, activation, dropout=0.0):
    layers = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(inputs, outputs))
        if i < len(sizes) - 2:
            layers.append(activation())
            if dropout > 0:
                layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers)


def cnn():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 8 * 8, 128), nn.ReLU(), nn.Linear(128, 10))


def adam(model):
    return torch.optim.Adam(model.parameters(), lr=0.001)


def sgd(model):
    return torch.optim.SGD(model.parameters(), lr=0.01)


# batch, model, optimizer, loss, shape of a sample, classes (2: one output against 0 or 1; 0: regression)
CASES = {
    1: (512, lambda: dense([1000, 64, 64, 46], nn.ReLU), adam, nn.CrossEntropyLoss, (1000,), 46),
    2: (64, lambda: dense([784, 512, 256, 128, 10], nn.ReLU), sgd, nn.CrossEntropyLoss, (784,), 10),
    3: (64, lambda: dense([784, 1024, 2048, 2048, 1024, 256, 128, 10], nn.ReLU), sgd, nn.CrossEntropyLoss, (784,), 10),
    4: (500, lambda: dense([28, 512, 512, 512, 512, 1], nn.ELU, 0.5), adam, nn.BCEWithLogitsLoss, (28,), 2),
    5: (500, lambda: dense([28, 16, 1], nn.ELU), adam, nn.BCEWithLogitsLoss, (28,), 2),
    6: (64, cnn, adam, nn.CrossEntropyLoss, (3, 32, 32), 10),
    7: (5, lambda: dense([2, 3, 1], nn.ReLU), sgd, nn.MSELoss, (2,), 0),
    8: (32, lambda: dense([20, 300, 200, 150, 50, 4], nn.ReLU, 0.2), sgd, nn.CrossEntropyLoss, (20,), 4),
}


def run(number):
    batch, make, optimizer_of, loss_of, shape, classes = CASES[number]
    torch.manual_seed(1)
    count = batch if number == 7 else BATCHES * batch
    features = torch.rand(count, *shape) * 2 - 1
    if classes == 0:
        targets = torch.rand(count, 1)
    elif classes == 2:
        targets = (torch.arange(count) % 2).float().unsqueeze(1)
    else:
        targets = torch.arange(count) * 7 % classes
    model, loss = make(), loss_of()
    model.train()
    optimizer = optimizer_of(model)
    state = {"at": count, "order": None, "right": 0}

    def step():
        if state["at"] + batch > count:
            state["order"], state["at"] = torch.randperm(count), 0
        indices = state["order"][state["at"]:state["at"] + batch]
        state["at"] += batch
        x, y = features[indices], targets[indices]
        optimizer.zero_grad()
        outputs = model(x)
        value = loss(outputs, y)
        value.backward()
        optimizer.step()
        value.item()
        if classes == 2:
            state["right"] += ((outputs > 0) == (y > 0.5)).sum().item()
        elif classes > 2:
            state["right"] += (outputs.argmax(1) == y).sum().item()

    median, best = median_of(step)
    tell(case=number, samplesPerSecond=round(batch / median), bestSamplesPerSecond=round(batch / best), microsecondsPerStep=round(median * 1e6, 1))


def products():
    for m, n, k in [(64, 512, 784), (512, 64, 1000), (64, 2048, 2048), (1024, 1024, 1024)]:
        forms = {
            "Y = X·Wᵀ": (torch.rand(m, k), torch.rand(n, k).t()),
            "A·B": (torch.rand(m, k), torch.rand(k, n)),
            "Aᵀ·B": (torch.rand(k, m).t(), torch.rand(k, n)),
        }
        for form, (a, b) in forms.items():
            c = torch.empty(m, n)
            median, best = median_of(lambda: torch.mm(a, b, out=c))
            work = 2 * m * n * k / 1e9
            tell(case=10, shape=f"{m}x{n}x{k}", form=form, gflops=round(work / median, 1), bestGflops=round(work / best, 1))


class Images(torch.utils.data.Dataset):
    def __init__(self, augment):
        self.augment = augment
        self.images = torch.randint(0, 256, (64 * BATCHES, 1, 28, 28), dtype=torch.uint8)

    def __len__(self):
        return 64 * len(self.images)

    def __getitem__(self, index):
        return self.augment(self.images[index % len(self.images)])


def augmentation():
    try:
        from torchvision import transforms
    except ImportError:
        print("case 9 left out: torchvision is not installed", file=sys.stderr)
        return
    augment = transforms.Compose([
        transforms.ToPILImage(), transforms.RandomAffine(10, translate=(0.1, 0.1)), transforms.RandomCrop(28, padding=4),
        transforms.ColorJitter(brightness=0.2, contrast=0.2), transforms.ToTensor()])
    loader = torch.utils.data.DataLoader(Images(augment), batch_size=64, shuffle=True, num_workers=0 if ASKED.threads == 1 else ASKED.threads)
    batches = iter(loader)
    median, best = median_of(lambda: next(batches))
    tell(case=9, samplesPerSecond=round(64 / median), bestSamplesPerSecond=round(64 / best))


def main():
    torch.set_num_threads(ASKED.threads)
    for number in ASKED.cases:
        if number == 10:
            products()
        elif number == 9:
            augmentation()
        else:
            run(number)


if __name__ == "__main__":
    main()
