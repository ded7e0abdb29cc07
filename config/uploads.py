"""Where do uploads wait while they arrive? In memory, up to a cap: no plaintext in a temporary folder."""

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

MOST_BYTES = 20 * 1024 * 1024


class MemoryOnlyUploadHandler(MemoryFileUploadHandler):
    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, N803
        self.activated = True
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
