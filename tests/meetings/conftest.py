"""A child's file."""

import pytest

from access.models import School
from casework.models import CaseFile
from tests import factories


@pytest.fixture
def file(school: School) -> CaseFile:
    return factories.file(factories.child(school, year=9))
