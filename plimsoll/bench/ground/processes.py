"""The processes of this machine, as `ps` shows them."""

import subprocess


def children(pid: int) -> dict[int, str]:
    """Those that a process started and that run: number and command. The dead who were not buried yet do not count."""
    command = ["ps", "-e", "-o", "pid=,ppid=,stat=,args="]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = (line.split(None, 3) for line in shown.stdout.splitlines())
    return {int(one): args for one, parent, state, args in rows if int(parent) == pid and not state.startswith("Z")}
