from django.http import Http404


def signing(request, code):
    raise Http404
