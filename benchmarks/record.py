"""Run commands, measure them, and keep each result with its command, commit, machine and date.

From: every benchmark. To: the terminal, and benchmarks/results/NAME.json.
Not here: what is measured.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np
from threadpoolctl import threadpool_info

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
KIB_PER_MIB = 1024

Figures = Mapping[str, object]


def data_folder() -> Path:
    """The folder of real text, ``$HEXAPLA_DATA`` or beside the project; exits when absent."""
    folder = Path(os.environ.get("HEXAPLA_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        sys.exit(f"no real text at {folder}; set HEXAPLA_DATA to the folder that holds it")
    return folder


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall-clock seconds, peak resident memory in MiB, what it printed."""

    seconds: float
    peak_mib: float
    output: str


def run(arguments: Sequence[str]) -> Run:
    """Run a command to its end, its standard error shown.

    Raises CalledProcessError when it does not exit with 0.
    """
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Run(seconds, usage.ru_maxrss / KIB_PER_MIB, output)


def hexapla(*arguments: object) -> list[str]:
    """The command line of this checkout, as a command to run."""
    return [sys.executable, "-m", "hexapla", *map(str, arguments)]


def of(values: Sequence[float]) -> dict[str, float]:
    """Median, smallest and largest of several runs, rounded for reading."""
    return {
        "median": round(median(values), 4),
        "min": round(min(values), 4),
        "max": round(max(values), 4),
        "runs": len(values),
    }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Median, ninth decile, 99th percentile and mean, rounded for reading."""
    p50, p90, p99 = np.percentile(values, [50, 90, 99])
    return {
        "p50": round(float(p50), 2),
        "p90": round(float(p90), 2),
        "p99": round(float(p99), 2),
        "mean": round(float(np.mean(values)), 2),
    }


def keep(name: str, figures: Figures) -> None:
    """Print the figures and write them to ``benchmarks/results/NAME.json``."""
    result = {"benchmark": name, **figures, **_circumstances()}
    print(json.dumps(result, indent=2, ensure_ascii=False))
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def _circumstances() -> dict[str, object]:
    module = getattr(sys.modules["__main__"], "__spec__", None)
    command = ["python", "-m", module.name if module else "?", *sys.argv[1:]]
    return {
        "command": " ".join(command),
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "-s") else ""),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "python": platform.python_version(),
        "numpy": f"{np.__version__}, {_products()}",
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }


def _products() -> str:
    """The library that multiplies matrices for NumPy, and the processor that it takes this for.

    It may be told another than it would choose (``OPENBLAS_CORETYPE``), at half the speed.
    """
    for one in threadpool_info():
        if "numpy" in one["filepath"]:
            return f"{one['internal_api']} {one['version']} {one.get('architecture', '')}".strip()
    return "unknown"


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(":")[2].strip() if names else platform.processor()
