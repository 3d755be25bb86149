"""Where the operations of the API hang: each module of a resource puts its own on `blueprint`."""

from __future__ import annotations

from flask import Blueprint

PREFIX = "/api/v1"
blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
