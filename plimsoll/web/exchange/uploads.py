"""How a file that is sent reaches us: piece by piece into a temporary file, and none that is too large."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

MEGABYTE = 1024 * 1024
REST = MEGABYTE // 16  # what else is sent beside the file


class Limited(TemporaryFileUploadHandler):
    """Keeps a file on disk, so that no request takes its size in memory; of one that is too large it keeps nothing."""

    too_large = False

    def handle_raw_input(self, input_data: Any, META: dict[str, Any], content_length: int, *rest: Any) -> None:  # noqa: N803
        """What is sent says beforehand how long it is."""
        self.too_large = content_length > settings.UPLOAD_MEGABYTES * MEGABYTE + REST

    def new_file(self, *args: Any, **more: Any) -> None:
        """A file begins."""
        if self.too_large:
            raise SkipFile
        super().new_file(*args, **more)


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file was sent that is larger than may be."""
    return any(isinstance(each, Limited) and each.too_large for each in request.upload_handlers)
