"""Calls the API by the client that is generated into quietline_client, in a folder among Python's modules."""

import json
import os
import uuid
from datetime import datetime, timezone

from quietline_client import AuthenticatedClient
from quietline_client.api.events import report_events
from quietline_client.api.participations import (
    get_participation,
    invite_customer,
    leave_participation,
    list_participations,
)
from quietline_client.api.programmes import list_programmes
from quietline_client.models import Invitation, ListParticipationsPhase, Problem, SelfserviceVisitedEvent
from quietline_client.models import InvitationReachedItem as Reached

told = json.loads(os.environ["QUIETLINE"])
client = AuthenticatedClient(base_url=told["url"], token=told["token"], raise_on_unexpected_status=True)
customer, programme = "python", "online-statt-hotline"


def now():
    return datetime.now(timezone.utc)


def visit():
    return SelfserviceVisitedEvent(
        specversion="1.0",
        id=str(uuid.uuid4()),
        source="urn:python",
        type_="selfservice.visited",
        time=now(),
        subject=customer,
    )


reached = [Reached(code="app-installed", time=now())]
invitation = Invitation(programme=programme, customer_id=customer, reached=reached)
invited = invite_customer.sync(client=client, body=invitation)
event = visit()
reported = report_events.sync(client=client, body=event)
again = report_events.sync(client=client, body=[event, visit()])
read = get_participation.sync(invited.id, client=client)
listed = list_participations.sync(
    client=client, customer_id=customer, phase=ListParticipationsPhase.INVITED, limit=10
)
programmes = list_programmes.sync(client=client)
refused = invite_customer.sync_detailed(
    client=client, body=Invitation(programme=programme, customer_id="")
)
assert isinstance(refused.parsed, Problem)
left = leave_participation.sync_detailed(invited.id, client=client, idempotency_key="py-1")

print(
    json.dumps(
        {
            "invited": invited.customer_id,
            "reported": [receipt.status.value for receipt in reported],
            "again": [receipt.status.value for receipt in again],
            "phase": read.phase.value,
            "listed": [item.programme.code for item in listed.items],
            "programmes": [version.state.value for item in programmes.items for version in item.versions],
            "refused": [refused.status_code.value, refused.parsed.code, refused.parsed.pointer],
            "left": left.status_code.value,
        }
    )
)
