from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ceremony.models import Ceremony, Officer, Role


class Command(BaseCommand):
    help = "Makes a person the organiser of a ceremony: the first one, who gives all other roles on the site."

    def add_arguments(self, parser):
        parser.add_argument("ceremony", help="the address of the ceremony, such as hanoi-2025")
        parser.add_argument("email", help="where the sign-in codes go")
        parser.add_argument("--name", default="", help="as it is to stand in decisions")

    def handle(self, *args, **options):
        ceremony = Ceremony.objects.filter(slug=options["ceremony"]).first()
        if ceremony is None:
            known = ", ".join(Ceremony.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no ceremony “{options['ceremony']}”. Known: {known}.")
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"“{options['email']}” is no e-mail address.") from error
        with transaction.atomic():
            user, made = User.objects.reachable_at(options["email"], name=options["name"])
            if Officer.objects.active().filter(ceremony=ceremony, user=user, role=Role.ORGANISER).exists():
                self.stdout.write(f"{user} is an organiser of {ceremony.slug} already.")
                return
            Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.ORGANISER, by=None, at=timezone.now())
        self.stdout.write(f"{user} is an organiser of {ceremony.slug}" + (", with a new account." if made else "."))
