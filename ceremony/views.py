from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render

from ceremony.models import Ceremony


@login_not_required
def front(request):
    """The ceremonies that this visitor may see; straight to the only one."""
    ceremonies = list(Ceremony.objects.visible_to(request.user))
    if len(ceremonies) == 1:
        return redirect(ceremonies[0])
    return render(request, "ceremony/ceremony_list.html", {"ceremonies": ceremonies})


@login_not_required
def home(request):
    return render(request, "ceremony/ceremony_home.html")
