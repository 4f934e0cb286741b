import pytest


@pytest.mark.parametrize("address", ["kito@mission.example", "nobody@mission.example"])
def test_the_sixth_code_for_one_address_within_a_quarter_of_an_hour_is_refused(client, kito, address):
    answers = []
    for _time in range(6):
        client.cookies.clear()
        answers.append(client.post("/accounts/login/", {"login": address}))
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Too many attempts" in answers[-1].content.decode()


def test_another_address_is_not_held_up_by_it(client, kito):
    for _time in range(6):
        client.cookies.clear()
        client.post("/accounts/login/", {"login": "nobody@mission.example"})
    client.cookies.clear()
    assert client.post("/accounts/login/", {"login": kito.email}).status_code == 302


def test_one_network_that_tries_address_after_address_is_refused(client, kito):
    statuses = set()
    for number in range(61):
        client.cookies.clear()
        statuses.add(client.post("/accounts/login/", {"login": f"guess{number}@mission.example"}).status_code)
    assert statuses == {302, 429}


def test_the_counts_are_kept_where_all_web_processes_see_them(client, kito, settings, embedded_broker):
    """As in production: in the broker's server."""
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": embedded_broker.url.replace("redis+socket://", "unix://"),
        }
    }
    statuses = []
    for _time in range(6):
        client.cookies.clear()
        statuses.append(client.post("/accounts/login/", {"login": kito.email}).status_code)
    assert statuses == [302] * 5 + [429]
