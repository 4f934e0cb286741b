"""The officers of the signing desk at their tablets, each with a window of his own."""

import pytest
from django.urls import reverse


class Asking:
    """Somebody at a tablet."""

    def __init__(self, client, user):
        self.client = client
        client.force_login(user)

    def path(self, name, /, *args):
        return reverse(f"signatures:{name}", args=["demo", *args])

    def get(self, name, /, *args, **query):
        return self.client.get(self.path(name, *args), query)

    def page(self, name, /, *args, **query):
        response = self.get(name, *args, **query)
        assert response.status_code == 200
        return response.content.decode()

    def post(self, name, /, *args, **typed):
        return self.client.post(self.path(name, *args), typed)

    def told(self, name, /, *args, **typed):
        """The sentences of the page that a plain form leads to."""
        response = self.client.post(self.path(name, *args), typed, follow=True)
        return [str(message) for message in response.context["messages"]]

    def script(self, name, /, *args, **typed):
        """As the desk's script asks, which wants a short answer."""
        answer = self.client.post(self.path(name, *args), typed, headers={"accept": "application/json"})
        return answer.status_code, answer.json()["state"], answer.json()["words"]


@pytest.fixture
def officer(client, treaty_officer):
    return Asking(client, treaty_officer)


@pytest.fixture
def depositary(client, depositary_officer):
    return Asking(type(client)(), depositary_officer)


@pytest.fixture
def other_depositary(client, second_depositary_officer):
    return Asking(type(client)(), second_depositary_officer)


NO_DECLARATION = {"declarations-TOTAL_FORMS": 1, "declarations-INITIAL_FORMS": 0}


def declaring(kind, language, text):
    return NO_DECLARATION | {
        "declarations-0-kind": kind, "declarations-0-language": language, "declarations-0-text": text
    }  # fmt: skip


__all__ = ["depositary", "officer", "other_depositary"]
