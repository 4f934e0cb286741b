from django.contrib.auth.decorators import login_not_required
from django.http import Http404


@login_not_required
def board(request):
    raise Http404


@login_not_required
def treaty(request):
    raise Http404
