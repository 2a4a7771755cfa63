"""A writer behind any endpoint of OpenAI's form, by Haystack's chat generator."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from time import monotonic

from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.utils import Secret

from dialogue.writers.prompts import Prompt, prompts
from dialogue.writers.writer import Writer

_log = logging.getLogger(__name__)
_AT_ONCE = 4  # calls; more are declined, so that a slow endpoint holds nobody up
_FAILURES = 3  # in a row, after which the endpoint is left alone for a while
_REST_S = 30.0


class OpenAIWriter(Writer):
    """Asks an endpoint within a time limit; it is left alone for a while after it failed."""

    def __init__(
        self,
        *,
        url: str,
        model: str,
        key: str = "none",
        limit_s: float = 3.0,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """Reach an endpoint.

        Args:
            url: its address up to `/v1`.
            model: the model to name to it.
            key: the key to send; closed networks mostly need none.
            limit_s: seconds after which a call counts as failed.
            now: seconds from any fixed moment.
        """
        self._generator = OpenAIChatGenerator(
            api_key=Secret.from_token(key),
            model=model,
            api_base_url=url,
            timeout=limit_s,
            max_retries=0,
            generation_kwargs={"temperature": 0.0},
        )
        self._limit_s = limit_s
        self._now = now
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="writer")
        self._free = BoundedSemaphore(_AT_ONCE)
        self._failures = 0
        self._rests_until = 0.0

    def complete(self, question: str, before: Sequence[str]) -> str | None:
        """A follow-up as a whole question (see `Writer`)."""
        return self._ask(prompts().complete, before="\n".join(before), question=question)

    def smooth(self, question: str, text: str) -> str | None:
        """A reply in smoother words (see `Writer`)."""
        return self._ask(prompts().smooth, question=question, text=text)

    def close(self) -> None:
        """Wait for nothing more; calls that run end by their own time limit."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, prompt: Prompt, **gaps: str) -> str | None:
        if self._now() < self._rests_until or not self._free.acquire(blocking=False):
            return None
        user = prompt.user.format(**gaps)
        messages = [ChatMessage.from_system(prompt.system), ChatMessage.from_user(user)]
        call = self._pool.submit(self._generator.run, messages=messages)
        call.add_done_callback(lambda _: self._free.release())
        try:
            # The generator's own limit holds between two bytes; this one holds for all of them.
            replies = call.result(timeout=self._limit_s)["replies"]
            text = replies[0].text if replies else None
        except Exception as error:
            self._failed(error)
            return None
        self._failures = 0
        return text or None

    def _failed(self, error: Exception) -> None:
        self._failures += 1
        # The error's own words may hold those of the citizen.
        _log.warning("The writer failed: %s", type(error).__name__)
        if self._failures >= _FAILURES:
            self._failures = 0
            self._rests_until = self._now() + _REST_S
            _log.warning("The writer is left alone for %.0f s", _REST_S)
