"""What the figures depend on and the reader cannot see."""
import os
import platform
import subprocess


def describe():
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": first_line_with("/proc/cpuinfo", "model name"),
        "kernel": platform.release(),
        "runtime": newest_runtime(),
        "postfix": output(["/usr/sbin/postconf", "-dh", "mail_version"]),
        "load": load(),
    }


def load():
    """The load averages of the last 1, 5 and 15 minutes."""
    return [round(average, 2) for average in os.getloadavg()]


def line(machine):
    averages = " ".join(str(average) for average in machine["load"])
    return (f"{machine['cores']} cores ({machine['processor']}), Linux {machine['kernel']}, .NET {machine['runtime']}, "
            f"Postfix {machine['postfix']}; load average before {averages}")


def newest_runtime():
    versions = [line.split()[1] for line in output(["dotnet", "--list-runtimes"]).splitlines()
                if line.startswith("Microsoft.NETCore.App ")]
    return versions[-1] if versions else "?"


def first_line_with(path, key):
    with open(path, encoding="utf-8") as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "?")


def output(argv):
    try:
        return subprocess.run(argv, capture_output=True, text=True, timeout=20, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "?"
