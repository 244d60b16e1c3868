"""Has server.py run one gcloud command, with this process's environment, folder and standard streams.

usage: client.py SOCKET ARGUMENT...
"""

import json
import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as connection:
  connection.connect(sys.argv[1])
  command = {'arguments': sys.argv[2:], 'environment': dict(os.environ), 'folder': os.getcwd()}
  data = json.dumps(command).encode()
  socket.send_fds(connection, [b'%08d' % len(data)], [0, 1, 2])
  connection.sendall(data)
  sys.exit((connection.recv(1) or b'\x01')[0])
