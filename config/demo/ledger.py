from ceremony.models import LedgerRow


class Story:
    """Moves of many rows, told afterwards: gathered in any order, stored in that of time, as if each had been made."""

    def __init__(self, ceremony):
        self.ceremony, self.rows = ceremony, []

    def tell(self, row, before, after, *, by, at, reason="", code=""):
        """Raises ValueError for a move that the model's table does not have."""
        if before and after not in row.MOVES.get(before, ()):
            raise ValueError(f"{row!r}: from {before} one cannot go to {after}.")
        self.rows.append(
            LedgerRow(
                ceremony=self.ceremony,
                subject=row._meta.label_lower,
                subject_id=row.pk,
                before=before,
                after=after,
                by=by,
                by_name=str(by) if by else "",
                at=at,
                reason=reason,
                code=code,
            )
        )

    def store(self):
        LedgerRow.objects.bulk_create(sorted(self.rows, key=lambda row: row.at), batch_size=1000)
