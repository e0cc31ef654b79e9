import pytest

from tests.outbox.smtp import PipeliningServer


@pytest.fixture
def pipelining_server(settings):
    """Like `smtp_server`, for a relay that pipelines."""
    server = PipeliningServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.stop()


@pytest.fixture(params=["one by one", "pipelined"])
def relay(request):
    """The relay of both kinds: a test that takes it runs twice."""
    return request.getfixturevalue("smtp_server" if request.param == "one by one" else "pipelining_server")
