"""Stands in for the press: tells what it was given besides its job."""

import json
import os
import sys

sys.stdout.write(json.dumps([name for name in os.environ if name != "LC_CTYPE"]))
