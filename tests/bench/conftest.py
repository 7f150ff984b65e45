"""The browser of the journeys, for what is measured in it."""

from tests.journeys.conftest import browser as browser
from tests.journeys.conftest import contexts as contexts
from tests.journeys.conftest import reader as reader
from tests.journeys.conftest import reader_of as reader_of
from tests.journeys.conftest import web as web
