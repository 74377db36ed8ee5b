"""What PyTorch does for the error of a scheme over a checkpoint, waiting for questions.

A line `FILE BITS GROUP` is answered by a line of JSON; a group of 0 is a channel, a row of axis 0.
Codes are unsigned and the range of a block is its minimum and maximum, as `qviz measure` has it.
"""

import json
import sys
import time

import safetensors
import torch

THREADS = 2


def by_operator(rows: torch.Tensor, top: int) -> float:
    """The sum of squared errors, by PyTorch's own operator for fake quantization."""
    scale, zero_point = parameters(*torch.aminmax(rows, dim=1), top)
    quantized = torch.fake_quantize_per_channel_affine(rows, scale, zero_point.int(), 0, 0, top)
    return (rows - quantized).double().square_().sum().item()


def by_hand(rows: torch.Tensor, top: int) -> float:
    """The same by tensor arithmetic in place, the sum in float64: the fastest that was found."""
    scale, zero_point = parameters(*torch.aminmax(rows, dim=1, keepdim=True), top)
    quantized = (rows / scale).round_().add_(zero_point).clamp_(0, top).sub_(zero_point).mul_(scale)
    return torch.linalg.vector_norm(quantized.sub_(rows), dtype=torch.float64).item() ** 2


def parameters(lower: torch.Tensor, upper: torch.Tensor, top: int):
    """The scales and zero-points of ranges that are widened to hold zero."""
    lower, upper = lower.clamp(max=0), upper.clamp(min=0)
    scale = ((upper - lower) / top).clamp(min=torch.finfo(torch.float32).tiny)
    return scale, (-torch.round(lower / scale)).clamp(0, top)


WAYS = {"operator": by_operator, "arithmetic": by_hand}


def answer(way: str, path: str, bits: int, group: int) -> dict:
    """The mean of squared errors over all tensors of a file, and the time that it took."""
    start, processor = time.perf_counter(), time.process_time()
    total, count = 0.0, 0
    with safetensors.safe_open(path, "pt") as file:
        for name in file.keys():
            values = file.get_tensor(name).float()
            # A tensor without channels is one block.
            width = group or (values.shape[1:].numel() if values.dim() > 1 else values.numel())
            total += WAYS[way](values.reshape(-1, width), 2**bits - 1)
            count += values.numel()
    return {"mse": total / count, "seconds": time.perf_counter() - start,
            "processor": time.process_time() - processor}


def main():
    torch.set_num_threads(THREADS)
    print(json.dumps({"torch": torch.__version__, "safetensors": safetensors.__version__,
                      "ways": list(WAYS)}), flush=True)
    for line in sys.stdin:
        way, bits, group, path = line.rstrip("\n").split(" ", 3)
        print(json.dumps(answer(way, path, int(bits), int(group))), flush=True)


if __name__ == "__main__":
    main()
