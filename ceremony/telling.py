"""What a page says of a verb: that it was done, or the sentence why not."""

from django.contrib import messages

from ceremony.procedure import Refused


def do(request, verb, *, done):
    """Call `verb` and tell the visitor what came of it. `done` is the sentence, or makes it afterwards. Returns success."""
    try:
        verb()
    except Refused as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
        return False
    messages.success(request, done() if callable(done) else done)
    return True


def do_with(request, form, verb, *, done):
    """As `do`, with what was typed: a refusal stands above the form, which keeps it. False for a form with faults too."""
    if not form.is_valid():
        return False
    try:
        verb()
    except Refused as refused:
        for sentence in refused.messages:
            form.add_error(None, sentence)
        return False
    messages.success(request, done() if callable(done) else done)
    return True
