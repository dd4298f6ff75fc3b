from plumbing.models import SavedFilter


def test_only_ones_own(cast, sign_in):
    row = SavedFilter.objects.create(owner=cast.office, page="/teams/", name="Tổ", query="q=a")
    url = f"/saved-filters/{row.pk}/delete/"
    assert sign_in(cast.administrator).post(url).status_code == 404
    assert SavedFilter.objects.count() == 1
    office = sign_in(cast.office)
    assert url in office.get("/teams/").content.decode()
    assert office.post(url).url == "/teams/"
    assert SavedFilter.objects.count() == 0
