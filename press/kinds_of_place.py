"""Which places of a pool somebody of the press may ask for: by what the person does, and by what the outlet makes."""

from press.models.journalist import Function
from press.models.outlet import OutletKind
from press.models.pool import PlaceKind

# Those of the host broadcaster are nobody's to ask for: the press desk names who has them.
BY_THE_DESK = [PlaceKind.HOST_BROADCASTER]
OF_FUNCTION = {
    Function.PHOTOGRAPHER: {PlaceKind.PHOTO},
    Function.CAMERA: {PlaceKind.TV},
    Function.SOUND: {PlaceKind.TV},
    Function.DRIVER: set(),
}
WRITE = {Function.REPORTER, Function.EDITOR}
OF_OUTLET = {
    OutletKind.TV: PlaceKind.TV,
    OutletKind.DOCUMENTARY: PlaceKind.TV,
    OutletKind.AGENCY: PlaceKind.TV,
    OutletKind.PHOTO: PlaceKind.PHOTO,
}


def kinds_for(journalist) -> list:
    """A photographer asks for photo, a camera or sound operator for television, a driver for nothing.

    Whoever writes asks for print; like producers and technicians also for what the outlet makes, be it pictures or films.
    """
    function = Function(journalist.function)
    kinds = OF_FUNCTION.get(function)
    if kinds is None:
        kinds = {OF_OUTLET.get(journalist.application.outlet.kind, PlaceKind.PRINT)}
        if function in WRITE:
            kinds.add(PlaceKind.PRINT)
    return [kind for kind in PlaceKind if kind in kinds]
