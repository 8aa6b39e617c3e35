"""How a file that is sent reaches us: piece by piece into a temporary file, and none that is too large."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

MEGABYTE = 1024 * 1024
MOST_NAME_BYTES = 200  # a file lies under its own name while it is read, and systems take 255
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


def short_name(file_name: str) -> str:
    """The end of a file's name, with its suffix, as long as any system can keep it.

    >>> len(short_name("ä" * 200 + ".csv")), short_name("List 1.csv")
    (102, 'List 1.csv')
    """
    return file_name.encode("utf-8", "replace")[-MOST_NAME_BYTES:].decode("utf-8", "ignore")
