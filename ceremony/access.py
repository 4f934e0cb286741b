"""Who may come in: what a person may not see does not exist for them."""

from functools import wraps

from django.http import Http404

from ceremony.permissions import holds_one_of


def officers_only(*roles):
    """A view for holders of one of these roles in the ceremony of its address; 404 for everybody else."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not holds_one_of(request.user, request.ceremony, *roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
