"""Characters in pictures: the networks of the rapidocr wheel, run by onnxruntime without rapidocr's own code.

Nothing is downloaded and nothing else is imported: ``models`` finds the files in the installed wheel, or there is no
OCR. One engine serves a process, with a fixed number of threads, so that the same picture gives the same text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

_DETECTION = "PP-OCRv6_det_small.onnx"
_RECOGNITION = "PP-OCRv6_rec_small.onnx"
_NEEDED = ("cv2", "numpy", "onnxruntime", "rapidocr")
_THREADS = 2
_SIDE = 1088  # pixels of the longer side that detection looks at
_INKED = 0.3  # the detection's probability from which a pixel belongs to a line of text
_SURE = 0.5  # the mean probability that a line must have
_HEIGHT = 48  # pixels of a line for recognition
_STRIDE = 8  # pixels of a line for each of the network's answers
_BATCH = 1_500  # pixels of line length in one run: bounds the memory
_BLANK = 0
# Marks that look alike: who takes one for the other is not wrong.
_TWINS = {"(": "（", ")": "）", ",": "，", ":": "：", ";": "；", ".": "．", "-": "－", "%": "％", '"': "“”"}

# x0, top, x1, bottom in pixels
Rect = tuple[int, int, int, int]


class Glyph(NamedTuple):
    """A recognised character: its middle as a share of the line's length, and how sure the network is."""

    text: str
    at: float
    confidence: float


@cache
def models() -> Path | None:
    """The folder with the networks, when everything that OCR needs is installed."""
    if any(find_spec(name) is None for name in _NEEDED):
        return None
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    return folder if all((folder / name).is_file() for name in (_DETECTION, _RECOGNITION)) else None


@cache
def engine() -> Engine:
    """The engine of this process."""
    folder = models()
    if folder is None:
        raise RuntimeError("the ocr extra is not installed")
    import cv2

    cv2.setNumThreads(1)  # its threads would cost address space and gain little
    return Engine(folder)


class Engine:
    """Detection and recognition of lines of text in grey pictures."""

    def __init__(self, folder: Path) -> None:
        self._detection = _session(folder / _DETECTION)
        self._recognition = _session(folder / _RECOGNITION)
        known = self._recognition.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *known, " "]
        codes = {character: code for code, character in enumerate(self._characters)}
        pairs = [(codes[plain], codes[wide]) for plain, wides in _TWINS.items() for wide in wides if wide in codes]
        self._twins = {code: other for pair in pairs for code, other in (pair, pair[::-1])}

    def lines(self, picture: Any) -> list[Rect]:
        """Where lines of text stand in a picture without skew."""
        import cv2
        import numpy as np

        high, wide = picture.shape
        scale = min(1.0, _SIDE / max(high, wide))
        size = [max(32, round(side * scale / 32) * 32) for side in (wide, high)]
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        answer = self._run(self._detection, np.repeat(_normal(small)[None, None], 3, axis=1))[0, 0]
        mask = (answer > _INKED).astype(np.uint8)
        _, marks, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        found = []
        for mark, (x, y, width, height, area) in enumerate(stats[1:], 1):
            inside = marks[y : y + height, x : x + width] == mark
            if min(width, height) >= 3 and answer[y : y + height, x : x + width][inside].mean() >= _SURE:
                grown = 0.8 * area / (width + height)  # the network marks the kernel of a line only
                box = (x - grown, y - grown, x + width + grown, y + height + grown)
                found.append(_scaled(box, wide / size[0], high / size[1], wide, high))
        return found

    def read(self, crops: Sequence[Any]) -> list[list[Glyph]]:
        """The text of each crop, which holds one line."""
        import cv2
        import numpy as np

        lengths = [max(_STRIDE, round(crop.shape[1] * _HEIGHT / crop.shape[0])) for crop in crops]
        results: list[list[Glyph]] = [[] for _ in crops]
        for batch in _batches(lengths):
            width = max(80, -(-max(lengths[index] for index in batch) // 16) * 16)
            stack = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
            for place, index in enumerate(batch):
                line = cv2.resize(crops[index], (lengths[index], _HEIGHT))
                stack[place, :, :, : lengths[index]] = _normal(line)
            answers = self._run(self._recognition, stack)
            for index, answer in zip(batch, answers, strict=True):
                results[index] = list(self._decode(answer, lengths[index] / _STRIDE))
        return results

    def _decode(self, answer: Any, steps: float) -> Iterator[Glyph]:
        """Runs of one character as one; a run's confidence is its best step's."""
        best, scores = answer.argmax(axis=1).tolist(), answer.max(axis=1).tolist()
        start = 0
        for step in range(1, len(best) + 1):
            if step < len(best) and best[step] == best[start]:
                continue
            if best[start] != _BLANK:
                at = (start + step) / 2 / steps
                if at >= 1:
                    break  # what the network sees at the edge of the paper
                sure = max(scores[start:step])
                if twin := self._twins.get(best[start]):
                    sure += float(answer[start:step, twin].max())
                yield Glyph(self._characters[best[start]], at, min(1.0, sure))
            start = step

    @staticmethod
    def _run(session: Any, values: Any) -> Any:
        try:
            return session.run(None, {session.get_inputs()[0].name: values})[0]
        except Exception as problem:
            if "alloc" in str(problem):  # the runtime has no class of its own for this
                raise MemoryError from problem
            raise


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _normal(picture: Any) -> Any:
    return picture.astype("float32") / 127.5 - 1.0


def _scaled(box: tuple[float, float, float, float], across: float, down: float, wide: int, high: int) -> Rect:
    x0, top, x1, bottom = box
    left, right = max(0, int(x0 * across)), min(wide, round(x1 * across) + 1)
    return left, max(0, int(top * down)), right, min(high, round(bottom * down) + 1)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Crops of like length together, not more than _BATCH pixels at once."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: (lengths[index], index)):
        if batch and max(80, lengths[index]) * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
