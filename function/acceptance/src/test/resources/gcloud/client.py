"""Has server.py run one gcloud command, with this process's environment, folder and standard streams.

usage: client.py SOCKET ARGUMENT...

It runs a thousand times in a build, so that only what Python has built in is loaded.
"""

import posix
import sys

import _socket

connection = _socket.socket(_socket.AF_UNIX)
connection.connect(sys.argv[1])
data = repr((sys.argv[2:], posix.environ, posix.getcwd())).encode()
streams = b''.join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
connection.sendmsg([b'%08d' % len(data)], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
connection.sendall(data)
posix._exit((connection.recv(1) or b'\x01')[0])
