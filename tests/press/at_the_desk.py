"""What the tests of the desk's pages share."""

import re
from html import unescape

import pytest
from django.urls import reverse


@pytest.fixture
def desk(client, press_officer, ceremony):
    """desk("desk_outlets"): a page of the desk as its officer sees it; with data, what is sent."""
    client.force_login(press_officer)

    def visit(name, *args, data=None, query="", by=None):
        if by is not None:
            client.force_login(by)
        address = reverse(f"press:{name}", args=[ceremony.slug, *args]) + query
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return visit


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(form):
    return {name: list(sentences) for name, sentences in form.errors.items()}


def words(response):
    """The text of a page, its signs and spaces evened out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
