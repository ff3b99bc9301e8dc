"""Reads the document as its validator and Python do; whatever one of them does not understand is printed."""

import json
import os
import re

import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

told = json.loads(os.environ["QUIETLINE"])
document = requests.get(told["url"] + "/openapi.json").json()
refused = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]


def patterns(within):
    if isinstance(within, dict):
        if isinstance(within.get("pattern"), str):
            yield within["pattern"]
        for value in within.values():
            yield from patterns(value)
    elif isinstance(within, list):
        for value in within:
            yield from patterns(value)


for pattern in set(patterns(document)):
    try:
        re.compile(pattern)
    except re.error as error:
        refused.append(f"{pattern}: {error}")

print(json.dumps(refused))
