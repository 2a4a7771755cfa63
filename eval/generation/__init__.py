"""Cases made from the published base itself: the guides are the truth, the phrasings are generated."""

from eval.generation.base import Published
from eval.generation.kinds import Kind
from eval.generation.paraphrasing import called_in, produce_both
from eval.generation.producing import Produced, produce
from eval.generation.scenes import Scene
from eval.generation.writing import Wanted

__all__ = [
    "Kind",
    "Produced",
    "Published",
    "Scene",
    "Wanted",
    "called_in",
    "produce",
    "produce_both",
]
