"""Runs gcloud's commands in processes that have gcloud loaded already.

Most of the time of a command is the loading: a test that runs some hundred of them would take minutes. The code that runs is
the Cloud SDK's own. Commands with the same environment, as those of one test, share a process, one after the other. It is a
fork of this one. What a command loads is loaded here too, for the next fork: modules, and its place in the tree of commands.

usage: server.py CLOUD_SDK SOCKET
"""

import ast
import importlib
import os
import select
import signal
import socket
import sys

IDLE = 6  # processes without a command, which wait for another one; the oldest end

sdk, path = sys.argv[1:]
sys.path[:0] = [os.path.join(sdk, 'lib', 'third_party'), os.path.join(sdk, 'lib')]
import googlecloudsdk.gcloud_main  # noqa: E402  it is found now

commands = googlecloudsdk.gcloud_main.CreateCLI([])


def run(command, files):
  """Runs a command with the caller's environment, folder and standard streams; returns its exit code."""
  for number, file in enumerate(files):
    os.dup2(file, number)
    os.close(file)
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
  """A message and its files; None at the end of the connection."""
  size, files, _, _ = socket.recv_fds(connection, 8, 4)
  if not size:
    return None, files
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


def serve(server):
  """Runs what the server sends, until the server ends."""
  nothing = os.open(os.devnull, os.O_RDWR)
  while True:
    command, files = receive(server)
    if command is None:
      os._exit(0)
    before = set(sys.modules)
    caller = files.pop()
    code = 1
    try:
      code = run(command, files)
    finally:
      for number in range(3):  # who reads what it has written waits for the end
        os.dup2(nothing, number)
      send(server, (command[0], [module for module in sys.modules if module not in before]))
      os.write(caller, bytes([code & 255]))
      os.close(caller)


def fork(unwanted):
  """A process for commands of one environment, without the files that it would keep open."""
  here, there = socket.socketpair()
  if os.fork() == 0:
    for each in [listener, here, *workers]:
      each.close()
    for file in unwanted:
      os.close(file)
    serve(there)
  there.close()
  return here


def end(worker):
  """Ends a process after its command, if it has not ended."""
  workers.pop(worker, None)
  if worker in idle:
    idle.remove(worker)
  worker.close()


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen(64)
parent = os.getppid()
workers = {}  # each with its environment
idle = []
print('ready', flush=True)
while os.getppid() == parent:
  ready, _, _ = select.select([listener, *workers], [], [], 2)
  for source in ready:
    if source is listener:
      connection, _ = listener.accept()
      command, files = receive(connection)
      files.append(connection.detach())
      worker = next((each for each in idle if workers[each] == command[1]), None)
      if worker is None:
        worker = fork(files)
        workers[worker] = command[1]
      else:
        idle.remove(worker)
      send(worker, command, files)
      for file in files:
        os.close(file)
      continue
    message, _ = receive(source) if source in workers else (None, ())
    if message is None:
      end(source)
    else:
      load(*message)
      idle.append(source)
      if len(idle) > IDLE:
        end(idle[0])
