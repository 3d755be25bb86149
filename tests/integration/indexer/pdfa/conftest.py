"""What the tests of PDF/A copies share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """Real scans and documents that lie beside the checkout of the project's own machines."""
    folder = Path(__file__).resolve().parents[4] / ".." / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("the shared samples are not beside this checkout")
    return folder
