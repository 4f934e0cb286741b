from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import DEMO_PEOPLE
from accounts.models import User


class Command(BaseCommand):
    help = "Lists the people of the demo, whom one click on the front page signs in as."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("There are no demo people: DEMO is off.")
        known = set(
            User.objects.filter(email__in=[person.email for person in DEMO_PEOPLE.values()]).values_list(
                "email", flat=True
            )
        )
        people = [person for person in DEMO_PEOPLE.values() if person.email in known]
        if not people:
            self.stdout.write("No demo people yet: run seed_demo.")
        width = max((len(person.email) for person in people), default=0)
        for person in people:
            self.stdout.write(f"{person.email:<{width}}  {person.name}: {person.does}")
