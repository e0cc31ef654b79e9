import pytest


@pytest.fixture(autouse=True)
def known_address(settings):
    settings.BASE_URL = "https://presse.example.org"
