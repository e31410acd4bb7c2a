"""A folder on a real disk, for what is measured there."""
import os
import shutil
import subprocess
import tempfile

from .server import BenchError


class OnDisk:
    """Has a `folder` of its own below the one it is given, and removes it in the end; `kind` is its file system."""

    def __init__(self, name, folder):
        os.makedirs(folder, exist_ok=True)
        done = subprocess.run(["df", "--output=fstype", folder], capture_output=True, text=True, timeout=10, check=True)
        self.kind = done.stdout.split()[-1]
        if self.kind in ("tmpfs", "ramfs"):
            raise BenchError(f"{folder} is in memory ({self.kind}), where a sync costs nothing: name a folder on a disk")
        self.folder = tempfile.mkdtemp(prefix=f"{name}-", dir=folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
