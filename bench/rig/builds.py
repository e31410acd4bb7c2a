"""Builds what is measured, and names the servers."""
import os
import subprocess

from .rounds import tell
from .server import BenchError, Contender

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SMTP_SINK = "/usr/sbin/smtp-sink"


def rockdove():
    """The framework-dependent Release build of the command line; returns the command that starts it."""
    return published("src/Rockdove.Cli", "rockdove")


def bare():
    return [*published("bench/Rockdove.Bench", "Rockdove.Bench"), "bare"]


def single_file():
    """The trimmed ReadyToRun single file of eng/publish."""
    run(["eng/publish", "--no-packages"])
    return [os.path.join(ROOT, "artifacts", "publish", "linux-x64", "rockdove")]


def published(project, assembly):
    folder = os.path.join(ROOT, "artifacts", "bench", assembly)
    run(["dotnet", "publish", project, "--configuration", "Release", "--output", folder, "--nologo", "-v", "quiet",
         "-p:RunAnalyzers=false"])
    return ["dotnet", os.path.join(folder, assembly + ".dll")]


def run(argv):
    tell(" ".join(argv))
    done = subprocess.run(argv, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=BUILD_SECONDS, check=False)
    if done.returncode != 0:
        raise BenchError(f"{' '.join(argv)} failed:\n{done.stdout[-4000:]}")


def smtp_sink():
    # Started by root it insists on an account to change to.
    account = ["-u", "nobody"] if os.geteuid() == 0 else []
    return Contender("smtp-sink", [SMTP_SINK, *account, "-m", "4000", "127.0.0.1:{port}", "512"])


def rockdove_sink(command, name="rockdove sink"):
    return Contender(name, [*command, "sink", "--smtp", "127.0.0.1:0"])


def bare_responders(command):
    inline = ["--inline", "on", "--poll-threads", "1"]
    return [
        Contender("bare sockets", command),
        Contender("bare sockets, inline", [*command, *inline]),
        Contender("bare Kestrel", [*command, "--transport", "kestrel"]),
        Contender("bare Kestrel, inline", [*command, "--transport", "kestrel-inline", "--block", "16384", *inline]),
    ]


BUILD_SECONDS = 600
