from tests.restoring import check_closed, check_comes_back

WHERE = "/cadres/"


def test_comes_back_by_the_button_on_its_page(cast, sign_in):
    check_comes_back(sign_in(cast.office), WHERE, cast.cadres_a1[0])


def test_closed_to_others(cast, sign_in):
    check_closed(
        sign_in(cast.administrator), WHERE, cast.cadres_a1[1], cast.cadres_b1[0],
        forbidden=[cast.leadership, cast.leader_a1], blind=[cast.officer_a, cast.stranger],
    )  # fmt: skip
