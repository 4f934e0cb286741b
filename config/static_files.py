"""Static files as the proxy reads them: it is another user than whoever gathers them."""

from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    def compress_files(self, paths):
        for name, compressed in super().compress_files(paths):
            # They are written past the storage, as readable as the umask of the shell lets them be.
            Path(self.path(compressed)).chmod(self.file_permissions_mode)
            yield name, compressed
