"""How a private file leaves the house: only through a view that has asked whether this person may have it."""

from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header


def hand_out(file, *, content_type, name, as_attachment=False):
    """The response with a stored file. Raises Http404 when the storage has lost it.

    Behind nginx the file is sent by nginx (X-Accel-Redirect); else by us. Nobody keeps a copy, nothing in it can run.
    """
    if settings.PRIVATE_ACCEL_PREFIX:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL_PREFIX.rstrip('/')}/{quote(file.name)}"
    else:
        try:
            response = FileResponse(file.open("rb"))
        except FileNotFoundError as error:
            raise Http404 from error
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(as_attachment, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
