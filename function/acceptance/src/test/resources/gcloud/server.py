"""Runs gcloud's commands, each in a fork of this process, which has gcloud loaded already.

Most of the time of a command is the loading: a test that runs some hundred of them would take minutes. The code that runs is
the Cloud SDK's own, and what a command loads beyond that is loaded here too, for those after it: modules, and its place in the
tree of commands.

usage: server.py CLOUD_SDK SOCKET
"""

import ast
import importlib
import os
import signal
import socket
import sys

sdk, path = sys.argv[1:]
sys.path[:0] = [os.path.join(sdk, 'lib', 'third_party'), os.path.join(sdk, 'lib')]
import googlecloudsdk.gcloud_main  # noqa: E402  it is found now

commands = googlecloudsdk.gcloud_main.CreateCLI([])


def run(command, files):
  """Runs a command with the caller's environment, folder and standard streams; returns its exit code."""
  for number, file in enumerate(files):
    os.dup2(file, number)
  sys.stdin, sys.stdout, sys.stderr = (open(number, mode, closefd=False) for number, mode in enumerate('rww'))
  arguments, environment, folder = command
  os.environ.clear()
  os.environb.update(environment)
  os.chdir(folder)
  sys.argv = [os.path.join(sdk, 'lib', 'gcloud.py')] + arguments
  try:
    code = googlecloudsdk.gcloud_main.main(gcloud_cli=commands)
  except SystemExit as end:
    code = end.code
  sys.stdout.flush()
  sys.stderr.flush()
  return code if isinstance(code, int) else 0 if code is None else 1


def send(connection, message, files=()):
  data = repr(message).encode()
  socket.send_fds(connection, [b'%08d' % len(data)], files)
  connection.sendall(data)


def receive(connection):
  size, files, _, _ = socket.recv_fds(connection, 8, 3)
  data = b''
  while len(data) < int(size):
    data += connection.recv(1 << 20)
  return ast.literal_eval(data.decode()), files


def load(arguments, modules):
  group = commands.top_element
  try:
    for word in arguments:
      group = group.LoadSubElement(word)
  except Exception:  # the command ends here, and what follows are its arguments
    pass
  for module in modules:
    try:
      importlib.import_module(module)
    except Exception:  # it was loaded in some other way; the next command does so again
      pass


def child(connection, command, files):
  before = set(sys.modules)
  code = 1
  try:
    code = run(command, files)
  finally:
    connection.sendall(bytes([code & 255]))
    loaded = [module for module in sys.modules if module not in before]
    if loaded:
      with socket.socket(socket.AF_UNIX) as parent:
        parent.connect(path)
        send(parent, [command[0], loaded])
    os._exit(0)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
server = socket.socket(socket.AF_UNIX)
server.bind(path)
server.listen(64)
server.settimeout(2)
parent = os.getppid()
print('ready', flush=True)
while os.getppid() == parent:
  try:
    connection, _ = server.accept()
  except socket.timeout:
    continue
  message, files = receive(connection)
  if isinstance(message, list):
    load(*message)
  elif os.fork() == 0:
    child(connection, message, files)
  for file in files:
    os.close(file)
  connection.close()
