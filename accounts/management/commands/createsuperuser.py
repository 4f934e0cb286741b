from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.models import User


class Command(BaseCommand):
    help = "Makes the account of somebody who may do everything, or makes an existing one that. Asks for no password."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="where the sign-in codes go")
        parser.add_argument("--name", default="")
        parser.add_argument(
            "--noinput", "--no-input", action="store_true", help="accepted for scripts; nothing is ever asked"
        )

    def handle(self, *, email, name, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address.") from error
        user, made = User.objects.reachable_at(email, name=name)
        if user.is_superuser and user.is_staff:
            self.stdout.write(f"{user.email} is a superuser already.")
            return
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
        self.stdout.write(
            f"{user.email} is a superuser now{'' if made else ' (the account existed)'}. "
            "The first sign-in, by a mailed code, asks for a second factor."
        )
