"""Keys as they come in addresses and forms that have no fields."""

from uuid import UUID


def keys_in(*texts):
    """Those of the texts that are keys; nonsense is none."""
    keys = []
    for text in texts:
        try:
            keys.append(UUID(text))
        except (TypeError, ValueError):
            continue
    return keys
