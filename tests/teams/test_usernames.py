from hypothesis import given
from hypothesis import strategies as st

from teams.usernames import USERNAME, plain_name, proposed_usernames

PEOPLE = st.lists(st.text("aĂâ đĐơ-.…", max_size=8) | st.sampled_from(["Giàng A Thử", "GIÀNG A THỬ"]), max_size=12)


@given(PEOPLE, st.integers(1, 3), st.sets(st.sampled_from(["giang.a.thu", "canbo", "aaa", "giang.a.thu2"])))
def test_unique_well_formed_and_the_same_whoever_else_is_chosen(names, step, taken):
    everybody = list(enumerate(names))
    proposed = proposed_usernames(dict(everybody), everybody=everybody, taken=taken)
    assert len(set(proposed.values()) | taken) == len(names) + len(taken)
    assert all(USERNAME.fullmatch(username) for username in proposed.values())
    if not taken:
        some = dict(everybody[::step])
        alone = proposed_usernames(some, everybody=everybody[::-1], taken=taken)
        assert alone == {key: proposed[key] for key in some}


def test_as_people_write_themselves():
    assert plain_name("Giàng A  Thử") == "giang.a.thu"
    assert plain_name("Đỗ Ý") == "do.y"
