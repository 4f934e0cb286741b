from celery import shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import SignInLink


@shared_task
def tidy():
    """Once a day: sessions and sign-in links whose time is over."""
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    SignInLink.objects.filter(expires_at__lt=timezone.now()).delete()
