"""Types lines in an interactive shell: type_lines.py COMMAND < LINES

COMMAND starts the shell, with the prompt "READY>" and a function "daxguard" that prints each argument in a line, between "<<<"
and ">>>".
Prints the arguments, separated by tabs, in one line for each line.
"""
import fcntl
import os
import pty
import struct
import sys
import termios

process, terminal = pty.fork()
if process == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
# So wide that no line is wrapped.
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 2000, 0, 0))


def read_until(marker):
    data = b""
    while not data.endswith(marker):
        character = os.read(terminal, 1)
        if not character:
            sys.exit("the shell has ended")
        data += character
    return data.removesuffix(marker).decode()


for line in sys.stdin.read().splitlines():
    read_until(b"READY>")
    os.write(terminal, line.encode() + b"\r")
    read_until(b"<<<")
    print("\t".join(read_until(b">>>").splitlines()))
