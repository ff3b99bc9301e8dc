"""Sends events with both interfaces of the CloudEvents SDK, in every mode, as its own examples do."""

import json
import os
import uuid
from datetime import datetime, timezone

import requests
from cloudevents.core.bindings import http as bindings
from cloudevents.core.v1.event import CloudEvent
from cloudevents.v1 import http as older

told = json.loads(os.environ["QUIETLINE"])


def send(headers, body):
    headers = {**headers, "authorization": f"Bearer {told['token']}"}
    answer = requests.post(told["url"] + "/v1/events", headers=headers, data=body)
    return {"status": answer.status_code, "body": answer.json()}


def attributes(subject, **more):
    return {
        "type": "milestone.reached",
        "source": "urn:python",
        "id": str(uuid.uuid4()),
        "subject": subject,
        "specversion": "1.0",
        **more,
    }


def now():
    return datetime.now(timezone.utc)


def newer(to, subject, data, **more):
    message = to(CloudEvent(attributes(subject, time=now(), **more), data))
    return send(message.headers, message.body)


def batch(subject):
    events = [CloudEvent(attributes(subject, time=now()), DATA) for _ in range(2)]
    bodies = [bindings.to_structured_event(event).body.decode() for event in events]
    return send({"content-type": "application/cloudevents-batch+json"}, f"[{','.join(bodies)}]")


def before(to, subject, data, **more):
    return send(*to(older.CloudEvent(attributes(subject, **more), data)))


DATA = {"code": "app-installed"}
VISIT = {"type": "selfservice.visited"}
JSON = {"datacontenttype": "application/json"}

structured, binary = bindings.to_structured_event, bindings.to_binary_event
print(
    json.dumps(
        {
            "structured": newer(structured, "structured", DATA),
            "structured, not ASCII": newer(structured, "Zoë 1", DATA),
            "binary": newer(binary, "binary", DATA, **JSON),
            "binary without a type": newer(binary, "binary without a type", DATA),
            "binary, not ASCII": newer(binary, "Zoë 2", DATA),
            "binary without data": newer(binary, "binary without data", None, **VISIT),
            "batch": batch("batch"),
            "1.x structured": before(older.to_structured, "1.x structured", DATA),
            "1.x structured, not ASCII": before(older.to_structured, "Zoë 3", DATA),
            "1.x binary": before(older.to_binary, "1.x binary", DATA, **JSON),
            "1.x binary without a type": before(older.to_binary, "1.x binary without a type", DATA),
            "1.x binary without data": before(older.to_binary, "1.x binary without data", None, **VISIT),
            "1.x binary, in Latin-1": before(older.to_binary, "Zoë 4", DATA),
        }
    )
)
