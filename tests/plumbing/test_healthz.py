"""/healthz: the process lives. These tests have no database: the page must not need one."""


def test_answers_everybody_without_the_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "Set-Cookie" not in response.headers
