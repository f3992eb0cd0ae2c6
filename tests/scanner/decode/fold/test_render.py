import re

from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import PeelBudget
from scanner.decode.fold import fold
from scanner.decode.fold.render import KEPT, RUN

LONG = re.compile(rb"[A-Za-z0-9+/=\\_-]{%d,}" % RUN)


@given(
    st.lists(st.sampled_from(["A", "AB" * 20, "A" * (RUN - 1), "A" * RUN, "b" * 9000, " ", "()", ".'"]), max_size=12)
)
def test_every_long_run_of_a_folded_layer_is_cut_and_nothing_else(parts: list[str]) -> None:
    comment = "".join(parts)
    source = f"import os\ngetattr(os, 'sys' + 'tem')('id')\n# {comment}\n".encode()
    (found,) = [item for item in fold(source, PeelBudget()).emissions if item.path == ("folded",)]
    whole = source.replace(b"getattr(os, 'sys' + 'tem')", b"os.system")
    assert found.data == LONG.sub(lambda run: run.group()[:KEPT], whole)
