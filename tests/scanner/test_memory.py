"""What is remembered: the latest, as far as there is room."""

from hypothesis import given
from hypothesis import strategies as st

from scanner.memory import Latest

ROOM = 10


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 12)), max_size=60))
def test_what_was_asked_for_last_is_held_and_never_more_than_there_is_room_for(steps: list[tuple[int, int]]) -> None:
    memory: Latest[int, str] = Latest(ROOM)
    model: list[tuple[int, str, int]] = []  # key, value, weight: the latest last
    for number, (key, weight) in enumerate(steps):
        if weight == 0:
            held = next((entry for entry in model if entry[0] == key), None)
            assert memory.get(key) == (held[1] if held else None)
            model = [*(entry for entry in model if entry[0] != key), *([held] if held else [])]
            continue
        memory.add(key, str(number), weight)
        model = [*(entry for entry in model if entry[0] != key), (key, str(number), weight)]
        while sum(entry[2] for entry in model) > ROOM:
            model.pop(0)
        assert memory.used == sum(entry[2] for entry in model)
