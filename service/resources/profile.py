"""/v1/profile: the caller's rule profile, under which its reports are audited from the next job on."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, request

from gouji.profile import MOST_BYTES, ProfileError, plain, read
from ledger.database import Database
from ledger.store import profiles
from service.negotiate import as_json
from service.problems import Problem
from service.schemas import PROFILE

blueprint = Blueprint("profile", __name__, url_prefix="/v1/profile")


def database() -> Database:
    found: Database = current_app.config["LEDGER"].database
    return found


@blueprint.get("")
def shown() -> Response:
    """The profile in force."""
    kept = profiles.find(database(), g.tenant)
    if kept is None:
        raise Problem("not-found")
    return as_json(PROFILE.dump(kept))


@blueprint.put("")
def put() -> Response:
    """Replace it by the YAML or JSON in the body."""
    data = request.stream.read(MOST_BYTES + 1)
    try:
        profile = read(data)
    except ProfileError as refused:
        raise Problem("invalid-input", wrong=refused.wrong) from None
    return as_json(PROFILE.dump(profiles.put(database(), g.tenant, profile.digest, plain(profile))))


@blueprint.delete("")
def drop() -> Response:
    """Back to the rules as they are."""
    if not profiles.drop(database(), g.tenant):
        raise Problem("not-found")
    return Response(status=204)
