"""Builds what is measured, and names the servers."""
import os
import subprocess

from .rounds import tell
from .server import BenchError, Contender

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SMTP_SINK = "/usr/sbin/smtp-sink"

builds_nothing = False
program = None


def rockdove():
    """The framework-dependent Release build of the command line, or a file; returns the command that starts it."""
    return [program] if program else published("src/Rockdove.Cli", "rockdove")


def bare():
    return [*published("bench/Rockdove.Bench", "Rockdove.Bench"), "bare"]


def single_file():
    """The trimmed ReadyToRun single file of eng/publish."""
    file = os.path.join(ROOT, "artifacts", "publish", "linux-x64", "rockdove")
    run(["eng/publish", "--no-packages"], file)
    return [file]


def published(project, assembly):
    folder = os.path.join(ROOT, "artifacts", "bench", assembly)
    file = os.path.join(folder, assembly + ".dll")
    run(["dotnet", "publish", project, "--configuration", "Release", "--output", folder, "--nologo", "-v", "quiet",
         "-p:RunAnalyzers=false"], file)
    return ["dotnet", file]


def build_nothing():
    """What is there already is measured as it is."""
    global builds_nothing
    builds_nothing = True


def measure_file(file):
    """Instead of a build of our own."""
    global program
    program = os.path.abspath(file)
    if not os.access(program, os.X_OK):
        raise BenchError(f"{program} is no program")


def run(argv, file):
    """Runs the command that makes a file."""
    if builds_nothing:
        if not os.path.exists(file):
            raise BenchError(f"{file} is not there: run it once without --no-build")
        return
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
