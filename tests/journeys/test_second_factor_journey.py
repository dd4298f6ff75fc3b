"""A passkey in a real browser: set up because the role must have a second factor, then enough to sign in."""

import pytest

from tests.accounts import make_account
from tests.conftest import PASSWORD
from tests.journeys.conftest import DESK

# A device with a fingerprint reader that always says yes.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.app("teams")
def test_a_passkey_is_set_up_and_signs_in(person, portal, settings):
    settings.SECOND_FACTOR_ROLES = ["office"]
    make_account("vanphong", PASSWORD, full_name="Thử Văn phòng", role="office")
    office = person(DESK)
    # A passkey belongs to a name, never to a bare address.
    office.portal = portal.replace("127.0.0.1", "localhost")
    page = office.page
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    office.sign_in("vanphong", PASSWORD)
    assert page.url.endswith("/me/second-factor/")
    office.open("/me/second-factor/passkeys/new/")
    with page.expect_navigation():
        page.click("#passkey-add")
    office.check()
    assert page.locator(".cn-codes li").count() == 10
    office.open("/teams/")
    assert page.url.endswith("/teams/")
    page.context.clear_cookies()
    office.open("/accounts/login/")
    with page.expect_navigation(url=office.portal + "/"):
        page.click("#passkey-login")
    office.check()
    # With the password it is the second step.
    page.context.clear_cookies()
    office.sign_in("vanphong", PASSWORD)
    with page.expect_navigation(url=office.portal + "/"):
        page.click("#mfa_webauthn_authenticate")
    office.check()
