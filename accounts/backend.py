from django.contrib.auth.backends import ModelBackend

from accounts.composed import Composed
from accounts.models import User

_of_key = Composed(lambda key: User.objects.filter(pk=key).order_by())


class Backend(ModelBackend):
    """Permissions, and who a session belongs to: each page of a signed-in person asks that."""

    def get_user(self, user_id):
        user = next(iter(_of_key(user_id)), None)
        return user if user and self.user_can_authenticate(user) else None
