"""What the API says of itself is true: questions made of its own description, right and wrong ones (schemathesis)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from archive_app.entrypoints.api import tus
from archive_app.entrypoints.api.operation import BYTES
from tests.fixtures.api import PREFIX

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.schemas import APIOperation

    from tests.fixtures.api import Program

EXAMPLES = 40
REFUSALS = SchemathesisConfig.from_dict(
    {
        "checks": {
            "negative_data_rejection": {
                "expected-statuses": [
                    "400",
                    "401",
                    "403",
                    "404",
                    "405",
                    "406",
                    "409",
                    "412",  # a resumable upload of another version of tus
                    "413",
                    "415",
                    "422",
                    "428",
                    "429",
                ]
            }
        }
    }
)
PATIENT = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


schemathesis.serializer.alias(tus.MEDIA_TYPE, BYTES)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_is_as_it_says(archivist: Program, scanned: int, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", archivist.app, config=REFUSALS)
    asked, broken = 0, []
    for found in described.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        asked += 1
        try:
            _ask(operation, archivist, mode)
        except (Exception, FailureGroup) as error:  # noqa: BLE001 - all operations are asked, then all breaches told
            broken.append(f"{operation.label}: {error!r} {getattr(error, 'exceptions', '')}")
    assert not broken, "\n\n".join(broken)
    assert asked > 10


def _ask(operation: APIOperation[Any, Any, Any, Any], archivist: Program, mode: GenerationMode) -> None:
    @PATIENT
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Case[Any]) -> None:
        # facts may suit the schema and not the file plan: such a refusal is no breach of the description
        try:
            case.call_and_validate(
                headers={"Authorization": f"Bearer {archivist.key}"}, excluded_checks=[positive_data_acceptance]
            )
        except FailureGroup as breaches:
            true = [
                breach
                for breach in breaches.exceptions
                if not _is_a_list_of_one(breach, case) and not _was_never_sent(breach, case)
            ]
            if true:
                raise FailureGroup(true) from breaches

    each()


def _is_a_list_of_one(breach: Exception, case: Case[Any]) -> bool:
    """In an address a list of one and its only text are the same; nothing tells them apart."""
    told = str(breach)
    if not isinstance(breach, AcceptedNegativeData) or "query: " not in told:
        return False
    lists_of_one = {name for name, value in case.query.items() if isinstance(value, list) and len(value) == 1}
    became_one = re.search(r"/properties/(\w+) \(was \w+, became array\)", told)
    return "(was array, " in told or (became_one is not None and became_one[1] in lists_of_one)


def _was_never_sent(breach: Exception, case: Case[Any]) -> bool:
    """A parameter that does not exist, with an empty list for its value, leaves no trace in the address."""
    described = {parameter.name for parameter in case.operation.query}
    beyond = [value for name, value in case.query.items() if name not in described]
    unknown = isinstance(breach, AcceptedNegativeData) and "query: violates `additionalProperties`" in str(breach)
    return unknown and not any(value not in ([], {}, None) for value in beyond)
