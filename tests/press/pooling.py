"""What the tests of pools ask of the requests."""

from press.models import PoolRequest


def requests_of(pool):
    return {
        one.journalist.accreditation.given_names: one
        for one in PoolRequest.objects.filter(pool=pool).select_related("journalist__accreditation")
    }


def statuses(pool):
    return {name: one.status for name, one in requests_of(pool).items()}
