"""Reads files as the messages of Google's APIs that the Cloud SDK sends them as.

usage: parse_messages.py SDK_ROOT MESSAGE=FILE...

MESSAGE is API.VERSION.NAME, such as monitoring.v3.AlertPolicy. Prints a line for each field, value of an enumeration or
type that the API does not know; exit 1 if there is any.
"""

import importlib
import os
import sys

root = os.path.join(sys.argv[1], 'lib')
sys.path[:0] = [root, os.path.join(root, 'third_party')]

from apitools.base.protorpclite import messages  # noqa: E402
from apitools.base.py import encoding  # noqa: E402


def message_class(name):
  api, version, message = name.split('.')
  module = importlib.import_module(
      'googlecloudsdk.generated_clients.apis.%s.%s.%s_%s_messages' % (api, version, api, version))
  return getattr(module, message)


def unknown(message, path):
  """Yields the paths of what a message holds and its class does not know."""
  for name in message.all_unrecognized_fields():
    yield '%s.%s' % (path, name)
  for field in message.all_fields():
    value = getattr(message, field.name)
    values = value if field.repeated else [value]
    for index, each in enumerate(values):
      if isinstance(each, messages.Message):
        place = '[%d]' % index if field.repeated else ''
        yield from unknown(each, '%s.%s%s' % (path, field.name, place))


def mistakes(name, path):
  with open(path, encoding='utf-8') as file:
    text = file.read()
  try:
    message = encoding.JsonToMessage(message_class(name), text)
  except Exception as refused:  # Whatever it is that apitools does not take.
    yield '%s: %s' % (path, refused)
    return
  for place in unknown(message, name):
    yield '%s: %s: unknown' % (path, place)


found = [line for pair in sys.argv[2:] for line in mistakes(*pair.split('=', 1))]
print('\n'.join(found))
sys.exit(1 if found else 0)
